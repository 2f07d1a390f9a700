"""Match names against globs. Every option with globs uses this module."""

from __future__ import annotations

from collections.abc import Collection


def picked(name: str, globs: Collection[str]) -> bool:
    """Whether a name equals or matches one of the globs; `*` also matches a slash."""
    if name in globs:
        return True
    if not globs:
        return False
    from fnmatch import fnmatchcase  # noqa: PLC0415 - only runs that pick names pay for it

    return any(fnmatchcase(name, glob) for glob in globs)


def chosen(name: str, globs: Collection[str]) -> bool:
    """Whether globs select a name: it matches one of them, and none of those that begin with `!`.

    If all of them begin with `!`, every other name is selected.
    """
    without = [glob[1:] for glob in globs if glob.startswith("!")]
    wanted = [glob for glob in globs if not glob.startswith("!")]
    return (not wanted or picked(name, wanted)) and not picked(name, without)
