"""Find the configuration of a folder: the nearest one upwards, up to the top of the repository."""

from __future__ import annotations

import os
import stat

from dslint.cli.exits import UsageError
from dslint.values.typed import NamedTuple

NAMES = (".dslint.yaml", ".dslint.yml")
"""The file names of a configuration; both in one folder are an error."""


class Found(NamedTuple):
    """A configuration file, and the root of its repository; it must not read files outside."""

    path: str
    top: str


class Finder:
    """Find configurations.

    Each folder is inspected once per run, with three stat calls and without opening files.
    With `inside`, nothing above that folder is read, even if the repository begins further up.
    """

    def __init__(self, inside: str = "") -> None:
        self._inside = os.path.realpath(inside) if inside else ""
        self._found: dict[str, Found | None] = {}

    def of_folder(self, folder: str) -> Found | None:
        """Return the configuration for a folder. Raises UsageError if two are in one folder."""
        folder = os.path.abspath(folder)
        waiting: list[str] = []
        found: Found | None = None
        while folder not in self._found:
            waiting.append(folder)
            found = self._in_folder(folder)
            parent = os.path.dirname(folder)
            if found is not None or self._ends_at(folder, parent):
                break
            folder = parent
        else:
            found = self._found[folder]
        for each in waiting:
            self._found[each] = found
        return found

    def _ends_at(self, folder: str, parent: str) -> bool:
        if parent == folder or os.path.lexists(os.path.join(folder, ".git")):
            return True
        return bool(self._inside) and not _is_inside(parent, self._inside)

    def _in_folder(self, folder: str) -> Found | None:
        present = [path for path in (os.path.join(folder, name) for name in NAMES) if os.path.lexists(path)]
        if not present or _anybody_may_write(folder):
            return None
        if len(present) > 1:
            raise UsageError(f"{present[0]} and {NAMES[1]} lie in one folder; keep one of them")
        top = top_of(folder)
        if self._inside and not _is_inside(top, self._inside):
            top = self._inside
        return Found(present[0], top)


def _is_inside(path: str, top: str) -> bool:
    """Whether a path is a folder, whose links are resolved, or lies in it."""
    real = os.path.realpath(path)
    return real == top or real.startswith(os.path.join(top, ""))


def _anybody_may_write(folder: str) -> bool:
    """Whether anybody could have put a configuration into a folder, as into /tmp."""
    if os.name != "posix":
        return False
    mode = os.stat(folder).st_mode
    return bool(mode & stat.S_IWOTH and mode & stat.S_ISVTX)


def top_of(folder: str) -> str:
    """Return the top of the repository of a folder, or the folder itself outside of any."""
    above = os.path.abspath(folder)
    while not os.path.lexists(os.path.join(above, ".git")):
        parent = os.path.dirname(above)
        if parent == above:
            return os.path.abspath(folder)
        above = parent
    return above
