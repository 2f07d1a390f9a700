"""Rows times columns as one sequence, of which an item is made when it is asked for."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Sequence
from typing import TypeVar, overload

Value = TypeVar("Value")


class Grid(Sequence[Value]):
    """Row by row: every pair of, say, DaemonSet and node."""

    def __init__(self, rows: int, columns: int) -> None:
        """The number of rows, and of items in each."""
        self._rows, self._columns = rows, columns

    def __reduce__(self) -> tuple[type[tuple[Value, ...]], tuple[tuple[Value, ...]]]:
        """Pickled, it is a tuple of all its items: what they are made from stays here."""
        return tuple, (tuple(self),)

    @abstractmethod
    def made(self, row: int, column: int) -> Value:
        """Make one item; both numbers count from 0."""

    def __len__(self) -> int:
        return self._rows * self._columns

    @overload
    def __getitem__(self, number: int) -> Value: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Value]: ...
    def __getitem__(self, number: int | slice) -> Value | Sequence[Value]:
        if isinstance(number, slice):
            return [self[index] for index in range(*number.indices(len(self)))]
        if number < 0:
            number += len(self)
        if not 0 <= number < len(self):
            raise IndexError(number)
        return self.made(*divmod(number, self._columns))
