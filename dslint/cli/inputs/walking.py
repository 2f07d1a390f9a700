"""Find the files below a folder: hidden folders, version control and what git ignores are left out."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Iterator
from typing import NamedTuple

from dslint.reader import templates

SUFFIXES = (".yaml", ".yml", ".json", *templates.SUFFIXES)

Ignored = Callable[[str], bool | None]
"""What one `.gitignore` says of an absolute path (folders end with a slash): None where it says nothing."""


class Found(NamedTuple):
    """A file to read; with `why`, a file or folder that cannot be read, and the reason."""

    path: str
    why: str = ""


HIDDEN = "a hidden folder"
_NEVER_MEANT = frozenset({".git", ".hg", ".svn", ".venv", ".tox", ".cache"})
"""Hidden folders that nobody misses."""


def walk(folder: str) -> Iterator[Found]:
    """Every YAML, JSON and template file below a folder, by name; linked folders are entered once.

    A hidden folder is named, with `HIDDEN`, and not entered.
    """
    top = os.path.realpath(folder)
    yield from _walk(folder, top, _specs_above(top), {_identity(os.stat(top))})


def _walk(
    folder: str, real: str, ignores: tuple[Ignored, ...], entered: set[tuple[int, int]]
) -> Iterator[Found]:
    try:
        with os.scandir(folder) as opened:
            entries = sorted(opened, key=lambda entry: entry.name)
    except OSError as error:
        yield Found(folder, _reason(error))
        return
    if any(entry.name == ".gitignore" for entry in entries):
        ignores = (*ignores, *_spec_of(real))
    for entry in entries:
        inside = os.path.join(real, entry.name)
        if entry.is_dir():
            if not entry.name.startswith("."):
                yield from _entered(entry, inside, ignores, entered)
            elif entry.name not in _NEVER_MEANT:
                yield Found(entry.path, HIDDEN)
        elif entry.name.endswith(SUFFIXES) and not _is_ignored(inside, ignores):
            yield _file(entry)


def _entered(
    entry: os.DirEntry[str], inside: str, ignores: tuple[Ignored, ...], entered: set[tuple[int, int]]
) -> Iterator[Found]:
    """What lies in a folder, unless git ignores it or it was entered before."""
    if _is_ignored(f"{inside}/", ignores):
        return
    try:
        identity = _identity(entry.stat())
    except OSError as error:
        yield Found(entry.path, _reason(error))
        return
    if identity not in entered:
        entered.add(identity)
        yield from _walk(entry.path, inside, ignores, entered)


def _file(entry: os.DirEntry[str]) -> Found:
    try:
        mode = entry.stat().st_mode
    except FileNotFoundError:
        return Found(entry.path, "broken link" if entry.is_symlink() else "vanished")
    except OSError as error:
        return Found(entry.path, _reason(error))
    return Found(entry.path) if stat.S_ISREG(mode) else Found(entry.path, "not a regular file")


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino


def _reason(error: OSError) -> str:
    return (error.strerror or str(error)).lower()


def _is_ignored(path: str, ignores: tuple[Ignored, ...]) -> bool:
    """The deepest `.gitignore` that says anything decides."""
    verdicts = (ignored(path) for ignored in reversed(ignores))
    return next((verdict for verdict in verdicts if verdict is not None), False)


def _specs_above(folder: str) -> tuple[Ignored, ...]:
    """What the `.gitignore` files of the folders above say, up to the top of the repository."""
    above: list[str] = []
    while not os.path.exists(os.path.join(folder, ".git")):
        parent = os.path.dirname(folder)
        if parent == folder:
            return ()
        folder = parent
        above.append(folder)
    return tuple(spec for folder in reversed(above) for spec in _spec_of(folder))


def _spec_of(folder: str) -> tuple[Ignored, ...]:
    """What the `.gitignore` of one folder says about paths below it; nothing where there is none."""
    try:
        with open(os.path.join(folder, ".gitignore"), encoding="utf-8", errors="replace") as file:
            lines = file.read().splitlines()
    except OSError:
        return ()
    from pathspec import GitIgnoreSpec

    spec = GitIgnoreSpec.from_lines(lines)

    def ignored(path: str) -> bool | None:
        inside = os.path.relpath(path, folder) + ("/" if path.endswith("/") else "")
        return spec.check_file(inside).include

    return (ignored,)
