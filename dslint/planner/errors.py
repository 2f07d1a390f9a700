"""Errors in an inventory or a list of pods: a message with its place, and the accepted forms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple


class Fault(NamedTuple):
    """One fault of one file; line and column count from 1, and are 0 without a place."""

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        """Write it as `file:line:column: message`."""
        place = f":{self.line}:{self.column}" if self.line else ""
        return f"{self.file}{place}: {self.message}"


class InventoryError(ValueError):
    """An unusable input of the planner. `faults` are all faults that were found, in order."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))
