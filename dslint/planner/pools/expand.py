"""Convert pools to representative nodes: one per combination of facts that makes a difference.

Only labels that a DaemonSet selects make a difference, and only values that meet different requirements. Only
sizes with less room than all DaemonSets together could need make a difference. So a pool of hundreds of
machine types becomes a handful of nodes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, product
from math import prod
from types import MappingProxyType
from typing import NamedTuple

from dslint.kubernetes.affinity import Requirement, Term
from dslint.kubernetes.taints import Toleration, untolerated
from dslint.planner.nodes import Allocatable, Node
from dslint.planner.pools.aliases import current_key, with_older_names
from dslint.planner.pools.pool import Pool
from dslint.planner.pools.sizes import NO_MACHINE, NO_SIZES, Alike, Needs, Part, Sizes, machines_of
from dslint.planner.pools.values import Value, Values

MOST_TOGETHER = 64
"""Up to this number of combinations of all labels, each is a node; otherwise per DaemonSet."""
MOST_APART = 256
"""The maximum number of combinations per DaemonSet."""
MOST_NODES = 4096
"""The maximum number of nodes that represent one pool."""


class Wish(NamedTuple):
    """The demands of one DaemonSet: all of `selector`, and one of `terms` if there are any.

    besides      what its pods ask of labels and the DaemonSet controller does not look at
    tolerations  the taints it tolerates
    requests     resource -> what a pod asks for
    """

    selector: tuple[Requirement, ...] = ()
    terms: tuple[Term, ...] | None = None
    besides: tuple[Requirement, ...] = ()
    tolerations: tuple[Toleration, ...] = ()
    requests: Mapping[str, int] = MappingProxyType({})

    def requirements(self) -> Iterator[Requirement]:
        """Return all requirements on labels."""
        yield from self.selector
        yield from self.besides
        for term in self.terms or ():
            yield from term.expressions

    def meets(self, labels: Mapping[str, str]) -> bool:
        """Whether the controller creates a pod for a node with these labels, as far as labels decide."""
        for wanted in self.selector:
            if not wanted.met_by(labels.get(wanted.key)):
                return False
        return self.terms is None or any(term.matches(labels, "") for term in self.terms)


class Choice(NamedTuple):
    """Values of one label that meet the same requirements; the first one represents all.

    differs  whether the label has other values too, which meet other requirements
    """

    key: str
    values: tuple[Value, ...]
    differs: bool

    @property
    def value(self) -> Value:
        """Return the representative value."""
        return self.values[0]


_USUAL = {"kubernetes.io/os": ("linux", "windows"), "kubernetes.io/arch": ("amd64", "arm64")}
"""Values of the labels that every kubelet sets."""


class Variant(NamedTuple):
    """A node that represents a part of a pool, and the facts that distinguish this part.

    part      the machines it stands for
    possible  whether a machine with these labels is known to exist
    """

    pool: Pool
    node: Node
    choices: tuple[Choice, ...] = ()
    part: Part = NO_MACHINE
    possible: bool = True


class Question(NamedTuple):
    """What the representative nodes of a pool must distinguish; `sizes` come from the user."""

    wishes: tuple[Wish, ...]
    sizes: Sizes = NO_SIZES


_Asked = Mapping[str, tuple[Requirement, ...]]
_Choices = tuple[Choice, ...]


def variants_of(pool: Pool, question: Question) -> list[Variant]:
    """Return the representative nodes of a pool."""
    return list(islice(_Expansion(pool, question).variants(), MOST_NODES))


class _Expansion:
    """The expansion of one pool."""

    def __init__(self, pool: Pool, question: Question) -> None:
        self.pool = pool
        self.asked = _asked(question.wishes)
        self.keys = [key for key in self.asked if key in pool.labels and pool.labels[key].values.is_open]
        self.machines = machines_of(pool, {key: self.asked[key] for key in self.keys}, question.sizes)
        self.wishes = question.wishes
        self.tolerating = [
            wish
            for wish in question.wishes
            if not untolerated((taint.taint for taint in pool.taints), wish.tolerations)
        ]
        self.fixed = {
            key: only for key, label in pool.labels.items() if (only := label.values.only) is not None
        }

    def variants(self) -> Iterator[Variant]:
        of_type = {key for alike in self.machines for key in alike.labels}
        free = {key: tuple(self.choices(key)) for key in self.keys if key not in of_type}
        telling = [key for key in self.keys if len({alike.labels.get(key) for alike in self.machines}) > 1]
        seen: list[Mapping[str, str]] = []
        for chosen in _combinations(free, self.wishes):
            for alike in self.machines or (Alike({}),):
                labels = self.labels(chosen, alike.labels)
                seen.append(labels)
                told = [Choice(key, (alike.labels.get(key),), differs=True) for key in telling]
                yield from self.by_size(labels, (*chosen, *told), alike)
        if of_type:
            yield from self.beyond_the_types(seen)

    def choices(self, key: str) -> Iterator[Choice]:
        """Return the values of a label in groups that meet the same requirements."""
        requirements = self.asked[key]
        groups: dict[tuple[bool, ...], list[Value]] = {}
        for value in _with_usual(key, self.pool.labels[key].values, requirements):
            met = tuple(requirement.met_by(value) for requirement in requirements)
            groups.setdefault(met, []).append(value)
        for values in groups.values():
            yield Choice(key, tuple(values), differs=len(groups) > 1)

    def labels(self, chosen: _Choices, more: Mapping[str, Value]) -> dict[str, str]:
        values = {**self.fixed, **{choice.key: choice.value for choice in chosen}, **more}
        return dict(with_older_names({key: value for key, value in values.items() if value is not None}))

    def by_size(self, labels: Mapping[str, str], chosen: _Choices, alike: Alike) -> Iterator[Variant]:
        """Return the nodes with these labels, one per size that makes a difference."""
        parts = list(alike.apart(_needs(wish for wish in self.tolerating if wish.meets(labels))))
        choices = tuple(choice for choice in chosen if choice.differs)
        several = len(parts) > 1 or (len(self.machines) > 1 and not alike.types)
        for part in parts:
            machine = part.smallest if several else ""
            node = self.node(labels, part.allocatable, _name(self.pool, choices, machine))
            yield Variant(self.pool, node, choices, part)

    def node(self, labels: Mapping[str, str], allocatable: Allocatable | None, name: str) -> Node:
        pool = self.pool
        return Node(
            name=name,
            labels=labels,
            taints=tuple(taint.taint for taint in pool.taints),
            allocatable=allocatable,
            count=0,
            pool=pool.name,
            kubelet=pool.kubelet,
            place=pool.place,
        )

    def beyond_the_types(self, seen: Sequence[Mapping[str, str]]) -> Iterator[Variant]:
        """Return nodes that the pool's requirements allow but no known machine type provides.

        One per DaemonSet that would run there and on no other node of the pool: the table of types may be
        older than the cloud's.
        """
        names = set()
        for wish in self.wishes:
            if any(wish.meets(labels) for labels in seen):
                continue
            own = {current_key(requirement.key) for requirement in wish.requirements()}
            ways = [tuple(self.choices(key)) for key in self.keys if key in own]
            for chosen in islice(product(*ways), MOST_APART):
                labels = self.labels(chosen, {})
                name = _name(self.pool, chosen, "no known type")
                if wish.meets(labels) and name not in names:
                    names.add(name)
                    yield Variant(self.pool, self.node(labels, None, name), chosen, possible=False)
                    break


def _with_usual(key: str, values: Values, asked: Iterable[Requirement]) -> Iterable[Value]:
    """Return the possible values; usual ones come first, so that they represent others."""
    usual = (value for value in _USUAL.get(key, ()) if values.others and values.may_be(value))
    return dict.fromkeys((*usual, *values.samples(asked)))


def _needs(wishes: Iterable[Wish]) -> Needs:
    """Return the total requests of all DaemonSets on one node."""
    total: dict[str, int] = {"pods": 0}
    for wish in wishes:
        total["pods"] += 1
        for name, number in wish.requests.items():
            total[name] = total.get(name, 0) + number
    return tuple(sorted(total.items()))


def _asked(wishes: Iterable[Wish]) -> _Asked:
    """Return all distinct requirements by label."""
    found: dict[str, dict[Requirement, None]] = {}
    for wish in wishes:
        for requirement in wish.requirements():
            bare = requirement._replace(path=())
            found.setdefault(current_key(requirement.key), {})[bare] = None
    return {key: tuple(requirements) for key, requirements in found.items()}


def _combinations(free: Mapping[str, _Choices], wishes: Sequence[Wish]) -> Iterable[_Choices]:
    if prod(map(len, free.values())) <= MOST_TOGETHER:
        return product(*free.values())
    return dict.fromkeys(_apart(free, wishes))


def _apart(choices: Mapping[str, tuple[Choice, ...]], wishes: Sequence[Wish]) -> Iterator[tuple[Choice, ...]]:
    """Return the combinations of each DaemonSet's labels, with one fixed value of all others."""
    for wish in wishes:
        own = {current_key(requirement.key) for requirement in wish.requirements()}
        ways = [choices[key] if key in own else choices[key][:1] for key in choices]
        if prod(map(len, ways)) <= MOST_APART:
            yield from product(*ways)
        else:
            yield from _few(ways)


def _few(ways: Sequence[tuple[Choice, ...]]) -> Iterator[tuple[Choice, ...]]:
    """Return combinations that include every value of every label at least once."""
    for place, way in enumerate(ways):
        for choice in way:
            yield tuple(choice if number == place else other[0] for number, other in enumerate(ways))


def _name(pool: Pool, choices: Sequence[Choice], machine: str) -> str:
    """Return `general`, or the name with its facts: `general[arch=arm64,zone=a]`, `general[m5.large]`."""
    short = [choice.key.rpartition("/")[2] for choice in choices]
    words = []
    for name, choice in zip(short, choices, strict=True):
        key = name if short.count(name) == 1 else choice.key
        words.append(f"!{key}" if choice.value is None else f"{key}={choice.value}")
    if machine and f"instance-type={machine}" not in words:
        words.append(machine)
    return f"{pool.name}[{','.join(words)}]" if words else pool.name
