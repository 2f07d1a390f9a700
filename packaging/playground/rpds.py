"""The three immutable collections that `referencing` takes from rpds, which has no build for WebAssembly.

They are copied on each change, which costs nothing worth counting for the few schemas of dslint.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any


class HashTrieMap(dict[Any, Any]):
    """A mapping that is never changed in place."""

    @classmethod
    def convert(cls, value: Mapping[Any, Any]) -> HashTrieMap:
        return value if isinstance(value, cls) else cls(value)

    def insert(self, key: Any, value: Any) -> HashTrieMap:
        return HashTrieMap({**self, key: value})

    def remove(self, key: Any) -> HashTrieMap:
        if key not in self:
            raise KeyError(key)
        return HashTrieMap({name: value for name, value in self.items() if name != key})

    def update(self, *given: Any, **named: Any) -> HashTrieMap:  # type: ignore[override]
        return HashTrieMap({**self, **dict(*given, **named)})

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self))


class HashTrieSet(frozenset[Any]):
    """A set that is never changed in place."""

    def insert(self, value: Any) -> HashTrieSet:
        return HashTrieSet((*self, value))

    def remove(self, value: Any) -> HashTrieSet:
        if value not in self:
            raise KeyError(value)
        return HashTrieSet(self - {value})

    def update(self, *given: Iterable[Any]) -> HashTrieSet:
        return HashTrieSet(self.union(*given))


class List(tuple[Any, ...]):
    """A list that grows and shrinks at its front."""

    __slots__ = ()

    @property
    def first(self) -> Any:
        return self[0]

    @property
    def rest(self) -> List:
        return List(self[1:])

    def push_front(self, value: Any) -> List:
        return List((value, *self))

    def drop_first(self) -> List:
        return List(self[1:])

    def __iter__(self) -> Iterator[Any]:
        return super().__iter__()
