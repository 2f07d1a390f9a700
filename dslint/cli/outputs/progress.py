"""Progress on standard error for work of more than a second: a bar on a terminal, lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator

from dslint.values.typed import Any, TypeVar

Item = TypeVar("Item")

_SECONDS_BEFORE = 1.0
"""The time after which a bar appears on a terminal."""
_SECONDS_BETWEEN = 5.0
"""The time between two lines in a log, and before the first one."""
_SECONDS_BETWEEN_DRAWINGS = 0.1


def watched(items: Iterable[Item], what: str, *, quiet: bool, total: int | None = None) -> Iterator[Item]:
    """Yield the items; if it takes long, show progress on standard error. Nothing with `quiet`.

    `what` names the items and what is done to them (`files read`); `total` is how many there will be,
    where that is known.
    """
    if quiet or sys.stderr is None:
        yield from items
        return
    progress = _Progress(what, total)
    try:
        for count, item in enumerate(items, 1):
            yield item
            progress.step(count)
    finally:
        progress.end()


class _Progress:
    """Show nothing at first; the library for the bar is loaded after the first second."""

    def __init__(self, what: str, total: int | None) -> None:
        self._what = what
        self._total = total
        before = _SECONDS_BEFORE if sys.stderr.isatty() else _SECONDS_BETWEEN
        self._next = time.monotonic() + before
        self._bar: Any = None

    def step(self, count: int) -> None:
        now = time.monotonic()
        if now < self._next:
            return
        if sys.stderr.isatty():
            self._next = now + _SECONDS_BETWEEN_DRAWINGS
            self._draw(count)
            return
        if count == self._total:
            return  # what follows at once is the report
        self._next = now + _SECONDS_BETWEEN
        counted = f"{count:,}" if self._total is None else f"{count:,} of {self._total:,}"
        print(f"dslint: {counted} {self._what} so far", file=sys.stderr, flush=True)

    def _draw(self, count: int) -> None:
        if self._bar is None:
            import click

            self._bar = click.progressbar(
                iter(int, 1),  # an iterator of unknown length, for when there is no total
                length=self._total,
                label=f"dslint: {self._what}",
                show_pos=True,
                show_eta=False,
                file=sys.stderr,
            )
            self._bar.__enter__()
        self._bar.update(count - self._bar.pos)

    def end(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
