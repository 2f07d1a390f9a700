"""Progress on standard error for work of more than a second: a bar on a terminal, lines elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Iterator

from dslint.values.typed import Any, TypeVar

Item = TypeVar("Item")

_SECONDS_BEFORE = 1.0
_SECONDS_BETWEEN = 5.0
"""How often a log gets a line."""


def watched(items: Iterable[Item], what: str, *, quiet: bool) -> Iterator[Item]:
    """The items; where it takes long, standard error says how many there were. Nothing with `quiet`."""
    if quiet or sys.stderr is None:
        yield from items
        return
    progress = _Progress(what)
    try:
        for count, item in enumerate(items, 1):
            yield item
            progress.step(count)
    finally:
        progress.end()


class _Progress:
    """Says nothing at first; the library for the bar is loaded when the first second is over."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._next = time.monotonic() + _SECONDS_BEFORE
        self._bar: Any = None

    def step(self, count: int) -> None:
        now = time.monotonic()
        if now < self._next:
            return
        if not sys.stderr.isatty():
            self._next = now + _SECONDS_BETWEEN
            print(f"dslint: {count:,} {self._what} so far", file=sys.stderr, flush=True)
            return
        self._next = now + 0.1
        if self._bar is None:
            import click

            self._bar = click.progressbar(iter(()), label=f"dslint: {self._what}", file=sys.stderr)
            self._bar.__enter__()
        self._bar.label = f"dslint: {count:,} {self._what}"
        self._bar.update(1)

    def end(self) -> None:
        if self._bar is not None:
            self._bar.__exit__(None, None, None)
