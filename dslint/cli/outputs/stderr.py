"""Print everything that is not a finding on standard error."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.cli.outputs.streams import tell
from dslint.values.finding import Report
from dslint.values.printable import one_line


def note(text: str) -> None:
    """Print a note on one line."""
    tell(one_line(text))


def crash_lines(report: Report) -> Iterator[str]:
    """Return a line per failed rule: its name, the file, and that its verdict is missing."""
    for crash in report.crashes:
        yield (
            f"dslint: rule {crash.rule} failed on {crash.file} ({crash.error}); it was not checked there. "
            "This is a bug in dslint: please report it."
        )
