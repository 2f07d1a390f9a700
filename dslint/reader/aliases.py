"""How much of a document may come from aliases: go-yaml's own guard against alias bombs.

Source: `allowedAliasRatio` and `decoder.unmarshal` in `decode.go` of `go.yaml.in/yaml/v2`.
"""

from __future__ import annotations

_FREE_ALIASED, _FREE_TOTAL = 100, 1000
_RANGE_LOW, _RANGE_HIGH = 400_000, 4_000_000
_MOST, _LEAST = 0.99, 0.10


class AliasBudget:
    """Counts the nodes that aliases bring in, every time they do."""

    __slots__ = ("aliased",)

    def __init__(self) -> None:
        self.aliased = 0

    def allows(self, size: int, written: int) -> bool:
        """Whether `size` more nodes may come from aliases when `written` nodes are there; counts them."""
        self.aliased += size
        total = written + self.aliased
        if self.aliased <= _FREE_ALIASED or total <= _FREE_TOTAL:
            return True
        return self.aliased / total <= _allowed(total)


def _allowed(total: int) -> float:
    """Nearly all of a small document may come from aliases, a tenth of a very large one."""
    if total <= _RANGE_LOW:
        return _MOST
    if total >= _RANGE_HIGH:
        return _LEAST
    return _MOST - (_MOST - _LEAST) * (total - _RANGE_LOW) / (_RANGE_HIGH - _RANGE_LOW)
