"""Sequences whose items are created on request: rows times columns, or all at once."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import TypeVar, overload

Value = TypeVar("Value")


class Grid(Sequence[Value]):
    """A sequence of rows: for example, every pair of DaemonSet and node."""

    def __init__(self, rows: int, columns: int) -> None:
        """Store the number of rows, and of items in each."""
        self._rows, self._columns = rows, columns

    def __reduce__(self) -> tuple[type[tuple[Value, ...]], tuple[tuple[Value, ...]]]:
        """Pickle as a tuple of all items, without the data that they are made from."""
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


class MadeLater(Sequence[Value]):
    """Items that are all created when the first of them is requested."""

    def __init__(self, make: Callable[[], Iterable[Value]]) -> None:
        """`make` is called once at most."""
        self._make = make

    @cached_property
    def _items(self) -> tuple[Value, ...]:
        return tuple(self._make())

    def __reduce__(self) -> tuple[type[tuple[Value, ...]], tuple[tuple[Value, ...]]]:
        """Pickle as a tuple of the items."""
        return tuple, (self._items,)

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, number: int) -> Value: ...
    @overload
    def __getitem__(self, number: slice) -> Sequence[Value]: ...
    def __getitem__(self, number: int | slice) -> Value | Sequence[Value]:
        return self._items[number]
