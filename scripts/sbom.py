"""Writes packaging/sbom.cdx.json: what is inside the wheel, and what it needs, as CycloneDX 1.6.

python3 scripts/sbom.py            # write it
python3 scripts/sbom.py --check    # exit code 1 when it is out of date
"""

from __future__ import annotations

import json
import re
import sys
import tomllib
from typing import Any

from environment import ROOT

TARGET = ROOT / "packaging" / "sbom.cdx.json"
_VERSION = re.compile(r'__version__ = "([^"]+)"')
_REQUIREMENT = re.compile(r"([A-Za-z0-9._-]+)(.*)")
_TABLE = re.compile(r"(\d+\.\d+)\.fields")


def document() -> dict[str, Any]:
    """The SBOM as JSON data; the same for the same checkout, so it holds no time and no serial number."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    version = _version()
    name = project["name"]
    needed = [_requirement(text) for text in project["dependencies"]]
    own = f"pkg:pypi/{name}@{version}"
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": own,
                "name": name,
                "version": version,
                "purl": own,
                "description": project["description"],
                "licenses": [{"license": {"id": project["license"]}}],
            }
        },
        "components": [*needed, _tables()],
        "dependencies": [
            {"ref": own, "dependsOn": [part["bom-ref"] for part in needed]},
            *({"ref": part["bom-ref"], "dependsOn": []} for part in needed),
        ],
    }


def _version() -> str:
    found = _VERSION.search((ROOT / "dslint" / "version.py").read_text(encoding="utf-8"))
    if found is None:
        sys.exit("dslint/version.py: the line __version__ = ... is missing")
    return found[1]


def _requirement(text: str) -> dict[str, Any]:
    """A package that an installer brings along; its version is the installer's choice."""
    found = _REQUIREMENT.match(text)
    if found is None:
        sys.exit(f"pyproject.toml: cannot read the requirement {text!r}")
    name = found[1].lower()
    reference = f"pkg:pypi/{name}"
    return {
        "type": "library",
        "bom-ref": reference,
        "name": name,
        "purl": reference,
        "properties": [{"name": "kube-dslint:requirement", "value": text}],
    }


def _tables() -> dict[str, Any]:
    """The tables derived from Kubernetes' published API, which lie inside the wheel; see NOTICE."""
    tables = (ROOT / "schemas" / "kubernetes").iterdir()
    found = (match[1] for path in tables if (match := _TABLE.match(path.name)))
    releases = sorted(found, key=lambda release: tuple(map(int, release.split("."))))
    return {
        "type": "data",
        "bom-ref": "kubernetes-api-tables",
        "name": "kubernetes-api-tables",
        "description": f"Derived from the published API of Kubernetes {releases[0]} to {releases[-1]}",
        "licenses": [{"license": {"id": "Apache-2.0"}}],
        "externalReferences": [{"type": "vcs", "url": "https://github.com/kubernetes/kubernetes"}],
    }


def main(arguments: list[str]) -> int:
    """Write the file, or say whether it is up to date."""
    text = json.dumps(document(), indent=2) + "\n"
    if arguments == ["--check"]:
        current = TARGET.read_text(encoding="utf-8") if TARGET.is_file() else ""
        if current != text:
            print("packaging/sbom.cdx.json is out of date: python3 scripts/sbom.py")
        return int(current != text)
    TARGET.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
