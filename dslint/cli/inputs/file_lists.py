"""Lists of files that other programs write, such as `git diff --name-only -z` or `find -print0`."""

from __future__ import annotations

import os

from dslint.cli.exits import UsageError
from dslint.cli.inputs.sources import Unreadable, standard_input
from dslint.cli.opening import read_named, reason


def paths_in(path: str) -> tuple[str, ...]:
    """Return the paths that a file, or standard input (`-`), lists. Raises UsageError if it cannot be read.

    NUL characters separate the paths if there are any, otherwise line feeds. Empty ones do not count. A
    listed `-` is a file of that name: standard input cannot be the list and a manifest.
    """
    content = _content(path)
    nul = b"\0" in content
    names = content.split(b"\0") if nul else [line.removesuffix(b"\r") for line in content.split(b"\n")]
    return tuple(os.path.join(".", "-") if name == b"-" else os.fsdecode(name) for name in names if name)


def _content(path: str) -> bytes:
    if path == "-":
        found = standard_input(path)
        if isinstance(found, Unreadable):
            raise UsageError(f"cannot read --files-from -: {found.why}")
        return found.content
    try:
        return read_named(path)
    except OSError as error:
        raise UsageError(f"cannot read --files-from {path}: {reason(error)}") from None
