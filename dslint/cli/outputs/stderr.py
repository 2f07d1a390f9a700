"""Everything that is not a finding goes to standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator

from dslint.values.finding import Report


def note(text: str) -> None:
    """Say something beside the findings."""
    print(text, file=sys.stderr)


def crash_lines(report: Report) -> Iterator[str]:
    """A line for every rule that failed: which, where, and that its verdict is missing."""
    for crash in report.crashes:
        yield (
            f"dslint: rule {crash.rule} failed on {crash.file} ({crash.error}); it was not checked there. "
            "This is a fault of dslint: please report it."
        )
