"""Names picked by globs, the same way wherever an option takes any."""

from __future__ import annotations

from collections.abc import Collection


def picked(name: str, globs: Collection[str]) -> bool:
    """Whether a name is one of the globs or matches one; `*` also matches a slash."""
    if name in globs:
        return True
    if not globs:
        return False
    from fnmatch import fnmatchcase  # noqa: PLC0415 - only runs that pick names pay for it

    return any(fnmatchcase(name, glob) for glob in globs)
