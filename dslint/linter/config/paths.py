"""Match files against the globs of a configuration: the syntax of .gitignore, relative to its folder."""

from __future__ import annotations

import os.path
import posixpath
from functools import cache

from dslint.values.ignore_rules import IgnoreRules


def matches(globs: tuple[str, ...], folder: str, path: str) -> bool:
    """Whether the globs match a file. They never match files outside the folder."""
    if not globs:
        return True
    inside = relative(path, folder)
    if inside is None:
        return False
    return _rules(globs).line_that_ignores(inside) is not None


@cache
def _rules(globs: tuple[str, ...]) -> IgnoreRules:
    return IgnoreRules(globs)


def relative(path: str, folder: str) -> str | None:
    """Return the path of a file relative to a folder, with `/`; None if it is outside."""
    absolute, top = os.path.abspath(path), os.path.abspath(folder)
    try:
        inside = os.path.relpath(absolute, top).replace(os.sep, "/")
    except ValueError:  # another drive
        return None
    return None if inside == ".." or inside.startswith("../") else posixpath.normpath(inside)
