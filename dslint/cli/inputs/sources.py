"""The texts for a command: files, folders and standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Collection, Iterable, Iterator

from dslint.cli.exits import UsageError
from dslint.cli.inputs.found import HIDDEN, Found
from dslint.cli.opening import read_found, read_named, reason
from dslint.reader.encoding import decode
from dslint.reader.prefilter import may_hold_daemonset
from dslint.values.finding import EXCLUDED, LEFT_OUT
from dslint.values.limits import MEGABYTE, NAMED_FILE_BYTES
from dslint.values.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from typing import BinaryIO

    from dslint.values.ignore_rules import IgnoreRules

_AT_ONCE = 1 << 20
"""Bytes of standard input that are asked for at once: Python takes the memory before it reads."""


class Source(NamedTuple):
    """One text: its name in findings, its bytes, and its path (None for standard input).

    `named`: the user asked for exactly this text, on the command line or through a pipe.
    """

    name: str
    content: bytes
    path: str | None = None
    named: bool = False


class Unreadable(NamedTuple):
    """A file that is not read, and why. `named`: the user named exactly this file."""

    name: str
    why: str
    named: bool

    @property
    def left_out(self) -> bool:
        """Whether the repository itself excludes it: it is counted, but not reported."""
        return self.why in LEFT_OUT


class Exclusions:
    """The globs of `--exclude`, in the syntax of `.gitignore`, and those that matched a file."""

    def __init__(self, globs: Iterable[str]) -> None:
        """Raises UsageError for a glob that can match nothing, or is too long."""
        self._globs = tuple(globs)
        self._used: set[int] = set()
        self._rules: IgnoreRules | None = None
        if self._globs:
            self._rules = _rules_of(self._globs)

    def leave_out(self, name: str) -> bool:
        """Whether a file is excluded."""
        line = self._rules.line_that_ignores(name.strip("/")) if self._rules is not None else None
        if line is None:
            return False
        self._used.add(line)
        return True

    @property
    def unused(self) -> tuple[str, ...]:
        """Return the globs that matched nothing, without those that include a file again."""
        return tuple(
            glob
            for index, glob in enumerate(self._globs)
            if index not in self._used and not glob.startswith(("!", "#"))
        )


def _rules_of(globs: tuple[str, ...]) -> IgnoreRules:
    from dslint.values.ignore_rules import IgnoreRules

    for glob in globs:
        alone = IgnoreRules((glob,))
        if alone.invalid or alone.left_out:
            msg = f"--exclude {glob!r}: {'too long' if alone.left_out else 'not a valid glob'}"
            raise UsageError(msg)
    return IgnoreRules((glob.removeprefix("./") for glob in globs), len(globs))


def sources(
    paths: Iterable[str],
    exclude: tuple[str, ...] | Exclusions = (),
    stdin_name: str = "<stdin>",
    *,
    hidden: bool = False,
    left_out: Callable[[str], bool] = lambda _: False,
    look_at_ignored: bool = False,
) -> Iterator[Source | Unreadable]:
    """Yield every text of the paths, in order, each once; no path is the current folder, `-` standard input.

    With `hidden`, hidden folders are named too; nothing in them is ever read. `left_out` says of
    a path whether a configuration leaves it out. What git or a configuration leaves out is yielded as
    unreadable: folders as such, or, with `look_at_ignored`, each file that may hold a DaemonSet.
    """
    paths = tuple(paths) or (".",)
    exclusions = exclude if isinstance(exclude, Exclusions) else Exclusions(exclude)
    folders = {path: _real(path) for path in paths if path != "-" and os.path.isdir(path)}
    seen: set[str] = set()
    for path in paths:
        if path == "-":
            yield standard_input(stdin_name)
            continue
        named = path not in folders
        for found in (
            (Found(path, real=_real(path)),)
            if named
            else _walk(path, named=folders.values(), look_at_ignored=look_at_ignored)
        ):
            name = shown_name(found.path)
            key = os.path.normcase(found.real) or name
            if key in seen or (found.why == HIDDEN and not hidden) or exclusions.leave_out(name):
                continue
            seen.add(key)
            why = EXCLUDED if not found.why and left_out(found.path) else found.why
            real = found.real if why != EXCLUDED or look_at_ignored else ""
            source = _source(Found(found.path, why, real), name, named=named, top=found.path == path)
            if source is not None:
                yield source


def _walk(path: str, *, named: Collection[str], look_at_ignored: bool) -> Iterator[Found]:
    from dslint.cli.inputs.walking import walk

    return walk(path, named=named, look_at_ignored=look_at_ignored)


def shown_name(path: str) -> str:
    """Return a path in the form for output: `/` between folders, no leading `./`."""
    return path.replace(os.sep, "/").removeprefix("./")


def _source(found: Found, name: str, *, named: bool, top: bool) -> Source | Unreadable | None:
    if found.why and not (found.why in LEFT_OUT and found.real):
        return Unreadable(name, found.why, (named or top) and found.why not in LEFT_OUT)
    try:
        content = read_named(found.path) if named else read_found(found.path, real=found.real)
    except FileNotFoundError as error:
        return Unreadable(name, reason(error) if named else "vanished", named)
    except OSError as error:
        return Unreadable(name, reason(error), named)
    if found.why:
        matters = may_hold_daemonset(decode(content).text)
        return Unreadable(name, found.why, named=False) if matters else None
    return Source(name, content, found.path, named)


def standard_input(name: str) -> Source | Unreadable:
    """Return what is piped in, under a name, or why it cannot be read."""
    if sys.stdin is None:
        return Unreadable("-", "standard input is closed", named=True)
    try:
        content = _all_of(sys.stdin.buffer)
    except OSError as error:
        return Unreadable("-", reason(error), named=True)
    except ValueError:
        return Unreadable("-", "standard input is closed", named=True)
    if len(content) > NAMED_FILE_BYTES:
        return Unreadable("-", f"larger than {NAMED_FILE_BYTES // MEGABYTE} MB", named=True)
    return Source(name, content, named=True)


def _all_of(stream: BinaryIO) -> bytes:
    """Return what a stream holds, and a little more than the limit of more. A read of the limit takes it."""
    chunks: list[bytes] = []
    left = NAMED_FILE_BYTES + 1
    while left > 0:
        chunk = stream.read(min(left, _AT_ONCE))
        if not chunk:
            break
        chunks.append(chunk)
        left -= len(chunk)
    return b"".join(chunks)


def _real(path: str) -> str:
    """Return the real target of a path, as far as it can be determined."""
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return path
