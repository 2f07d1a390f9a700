"""Objects that declare pools, and the objects that they refer to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from dslint.planner.checked_reader import Writing
from dslint.planner.pools.fields import Field
from dslint.planner.pools.pool import Pool
from dslint.reader.objects import Manifest


class Declaration(NamedTuple):
    """An object of the input, as a declaration."""

    kind: str
    name: str
    namespace: str
    writing: Writing
    root: Field

    @property
    def file(self) -> str:
        """Return the file that contains it."""
        return self.writing.file


def declaration_of(file: str, manifest: Manifest) -> Declaration:
    """Return an object of a file as a declaration."""
    writing = Writing(file, manifest.document)
    name = manifest.name
    root = Field(writing, manifest.node, manifest.node)
    return Declaration(name.kind, name.name, name.namespace, writing, root)


class Related:
    """The objects that a declaration may refer to, by kind and name."""

    def __init__(self, declarations: Iterable[Declaration]) -> None:
        self._found: dict[tuple[str, str], list[Declaration]] = {}
        for declaration in declarations:
            self._found.setdefault((declaration.kind, declaration.name), []).append(declaration)

    def find(self, kind: str, name: str, namespace: str = "") -> Declaration | None:
        """Return the object of a kind and a name, preferably the one in the namespace."""
        found = self._found.get((kind, name), [])
        same = (declaration for declaration in found if declaration.namespace == namespace)
        return next(same, found[0] if found else None)

    def all(self, kind: str) -> Iterator[Declaration]:
        """Return every object of a kind."""
        return (found for (known, _), many in self._found.items() if known == kind for found in many)


Reader = Callable[[Declaration, Related], Iterable[Pool]]
"""Reads the pools of one declaration; errors are recorded in its `writing`."""
