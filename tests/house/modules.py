"""The modules of the package as source: their names, rooms and imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from tests.needs import ROOT


class Module(NamedTuple):
    """One file of the package. `name` is dotted, `room` the folder or file right under `dslint`."""

    name: str
    room: str
    path: Path
    tree: ast.Module

    def imports(self) -> Iterator[tuple[str, int]]:
        """Every module of dslint it imports, anywhere in it, with the line."""
        for node in ast.walk(self.tree):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
                # `from dslint import api` and `from dslint.api import lint` both import dslint.api.
                names = [f"{node.module}.{alias.name}" for alias in node.names]
            else:
                continue
            yield from ((name, node.lineno) for name in names if name.split(".")[0] == "dslint")


def modules() -> list[Module]:
    """Every module of the package."""
    package = ROOT / "dslint"
    return [_module(path, package) for path in sorted(package.rglob("*.py"))]


def _module(path: Path, package: Path) -> Module:
    parts = path.relative_to(package).with_suffix("").parts
    return Module(".".join(("dslint", *parts)), parts[0], path, ast.parse(path.read_bytes()))
