"""The texts a command is to look at: files, folders and standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from dslint.cli.inputs.walking import Found, walk


class Source(NamedTuple):
    """One text: the name findings show for it, its bytes, and its path (None for standard input)."""

    name: str
    content: bytes
    path: str | None = None


class Unreadable(NamedTuple):
    """Something that could not be read, and why. `named`: the user asked for exactly this."""

    name: str
    why: str
    named: bool


def sources(
    paths: Iterable[str], exclude: tuple[str, ...] = (), stdin_name: str = "<stdin>"
) -> Iterator[Source | Unreadable]:
    """Every text the paths name, in order, each once; no path is the current folder, `-` standard input."""
    seen: set[str] = set()
    is_excluded = _excluding(exclude)
    for path in tuple(paths) or (".",):
        if path == "-":
            yield Source(stdin_name, sys.stdin.buffer.read())
            continue
        named = not os.path.isdir(path)
        for found in (Found(path),) if named else walk(path):
            name = shown_name(found.path)
            if name in seen or is_excluded(name):
                continue
            seen.add(name)
            yield Unreadable(name, found.why, named) if found.why else _read(found.path, name, named=named)


def shown_name(path: str) -> str:
    """A path as it is shown everywhere: `/` between folders, no `./` in front."""
    return path.replace(os.sep, "/").removeprefix("./")


def _read(path: str, name: str, *, named: bool) -> Source | Unreadable:
    try:
        with open(path, "rb") as file:
            return Source(name, file.read(), path)
    except OSError as error:
        return Unreadable(name, (error.strerror or str(error)).lower(), named)


def _excluding(globs: tuple[str, ...]) -> Callable[[str], bool]:
    if not globs:
        return lambda _: False
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(globs).match_file
