"""The destinations of reports: `-o NAME[=FILE]`, several at once, files completely or not at all."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable

from dslint.cli.exits import UsageError
from dslint.cli.opening import reason
from dslint.cli.outputs.stderr import note
from dslint.cli.outputs.streams import FOR_MACHINES, leaving, put_ready
from dslint.values.typed import NamedTuple, TypeVar

Value = TypeVar("Value")


_FOR_PEOPLE = frozenset({"text", "wide", "compact"})
"""The formats that may have color."""


class Output(NamedTuple):
    """One requested format and its file; no file means standard output."""

    format: str
    file: str | None


def parse_outputs(written: Iterable[str], known: Iterable[str], default: str) -> tuple[Output, ...]:
    """Read `NAME[=FILE]` texts. Raises UsageError for an unknown format or two on standard output."""
    names = tuple(known)
    outputs = tuple(_output(text, names) for text in written) or (Output(default, None),)
    to_stdout = [output.format for output in outputs if output.file is None]
    if len(to_stdout) > 1:
        both = " and ".join(to_stdout)
        msg = f"only one format can go to standard output, not {both}; write {to_stdout[1]}=FILE"
        raise UsageError(msg)
    return outputs


def _output(text: str, names: tuple[str, ...]) -> Output:
    name, equals, file = text.partition("=")
    if name not in names:
        msg = f"unknown format {name!r}; there are {', '.join(names)}"
        raise UsageError(msg)
    if equals and not file:
        msg = f"no file after {text!r}; write {name}=FILE"
        raise UsageError(msg)
    return Output(name, file or None)


def write_outputs(
    value: Value, outputs: Iterable[Output], render: Callable[[Value, Output], str], color: str = "never"
) -> None:
    """Render the value for every output; files are written first, completely or not at all.

    `color` is what `--color` says; only texts for people on standard output ever get any.
    """
    for output in sorted(outputs, key=lambda output2: output2.file is None):
        text = _rendered(value, output, render)
        if output.format == "github":
            _append_job_summary(render(value, Output("markdown", None)))
        if output.file is None:
            put_ready(
                _coloured(leaving(text, output.format), output.format, color),
                utf8=output.format in FOR_MACHINES,
            )
        else:
            _write_file(output.file, leaving(text, output.format))


def _rendered(value: Value, output: Output, render: Callable[[Value, Output], str]) -> str:
    to_terminal = output.file is None and sys.stdout is not None and sys.stdout.isatty()
    if not to_terminal or output.format not in _FOR_PEOPLE:
        return render(value, output)
    from dslint.cli.outputs.terminal import laid_out

    with laid_out():
        return render(value, output)


_LARGEST_SUMMARY = 1_000_000
"""In bytes; GitHub rejects a job summary of more than a mebibyte completely."""


def _append_job_summary(markdown: str) -> None:
    """Append a report to the summary of a GitHub job, which holds all findings; annotations hold few."""
    path = os.environ.get("GITHUB_STEP_SUMMARY")
    if not path:
        return
    content = leaving(markdown, "markdown").encode("utf-8", "backslashreplace")
    if len(content) > _LARGEST_SUMMARY:
        kept = content[:_LARGEST_SUMMARY].rpartition(b"\n")[0]
        content = (
            kept + b"\n\nThe report is too long for a job summary; write it to a file: -o markdown=FILE\n"
        )
    try:
        with open(path, "ab") as file:
            file.write(content + b"\n")
    except OSError as error:
        note(f"cannot write the job summary {path}: {reason(error)}")


def _coloured(text: str, name: str, color: str) -> str:
    if not text or color == "never" or name not in _FOR_PEOPLE:
        return text
    from dslint.cli.outputs.colour import painted, wants_colour

    if not wants_colour(color):
        return text
    from dslint.cli.outputs.links import page_of, shows_links

    return painted(text, page_of) if shows_links() else painted(text)


def _write_file(path: str, text: str) -> None:
    from dslint.cli.outputs.files import write_report

    try:
        write_report(path, text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        msg = f"cannot write {path}: {reason(error)}"
        raise UsageError(msg) from None
