"""Find the files below a folder, without hidden folders, version control and files that git ignores.

Links that lead out of the named folder are skipped and reported: in a pull request, a stranger may have made
them.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator

from dslint.cli.inputs.found import HIDDEN, Found
from dslint.cli.inputs.ignored_paths import GITIGNORE, Ignores, ignores_above
from dslint.cli.opening import NOT_REGULAR, is_within, reason
from dslint.reader import templates
from dslint.values.finding import IGNORED
from dslint.values.typed import Final, NamedTuple

SUFFIXES: Final = (".yaml", ".yml", ".json", *templates.SUFFIXES)

_NEVER_MEANT: Final = frozenset({".git", ".hg", ".svn", ".venv", ".tox", ".cache"})
"""Hidden folders that are skipped without a note."""
LEADS_OUT: Final = "a link out of the folder that was named"
BROKEN_LINK: Final = "broken link"
_TOO_MANY: Final = "too many or too long lines with wildcards; {} of them are not looked at"


class _Folder(NamedTuple):
    path: str
    inside: str
    """The path for the repository's `.gitignore` files: without links above the named folder."""
    real: str
    ignores: Ignores
    ignored: bool = False


def walk(folder: str, *, named: Collection[str] = (), look_at_ignored: bool = False) -> Iterator[Found]:
    """Every YAML, JSON and template file below a folder, by name; linked folders are entered once.

    A hidden folder is named, with `HIDDEN`, and not entered. `named` are the real paths of all folders
    that were named; links may lead to any of them. What git ignores is yielded with the reason; with
    `look_at_ignored` its files one by one, else folders as such.
    """
    try:
        top = os.path.realpath(folder)
        entered = {_identity(os.stat(top))}
        above = ignores_above(top)
    except OSError as error:
        yield Found(folder, reason(error))
        return
    roots = tuple({top, *named})
    stack = [_listed(_Folder(folder, top, top, above), roots, entered, look_at_ignored=look_at_ignored)]
    while stack:
        following = next(stack[-1], None)
        if following is None:
            stack.pop()
        elif isinstance(following, Found):
            yield following
        else:
            stack.append(_listed(following, roots, entered, look_at_ignored=look_at_ignored))


def _listed(
    folder: _Folder, roots: tuple[str, ...], entered: set[tuple[int, int]], *, look_at_ignored: bool
) -> Iterator[Found | _Folder]:
    """Return the content of one folder, sorted by name."""
    try:
        with os.scandir(folder.path) as opened:
            entries = sorted(opened, key=lambda entry: entry.name)
    except OSError as error:
        yield Found(folder.path, reason(error))
        return
    if any(entry.name == GITIGNORE for entry in entries):
        folder, problem = _with_its_own_ignores(folder)
        if problem is not None:
            yield problem
    for entry in entries:
        found = _entry(entry, folder, roots, look_at_ignored=look_at_ignored)
        if isinstance(found, _Folder):
            try:
                identity = _identity(entry.stat())
            except OSError as error:
                yield Found(entry.path, reason(error))
                continue
            if identity in entered:
                continue
            entered.add(identity)
        if found is not None:
            yield found


def _with_its_own_ignores(folder: _Folder) -> tuple[_Folder, Found | None]:
    path = os.path.join(folder.path, GITIGNORE)
    try:
        ignores = folder.ignores.within(folder.inside, folder.path)
    except OSError as error:
        return folder, Found(path, reason(error))
    left_out = ignores.left_out if ignores is not folder.ignores else 0
    return folder._replace(ignores=ignores), Found(path, _TOO_MANY.format(left_out)) if left_out else None


def _entry(
    entry: os.DirEntry[str], folder: _Folder, roots: tuple[str, ...], *, look_at_ignored: bool
) -> Found | _Folder | None:
    """Return a file, a folder to enter, or None for an entry that does not matter."""
    try:
        is_folder = entry.is_dir()
    except OSError as error:
        return Found(entry.path, reason(error))
    if is_folder and entry.name.startswith("."):
        return None if entry.name in _NEVER_MEANT else Found(entry.path, HIDDEN)
    if not is_folder and not entry.name.endswith(SUFFIXES):
        return None
    inside = os.path.join(folder.inside, entry.name)
    ignored = folder.ignored or folder.ignores.ignores(inside, folder=is_folder)
    if ignored and not look_at_ignored:
        return Found(f"{entry.path}/" if is_folder else entry.path, IGNORED)
    real = os.path.realpath(entry.path) if entry.is_symlink() else os.path.join(folder.real, entry.name)
    why = _why_left_alone(entry, real, roots, is_folder=is_folder)
    if is_folder and not why:
        return _Folder(entry.path, inside, real, folder.ignores, ignored)
    return Found(entry.path, why) if why else Found(entry.path, IGNORED if ignored else "", real)


def _why_left_alone(entry: os.DirEntry[str], real: str, roots: tuple[str, ...], *, is_folder: bool) -> str:
    try:
        mode = entry.stat().st_mode
    except FileNotFoundError:
        return BROKEN_LINK if entry.is_symlink() else "vanished"
    except OSError as error:
        return reason(error)
    if not is_folder and not stat.S_ISREG(mode):
        return NOT_REGULAR
    return "" if any(is_within(real, root) for root in roots) else LEADS_OUT


def _identity(status: os.stat_result) -> tuple[int, int]:
    return status.st_dev, status.st_ino
