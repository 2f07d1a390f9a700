"""Resolve anchors, aliases and merge keys by the rules of go-yaml."""

from __future__ import annotations

from dslint.reader.nodes import Entries, Node
from dslint.reader.problems import INVALID, TOO_LARGE, TooMuch, Unreadable
from dslint.reader.scalars import GoValue

_FREE_ALIASED, _FREE_TOTAL = 100, 1000
_RANGE_LOW, _RANGE_HIGH = 400_000, 4_000_000
_MOST, _LEAST = 0.99, 0.10


class AliasBudget:
    """Count the nodes that aliases add: go-yaml's own guard against alias bombs.

    Source: `allowedAliasRatio` and `decoder.unmarshal` in `decode.go` of `go.yaml.in/yaml/v2`.
    """

    __slots__ = ("aliased",)

    def __init__(self) -> None:
        self.aliased = 0

    def allows(self, size: int, written: int) -> bool:
        """Whether aliases may add `size` nodes when `written` nodes exist; also counts them."""
        self.aliased += size
        total = written + self.aliased
        if self.aliased <= _FREE_ALIASED or total <= _FREE_TOTAL:
            return True
        return self.aliased / total <= _allowed(total)


def _allowed(total: int) -> float:
    """Return the allowed part: nearly all of a small document, a tenth of a very large one."""
    if total <= _RANGE_LOW:
        return _MOST
    if total >= _RANGE_HIGH:
        return _LEAST
    return _MOST - (_MOST - _LEAST) * (total - _RANGE_LOW) / (_RANGE_HIGH - _RANGE_LOW)


class Anchor:
    """The target of an anchor name.

    The node (None while it is still open), a scalar's value before it became JSON, and how many
    nodes it holds.
    """

    __slots__ = ("node", "size", "value")

    def __init__(self, node: Node | None = None, value: GoValue = None, size: int = 1) -> None:
        self.node = node
        self.value = value
        self.size = size


class Anchors:
    """The anchors of one document, as far as it has been read."""

    __slots__ = ("budget", "named", "opened")

    def __init__(self) -> None:
        self.named: dict[str, Anchor] = {}
        self.opened: dict[int, tuple[Anchor, int]] = {}
        self.budget = AliasBudget()

    def open(self, name: str, depth: int, written: int) -> None:
        """Start a mapping or list with an anchor. `written` is the number of nodes before it."""
        anchor = self.named[name] = Anchor()
        self.opened[depth] = anchor, written + self.budget.aliased

    def close(self, node: Node, depth: int, written: int) -> None:
        """End the mapping or list at this depth, with or without an anchor."""
        if depth in self.opened:
            anchor, before = self.opened.pop(depth)
            anchor.node = node
            anchor.size = written + self.budget.aliased - before + 1

    def follow(self, name: str, place: int, written: int) -> tuple[Anchor, Node]:
        """Return the target. Raises Unreadable if it is missing, the alias itself or too large."""
        anchor = self.named.get(name)
        if anchor is None or anchor.node is None:
            problem = (
                ("refers to an anchor that is not defined above it")
                if anchor is None
                else "is inside the node it refers to"
            )
            raise Unreadable(f"the alias *{name} {problem}", place, rule=INVALID, write=_QUOTE_STAR)
        if not self.budget.allows(anchor.size, written):
            raise TooMuch("the aliases expand to too much data", place, rule=TOO_LARGE)
        return anchor, anchor.node


_QUOTE_STAR = 'Put quotes around a value that begins with *, as in "*.log".'


def merge(children: dict[str, Node], value: Node) -> Entries:
    """Merge the entries of a `<<` into those of a mapping. Raises Unreadable.

    They replace earlier entries, not later ones. That is the rule of go-yaml (`decoder.merge`); in the YAML
    specification, a written key always wins. In a list of mappings, the earlier one wins.
    """
    entries = children if isinstance(children, Entries) else Entries(children)
    sources = value.children if isinstance(value.children, list) and value.style != "*" else [value]
    for source in reversed(sources):
        if not isinstance(source.children, dict):
            raise Unreadable(
                "the merge key << needs a mapping, an alias of a mapping, or a list of these",
                source.start,
                rule=INVALID,
            )
        entries.update(source.children)
        entries.merged.update(source.children)
    return entries
