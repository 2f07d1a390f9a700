"""The nodes that a DaemonSet wants, for all nodes at once: sets of nodes as the bits of an integer.

Bit i is node i. A label is looked up once per node and key. Every requirement is then decided once per
distinct value of the label, and taints once per distinct list of taints. The result is the same as in
`controller`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Generic, TypeVar

from dslint.kubernetes.affinity import NODE_NAME_FIELD, Requirement, Term
from dslint.kubernetes.taints import NO_EXECUTE, NOT_READY, UNREACHABLE, Taint, untolerated
from dslint.planner.node_kinds import FARGATE, virtual_kind
from dslint.planner.nodes import Node, with_state
from dslint.planner.placement.decisions import Decision
from dslint.planner.workload.demands import Demands

Value = TypeVar("Value", bound=Hashable)
_YES, _NO = ord("1"), ord("0")
_MOST_CODES = 256
_FEW = 16
"""Up to this number of nodes, a set is read bit by bit; converting a large set to digits costs more."""


class Column(Generic[Value]):
    """One value per node: `values` are the distinct values, `codes` the index of each node's value."""

    def __init__(self, values: Iterable[Value]) -> None:
        found = list(values)
        self.values = tuple(dict.fromkeys(found))
        self._code_of = {value: code for code, value in enumerate(self.values)}
        self.codes = list(map(self._code_of.__getitem__, found))
        self._row = self.codes[::-1]  # node 0 is the last digit
        self._digits = bytes(self._row) if len(self.values) <= _MOST_CODES else b""
        self._members: dict[int, list[int]] | None = None

    def where(self, holds: Callable[[Value], object]) -> int:
        """Return the nodes whose value meets a condition, which is evaluated once per distinct value."""
        return self._nodes(bytes(_YES if holds(value) else _NO for value in self.values))

    def among(self, wanted: Iterable[Value]) -> int:
        """Return the nodes whose value is one of these."""
        codes = {code for value in wanted if (code := self._code_of.get(value)) is not None}
        if not self._digits:
            members = self._members_of(codes)
            if members is not None:
                return sum(1 << place for place in members)
        truth = bytearray(b"0" * len(self.values))
        for code in codes:
            truth[code] = _YES
        return self._nodes(bytes(truth))

    def _members_of(self, codes: Collection[int]) -> list[int] | None:
        """Return the nodes with these codes if they are few, otherwise None."""
        if len(codes) > _FEW:
            return None
        if self._members is None:
            self._members = {}
            for place, code in enumerate(self.codes):
                self._members.setdefault(code, []).append(place)
        found = [place for code in codes for place in self._members[code]]
        return found if len(found) <= _FEW else None

    def _nodes(self, truth: bytes) -> int:
        """Return the nodes whose code has a `1` in `truth`."""
        if not self._row:
            return 0
        if self._digits:
            return int(self._digits.translate(truth.ljust(_MOST_CODES, b"0")), 2)
        return int(bytes(map(truth.__getitem__, self._row)), 2)


class Index:
    """The nodes of a plan, indexed for queries. `group_by` is the label that names their pools, if any."""

    def __init__(self, nodes: Sequence[Node], group_by: str = "") -> None:
        self.nodes = nodes
        self.group_by = group_by
        self.every = (1 << len(nodes)) - 1
        self._columns: dict[str, Column[str | None]] = {}
        self._names: Column[str | None] | None = None
        self._taints: Column[tuple[Taint, ...]] | None = None
        self._met: dict[tuple[bool, str, str, tuple[str, ...], int], int] = {}

    def label(self, key: str) -> Column[str | None]:
        """Return the values of one label."""
        column = self._columns.get(key)
        if column is None:
            column = self._columns[key] = Column([node.labels.get(key) for node in self.nodes])
        return column

    @property
    def names(self) -> Column[str | None]:
        """Return the names of the nodes."""
        if self._names is None:
            self._names = Column([node.name for node in self.nodes])
        return self._names

    @property
    def taints(self) -> Column[tuple[Taint, ...]]:
        """Return the lists of taints of the nodes."""
        if self._taints is None:
            self._taints = Column([node.taints for node in self.nodes])
        return self._taints

    def met(self, requirement: Requirement, *, by_name: bool = False) -> int:
        """Return the nodes that meet a requirement on a label, or on the name."""
        key = (by_name, requirement.key, requirement.operator, requirement.values, requirement.bound)
        found = self._met.get(key)
        if found is None:
            column = self.names if by_name else self.label(requirement.key)
            found = self._met[key] = self._decided(requirement, column)
        return found

    def _decided(self, requirement: Requirement, column: Column[str | None]) -> int:
        if requirement.operator == "In":
            return column.among(requirement.values)
        if requirement.operator == "NotIn":
            return self.every & ~column.among(requirement.values)
        if requirement.operator == "Exists":
            return self.every & ~column.among((None,))
        if requirement.operator == "DoesNotExist":
            return column.among((None,))
        return column.where(requirement.met_by)

    def wanted(self, demands: Demands) -> Decision:
        """Return the decision of the controller for all nodes."""
        here = self.matching(demands)
        if not here:
            return Decision(0, 0)
        kept_off = self.kept_off(demands)
        run = here & self.taints.where(lambda taints: not kept_off[taints])
        stay = here & self.taints.where(
            lambda taints: all(taint.effect != NO_EXECUTE for taint in kept_off[taints])
        )
        return Decision(run, stay)

    def kept_off(self, demands: Demands) -> dict[tuple[Taint, ...], tuple[Taint, ...]]:
        """Return, for every list of taints of a node, the taints that are not tolerated."""
        return {taints: untolerated(taints, demands.tolerations) for taints in self.taints.values}

    @cached_property
    def there(self) -> int:
        """Return the existing nodes: all but the models of empty pools."""
        return self.every & ~self._such(lambda node: not node.count)

    @cached_property
    def dead(self) -> int:
        """Return the nodes that are not Ready: a pod that is deleted there does not disappear."""
        return self._such(lambda node: bool(node.conditions) and not node.ready)

    @cached_property
    def cordoned(self) -> int:
        """Return the cordoned nodes, which accept no new pods except those of DaemonSets."""
        return self._such(lambda node: node.unschedulable)

    @cached_property
    def virtual(self) -> int:
        """Return the virtual and serverless nodes, on which DaemonSet pods never start."""
        return self._such(lambda node: bool(virtual_kind(node)))

    @cached_property
    def fargate(self) -> int:
        """Return the nodes of EKS Fargate."""
        return self._such(lambda node: virtual_kind(node) == FARGATE)

    def wanted_once_ready(self, demands: Demands) -> int:
        """Return the nodes that are not Ready but would be wanted if they were."""
        run = self._made_ready.wanted(demands).run
        return set_of((self._dead_places[number] for number in places(run)), len(self.nodes))

    @cached_property
    def _dead_places(self) -> tuple[int, ...]:
        return tuple(places(self.dead))

    @cached_property
    def _made_ready(self) -> Index:
        """Return the nodes that are not Ready in the form that they have when they are Ready."""
        return Index([_made_ready(self.nodes[place]) for place in self._dead_places])

    def _such(self, holds: Callable[[Node], bool]) -> int:
        return set_of((place for place, node in enumerate(self.nodes) if holds(node)), len(self.nodes))

    def matching(self, demands: Demands) -> int:
        """Return the nodes that match name, nodeSelector and affinity, without regard to taints."""
        here = self.every
        if demands.node_name:
            here &= self.names.among((demands.node_name,))
        for requirement in demands.selector:
            here &= self.met(requirement)
        if demands.terms is not None:
            here &= self._any_term(demands.terms)
        return here

    def _any_term(self, terms: tuple[Term, ...]) -> int:
        found = 0
        for term in terms:
            if term.broken is None:
                found |= self._term(term)
        return found

    def _term(self, term: Term) -> int:
        here = self.every
        for requirement in term.expressions:
            here &= self.met(requirement)
        for requirement in term.fields:
            if requirement.key == NODE_NAME_FIELD:
                here &= self.met(requirement, by_name=True)
            elif not requirement.met_by(""):
                return 0
        return here


def _made_ready(node: Node) -> Node:
    others = tuple(taint for taint in node.written_taints if taint.key not in (NOT_READY, UNREACHABLE))
    return with_state(node, taints=others, conditions=())


def contains(nodes: int, place: int) -> bool:
    """Whether a set contains the node with this number."""
    return bool(nodes >> place & 1)


def first(nodes: int) -> int:
    """Return the number of the first node of a set; -1 for an empty set."""
    return (nodes & -nodes).bit_length() - 1


def places(nodes: int) -> Iterator[int]:
    """Yield the numbers of the nodes in a set, in order."""
    if nodes.bit_count() <= _FEW:
        while nodes:
            lowest = nodes & -nodes
            yield lowest.bit_length() - 1
            nodes ^= lowest
        return
    digits = bin(nodes)[:1:-1]
    place = digits.find("1")
    while place >= 0:
        yield place
        place = digits.find("1", place + 1)


def set_of(numbers: Iterable[int], size: int) -> int:
    """Return the set of these nodes out of `size` many."""
    bits = bytearray((size + 7) // 8)
    for number in numbers:
        bits[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(bits, "little")


def union(sets: Iterable[int]) -> int:
    """Return the nodes that are in any of some sets."""
    nodes = 0
    for each in sets:
        nodes |= each
    return nodes


def refined(parts: Iterable[int], split: Iterable[int]) -> list[int]:
    """Split sets of nodes along every set of a partition."""
    found: list[int] = []
    cuts = list(split)
    for part in parts:
        rest = part
        for cut in cuts:
            if rest & cut:
                found.append(rest & cut)
                rest &= ~cut
        if rest:
            found.append(rest)
    return found
