"""Handle empty input: a run without content must not look like a clean run."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator

from dslint.cli.exits import UsageError
from dslint.cli.inputs.sources import Source
from dslint.values.finding import LEFT_OUT, Report, Skipped

_WAIT_SECONDS = 0.3
"""How long to wait for an unexpected pipe before it counts as empty."""
_SHOWN = 10


def refuse_unasked_input() -> None:
    """Raise UsageError if standard input has content but no path says so: never guess, never ignore it."""
    if _has_input():
        msg = (
            "standard input holds something and no path was given: write `dslint lint -` to lint it, "
            "or `dslint lint .` for the current folder"
        )
        raise UsageError(msg)


def _has_input() -> bool:
    """Whether data waits on standard input; a terminal, a closed or a silent pipe has none."""
    try:
        number = sys.stdin.fileno()
        status = os.fstat(number)
        if stat.S_ISREG(status.st_mode):
            return status.st_size > os.lseek(number, 0, os.SEEK_CUR)
        if not stat.S_ISFIFO(status.st_mode):
            return False
        return _waits(number)
    except (OSError, ValueError, AttributeError):
        return False


def _waits(number: int) -> bool:
    if sys.platform == "win32":
        return False
    from select import POLLIN, poll

    waiting = poll()
    waiting.register(number, POLLIN)
    return any(event & POLLIN for _, event in waiting.poll(int(_WAIT_SECONDS * 1000)))


def empty_source(source: Source) -> str | None:
    """Return the error for a named text without content; None for any other text."""
    if not source.named or source.content.strip(b" \t\r\n\xef\xbb\xbf"):
        return None
    if source.path is not None:
        return f"{source.name} is empty"
    return "standard input is empty: the command in front of the pipe printed nothing"


def _is_told(skipped: Skipped) -> bool:
    """Whether a skipped file gets its own line anyway."""
    return skipped.why not in LEFT_OUT


def nothing_found(report: Report, paths: tuple[str, ...], only: tuple[str, ...]) -> Iterator[str]:
    """Return why a finished run has judged none of its input."""
    if not report.files and not report.errors and not any(map(_is_told, report.skipped)):
        where = ", ".join(paths) or "the current folder"
        but = f" but {len(report.skipped)} that are left out" if report.skipped else ""
        yield f"nothing to lint in {where}: it holds no YAML, JSON or template file{but}"
    if only and report.left_out and not report.daemonsets:
        shown = ", ".join(report.left_out[:_SHOWN])
        more = f" and {len(report.left_out) - _SHOWN} more" if len(report.left_out) > _SHOWN else ""
        yield f"no DaemonSet matches --only {' '.join(map(repr, only))}; there are {shown}{more}"
