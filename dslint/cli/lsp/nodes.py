"""The inventories of a session: those of the command line, or those of the configuration."""

from __future__ import annotations

import os
from typing import NamedTuple

from dslint.cli.configuration.judging import Judging
from dslint.cli.exits import UsageError
from dslint.cli.inputs.inventories import read_inventories
from dslint.cli.inputs.versions import version_for
from dslint.planner.inventory.inventory import Inventory


class _Read(NamedTuple):
    """An inventory, the time of the last change of its files, and its errors."""

    changed: tuple[float, ...]
    inventory: Inventory | None
    error: str


class Inventories:
    """Read each inventory on first use, and again when one of its files has changed."""

    def __init__(self, named: tuple[str, ...] = ()) -> None:
        self._named = named
        self._read: dict[tuple[str, ...], _Read] = {}

    def of(self, judging: Judging, folder: str) -> Inventory | None:
        """Return the nodes for documents in a folder, whose version then applies. Raises UsageError."""
        names = self._named or judging.paths_of("nodes", folder)
        if not names:
            return None
        found = self._of_files(names)
        if found.error:
            raise UsageError(found.error)
        if found.inventory is not None and judging.version_in(folder) is None:
            judging.assume(version_for(None, found.inventory).known)
        return found.inventory

    def _of_files(self, names: tuple[str, ...]) -> _Read:
        changed = tuple(map(_changed, names))
        known = self._read.get(names)
        if known is None or known.changed != changed:
            try:
                known = _Read(changed, read_inventories(names), "")
            except UsageError as error:
                known = _Read(changed, None, str(error))
            self._read[names] = known
        return known


def _changed(name: str) -> float:
    try:
        return os.stat(name).st_mtime
    except OSError:
        return 0.0
