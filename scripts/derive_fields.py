"""Derive `schemas/kubernetes/<version>.fields` from the published schemas of a Kubernetes release.

    python scripts/derive_fields.py            write the tables of all known versions
    python scripts/derive_fields.py --check    only say whether they are up to date

Reads the package kubernetes-validate (Apache-2.0, see NOTICE), which is installed for this alone:
`pip install kubernetes-validate==1.37.0`. Keeps the names and types of the fields that a DaemonSet
can hold, nothing else.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

from dslint.kubernetes.versions import KNOWN  # noqa: E402 - found through the line above

TABLES = REPOSITORY / "schemas" / "kubernetes"
ROOT = "io.k8s.api.apps.v1.DaemonSet"
SCALARS = {
    "io.k8s.apimachinery.pkg.api.resource.Quantity": "quantity",
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": "int-or-string",
    "io.k8s.apimachinery.pkg.apis.meta.v1.Time": "time",
    "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1": "anything",
}
"""Types that are read by a rule of their own, and the word for each in a table."""
HEADER = """\
# Kubernetes {version}: the fields of a DaemonSet and of everything inside it, with their types.
# []T is a list of T, {{}}T a map from text to T. Derived by scripts/derive_fields.py; do not edit.
"""


def main() -> int:
    """Write or check all tables; 1 when a check finds one out of date."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 when a table is out of date"
    )
    check = parser.parse_args().check
    stale = []
    for version in KNOWN:
        path, text = TABLES / f"{version}.fields", table_text(version)
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(path.name)
        if not check:
            path.write_text(text, encoding="utf-8")
    print(
        f"{'out of date' if check else 'written'}: {', '.join(stale)}"
        if stale
        else "all tables are up to date"
    )
    return 1 if check and stale else 0


def table_text(version: str) -> str:
    """The whole table of a version, as it stands in its file."""
    definitions = published(version)
    lines = [HEADER.format(version=version)]
    for name in sorted(reachable(definitions), key=short):
        lines.append(f"{short(name)}\n")
        fields = definitions[name].get("properties", {})
        lines.extend(f"  {field} {type_of(fields[field])}\n" for field in sorted(fields))
    return "".join(lines)


def published(version: str) -> dict[str, Any]:
    """Every definition of the release, by its full name."""
    spec = importlib.util.find_spec("kubernetes_validate")
    if spec is None or spec.origin is None:
        sys.exit("install kubernetes-validate first: pip install kubernetes-validate==1.37.0")
    folder = Path(spec.origin).parent / "kubernetes-json-schema" / f"v{version}.0-local"
    text = (folder / "_definitions.json").read_text(encoding="utf-8")
    definitions: dict[str, Any] = json.loads(text)["$defs"]
    return definitions


def reachable(definitions: dict[str, Any]) -> set[str]:
    """The names of all objects that a DaemonSet can hold, itself included."""
    seen: set[str] = set()
    waiting = [ROOT]
    while waiting:
        name = waiting.pop()
        if name in seen or name in SCALARS:
            continue
        seen.add(name)
        waiting.extend(references(definitions[name]))
    return seen


def references(schema: dict[str, Any]) -> Iterator[str]:
    """The full names of the objects that an object's fields are made of."""
    for field in schema.get("properties", {}).values():
        inner = field
        while "$ref" not in inner and (inner.get("items") or inner.get("additionalProperties")):
            inner = inner.get("items") or inner["additionalProperties"]
        if "$ref" in inner:
            yield inner["$ref"].rpartition("/")[2]


def type_of(schema: dict[str, Any]) -> str:
    """The type of a field in the words of the tables."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return SCALARS.get(name) or short(name)
    if "items" in schema:
        return "[]" + type_of(schema["items"])
    if "additionalProperties" in schema:
        return "{}" + type_of(schema["additionalProperties"])
    kind = schema["type"]
    if isinstance(kind, list):
        (kind,) = set(kind) - {"null"}
    if kind == "integer":
        return str(schema["format"])
    if kind not in {"string", "boolean"}:
        sys.exit(f"a type that no table has had before: {schema}")
    return str(kind)


def short(name: str) -> str:
    """`io.k8s.api.core.v1.Container` is `Container`; no two of a DaemonSet's types share that."""
    return name.rpartition(".")[2]


if __name__ == "__main__":
    sys.exit(main())
