"""The texts a command is to look at: files, folders and standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from dslint.cli.inputs.walking import HIDDEN, Found, walk

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


class Source(NamedTuple):
    """One text: the name findings show for it, its bytes, and its path (None for standard input).

    `named`: the user asked for exactly this text, on the command line or through a pipe.
    """

    name: str
    content: bytes
    path: str | None = None
    named: bool = False


class Unreadable(NamedTuple):
    """Something that could not be read, and why. `named`: the user asked for exactly this."""

    name: str
    why: str
    named: bool


class Exclusions:
    """The globs of `--exclude`, written as in a `.gitignore`, and which of them left anything out."""

    def __init__(self, globs: Iterable[str]) -> None:
        self._globs = tuple(globs)
        self._used: set[int] = set()
        self._spec: GitIgnoreSpec | None = None

    def leave_out(self, name: str) -> bool:
        """Whether a file is left out."""
        if not self._globs:
            return False
        if self._spec is None:
            from pathspec import GitIgnoreSpec

            self._spec = GitIgnoreSpec.from_lines(glob.removeprefix("./") for glob in self._globs)
        found = self._spec.check_file(name)
        if found.include and found.index is not None:
            self._used.add(found.index)
        return bool(found.include)

    @property
    def unused(self) -> tuple[str, ...]:
        """The globs that left nothing out; those that take a file in again are not meant."""
        return tuple(
            glob
            for index, glob in enumerate(self._globs)
            if index not in self._used and not glob.startswith(("!", "#"))
        )


def sources(
    paths: Iterable[str],
    exclude: tuple[str, ...] | Exclusions = (),
    stdin_name: str = "<stdin>",
    *,
    hidden: bool = False,
    left_out: Callable[[str], bool] = lambda _: False,
) -> Iterator[Source | Unreadable]:
    """Every text the paths name, in order, each once; no path is the current folder, `-` standard input.

    With `hidden`, hidden folders are named too; nothing in them is ever read. `left_out` says of
    a path whether a configuration leaves it out.
    """
    seen: set[str] = set()
    exclusions = exclude if isinstance(exclude, Exclusions) else Exclusions(exclude)
    for path in tuple(paths) or (".",):
        if path == "-":
            yield Source(stdin_name, sys.stdin.buffer.read(), named=True)
            continue
        named = not os.path.isdir(path)
        for found in (Found(path),) if named else walk(path):
            name = shown_name(found.path)
            if name in seen or (found.why == HIDDEN and not hidden) or exclusions.leave_out(name):
                continue
            if left_out(found.path):
                continue
            seen.add(name)
            yield Unreadable(name, found.why, named) if found.why else _read(found.path, name, named=named)


def shown_name(path: str) -> str:
    """A path as it is shown everywhere: `/` between folders, no `./` in front."""
    return path.replace(os.sep, "/").removeprefix("./")


def _read(path: str, name: str, *, named: bool) -> Source | Unreadable:
    try:
        with open(path, "rb") as file:
            return Source(name, file.read(), path, named)
    except OSError as error:
        return Unreadable(name, (error.strerror or str(error)).lower(), named)
