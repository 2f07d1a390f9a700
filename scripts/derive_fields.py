"""Derive `schemas/kubernetes/<version>.fields` from the Go types of a Kubernetes release.

    python scripts/derive_fields.py                     write the tables of all known versions
    python scripts/derive_fields.py --check             only say whether they are up to date
    python scripts/derive_fields.py 1.38=1.38.0-rc.0    print the table of another release

Reads the Go modules k8s.io/api and k8s.io/apimachinery, which are there on the day of a release. Needs
the command `go`, which downloads them (`go mod download`) and keeps them in its module cache. Keeps the
names and types of the fields that a DaemonSet can hold, and which of them are pointers; nothing else.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

from dslint.kubernetes.versions import RELEASES  # noqa: E402 - found through the line above

TABLES = REPOSITORY / "schemas" / "kubernetes"
SOURCES = {
    "apps": ("k8s.io/api", "apps/v1/types.go"),
    "core": ("k8s.io/api", "core/v1/types.go"),
    "meta": ("k8s.io/apimachinery", "pkg/apis/meta/v1/types.go"),
}
"""Go package -> the module and the file that holds its types."""
IMPORTED_AS = {"v1": "core", "metav1": "meta"}
"""The name under which one of the files above imports another."""
ROOT = ("apps", "DaemonSet")
SCALARS = {
    "string": "string",
    "bool": "boolean",
    "int32": "int32",
    "int64": "int64",
    "types.UID": "string",
    "resource.Quantity": "quantity",
    "intstr.IntOrString": "int-or-string",
    "Time": "time",
    "FieldsV1": "anything",
}
"""Go types that are read by a rule of their own, and the word for each in a table."""
LIST, MAP, POINTER = "[]", "{}", "*"
HEADER = """\
# Kubernetes {version}: the fields of a DaemonSet and of everything inside it, with their types.
# []T is a list of T, {{}}T a map from string to T; *T is a single value that can be absent, which is
# not the same as empty. Derived by scripts/derive_fields.py; do not edit.
"""

STRUCT = re.compile(r"type (\w+) struct \{\Z")
NAMED = re.compile(r"type (\w+) (\S+)\Z")
FIELD = re.compile(r'\t(?:(\w+)\s+)?(\S+)\s+`json:"([^",]*)[^`]*`')

Name = tuple[str, str]
"""A Go type: its package and its name."""


class Field(NamedTuple):
    """One field of a Go struct; without a `json` name the struct `type` lies inside this one."""

    json: str
    type: str


class Types(NamedTuple):
    """The types of a release: structs with their fields, and other names with what they stand for."""

    structs: dict[Name, list[Field]]
    named: dict[Name, str]


def main() -> int:
    """Write, check or print tables; 1 when a check finds one out of date."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 when a table is out of date"
    )
    parser.add_argument(
        "other",
        nargs="?",
        metavar="VERSION=RELEASE",
        help="print the table of a release that is not known yet",
    )
    options = parser.parse_args()
    if options.other:
        version, _, release = options.other.partition("=")
        sys.stdout.write(table_text(version, release))
        return 0
    stale = []
    for version, release in RELEASES.items():
        path, text = TABLES / f"{version}.fields", table_text(version, release)
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            continue
        stale.append(path.name)
        if not options.check:
            path.write_text(text, encoding="utf-8")
    print(
        f"{'out of date' if options.check else 'written'}: {', '.join(stale)}"
        if stale
        else "all tables are up to date"
    )
    return 1 if options.check and stale else 0


def table_text(version: str, release: str) -> str:
    """The whole table of a version, as it stands in its file. `release` is one of its releases, `1.37.2`."""
    types = types_of(release)
    lines = [HEADER.format(version=version)]
    for name in sorted(reachable(types), key=lambda name: name[1]):
        lines.append(f"{name[1]}\n")
        fields = {field.json: table_type(field.type, owner, types) for owner, field in fields_of(name, types)}
        lines.extend(f"  {field} {kind}\n" for field, kind in sorted(fields.items()))
    return "".join(lines)


def types_of(release: str) -> Types:
    """Every type that the files of a release declare."""
    types = Types({}, {})
    version = staged(release)
    folders = {module: downloaded(module, version) for module in {module for module, _ in SOURCES.values()}}
    for package, (module, file) in SOURCES.items():
        read_types((folders[module] / file).read_text(encoding="utf-8"), package, types)
    return types


def staged(release: str) -> str:
    """The version of the modules that are published with a release: `v0.37.2` with 1.37.2."""
    return f"v0.{release.partition('.')[2]}"


def downloaded(module: str, version: str) -> Path:
    """The folder of a module in Go's cache."""
    named = f"{module}@{version}"
    # Modules of a coming release may ask for a Go that is newer than the installed one.
    environment = {**os.environ, "GOTOOLCHAIN": "auto"}
    try:
        done = subprocess.run(
            ["go", "mod", "download", "-json", named],
            capture_output=True,
            text=True,
            check=False,
            env=environment,
        )
    except FileNotFoundError:
        sys.exit("install Go first: the command `go` downloads the types of a release")
    answer = json.loads(done.stdout or "{}")
    if "Dir" not in answer:
        sys.exit(f"cannot download {named}: {answer.get('Error') or done.stderr.strip()}")
    return Path(answer["Dir"])


def read_types(text: str, package: str, types: Types) -> None:
    """Add the types that a file of gofmt's form declares."""
    fields: list[Field] | None = None
    for line in text.splitlines():
        if fields is None:
            struct, named = STRUCT.match(line), NAMED.match(line)
            if struct:
                fields = types.structs[package, struct[1]] = []
            elif named:
                types.named[package, named[1]] = named[2]
        elif line == "}":
            fields = None
        elif field := FIELD.match(line):
            fields.append(Field(field[3], field[2]))


def fields_of(name: Name, types: Types) -> Iterator[tuple[str, Field]]:
    """The fields of a struct, with those of the structs inside it, and the package each is declared in."""
    for field in types.structs[name]:
        if field.json:
            yield name[0], field
        else:
            yield from fields_of(resolved(field.type, name[0]), types)


def reachable(types: Types) -> set[Name]:
    """The structs that a DaemonSet can hold, itself included."""
    seen: set[Name] = set()
    waiting = [ROOT]
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        for package, field in fields_of(name, types):
            inner = innermost(field.type, package, types)
            if inner in types.structs and inner[1] not in SCALARS:
                waiting.append(inner)
    return seen


def innermost(kind: str, package: str, types: Types) -> Name:
    """The type inside lists, maps and pointers."""
    kind = re.sub(r"\A(?:\[\]|\*|map\[\w+\])+", "", kind)
    name = resolved(kind, package)
    return innermost(types.named[name], name[0], types) if name in types.named else name


def resolved(kind: str, package: str) -> Name:
    """The package and name of a Go type that stands in a file of `package`."""
    prefix, dot, name = kind.rpartition(".")
    return (IMPORTED_AS.get(prefix, prefix), name) if dot else (package, kind)


def table_type(kind: str, package: str, types: Types) -> str:
    """A Go type in the words of the tables."""
    if kind.startswith("*"):
        inner = table_type(kind[1:], package, types)
        is_single = inner in SCALARS.values()
        return POINTER + inner if is_single else inner
    if kind.startswith("[]"):
        return LIST + table_type(kind[2:], package, types).removeprefix(POINTER)
    if kind.startswith("map["):
        return MAP + table_type(kind.partition("]")[2], package, types).removeprefix(POINTER)
    name = resolved(kind, package)
    for spelling in (kind, name[1]):
        if spelling in SCALARS:
            return SCALARS[spelling]
    if name in types.named:
        return table_type(types.named[name], name[0], types)
    if name in types.structs:
        return name[1]
    sys.exit(f"a type that no table has had before: {kind} in the package {package}")


if __name__ == "__main__":
    sys.exit(main())
