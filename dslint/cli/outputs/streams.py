"""All output of a command passes through here, written at once and in full.

If the reader has gone away, the rest of the output is dropped, and the exit code stays the same. If standard
output cannot take the text, that is an error with a message.
"""

from __future__ import annotations

import os
import sys

from dslint.cli.exits import UsageError
from dslint.values.printable import escaped, html_escaped, json_escaped, one_line, xml_escaped
from dslint.values.typed import TYPE_CHECKING, Final, TextIO

if TYPE_CHECKING:
    from collections.abc import Callable

FOR_MACHINES: Final[dict[str, Callable[[str], str]]] = {
    **dict.fromkeys(("json", "jsonl", "sarif", "gitlab"), json_escaped),
    "junit": xml_escaped,
    "html": html_escaped,
}
"""The formats for machines, which are always UTF-8. All others are for people."""
_WITH_COMMANDS: Final = "github"


def leaving(text: str, name: str) -> str:
    """Return the form of a text that may be printed in a format."""
    if name == _WITH_COMMANDS:
        return "\n".join(map(_command, text.split("\n")))
    return FOR_MACHINES.get(name, escaped)(text)


def _command(line: str) -> str:
    return f"::{one_line(line[2:])}" if line.startswith("::") else escaped(line)


def put(text: str, name: str = "text") -> None:
    """Write a text to standard output, in a format. Raises UsageError if that is impossible."""
    put_ready(leaving(text, name), utf8=name in FOR_MACHINES)


def put_ready(text: str, *, utf8: bool = False) -> None:
    """Write a text to standard output unchanged."""
    if sys.stdout is None:
        raise UsageError("standard output is closed")
    try:
        _write(sys.stdout, text, utf8=utf8)
    except BrokenPipeError:
        _drop(sys.stdout)
    except OSError as error:
        _drop(sys.stdout)
        from dslint.cli.opening import reason

        raise UsageError(f"cannot write to standard output: {reason(error)}") from None


def tell(text: str) -> None:
    """Print on standard error, if there is one."""
    if sys.stderr is None:
        return
    try:
        _write(sys.stderr, f"{escaped(text)}\n", utf8=False)
    except OSError:
        _drop(sys.stderr)


def _write(stream: TextIO, text: str, *, utf8: bool) -> None:
    stream.flush()
    try:
        handle = stream.fileno()
    except (OSError, ValueError):  # a test or a program that took the place of the real stream
        stream.write(text)
        return
    encoding = "utf-8" if utf8 else stream.encoding or "utf-8"
    lines = text if utf8 or os.linesep == "\n" else text.replace("\n", os.linesep)
    view = memoryview(lines.encode(encoding, "backslashreplace"))
    while view:
        try:
            view = view[os.write(handle, view) :]
        except BlockingIOError:
            _wait_for(handle)


def _wait_for(handle: int) -> None:
    """Wait until a non-blocking stream accepts more."""
    from select import select

    select([], [handle], [])


def _drop(stream: TextIO) -> None:
    """Redirect a stream to nowhere, so that later writes by Python do not fail."""
    try:
        handle = stream.fileno()
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, handle)
        os.close(nowhere)
    except (OSError, ValueError):
        return
