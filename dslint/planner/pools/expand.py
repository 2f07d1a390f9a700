"""From pools to nodes that stand for them: one for each combination of label values that makes a difference.

Only labels that some DaemonSet asks about make a difference, and of their values only those that meet
other requirements. So a pool of hundreds of machine types becomes a handful of nodes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import prod
from typing import NamedTuple

from dslint.kubernetes.affinity import Requirement
from dslint.planner.nodes import Node
from dslint.planner.pools.aliases import current_key, with_older_names
from dslint.planner.pools.pool import Pool
from dslint.planner.pools.values import Value

Asked = Mapping[str, tuple[Requirement, ...]]
"""Label key -> what one DaemonSet requires of it."""

MOST_TOGETHER = 64
"""Up to so many combinations of all labels, each is a node; above that, of each DaemonSet's labels apart."""
MOST_APART = 256
"""The most combinations for one DaemonSet."""


class Choice(NamedTuple):
    """Values of one label that meet the same requirements; the first one stands for all.

    differs  whether the label has other values too, which meet other requirements
    """

    key: str
    values: tuple[Value, ...]
    differs: bool

    @property
    def value(self) -> Value:
        """The one that stands for all."""
        return self.values[0]


class Variant(NamedTuple):
    """A node that stands for part of a pool, and what distinguishes this part from the others."""

    pool: Pool
    node: Node
    choices: tuple[Choice, ...] = ()


def asked_of(requirements: Iterable[Requirement]) -> Asked:
    """Requirements by the label they are about."""
    found: dict[str, tuple[Requirement, ...]] = {}
    for requirement in requirements:
        key = current_key(requirement.key)
        found[key] = (*found.get(key, ()), requirement)
    return found


def variants_of(pool: Pool, asked: Sequence[Asked]) -> list[Variant]:
    """The nodes that stand for a pool, given what each DaemonSet asks about."""
    choices = {key: tuple(_choices(pool, key, asked)) for key in _open_keys(pool, asked)}
    if prod(map(len, choices.values())) <= MOST_TOGETHER:
        combinations = list(product(*choices.values()))
    else:
        combinations = list(dict.fromkeys(_apart(choices, asked)))
    return [_variant(pool, combination) for combination in combinations]


def _open_keys(pool: Pool, asked: Sequence[Asked]) -> list[str]:
    keys = dict.fromkeys(key for one in asked for key in one)
    return [key for key in keys if key in pool.labels and pool.labels[key].values.is_open]


def _choices(pool: Pool, key: str, asked: Sequence[Asked]) -> Iterator[Choice]:
    """The values of a label in groups: each group meets the same requirements."""
    requirements = [requirement for one in asked for requirement in one.get(key, ())]
    groups: dict[tuple[bool, ...], list[Value]] = {}
    for value in pool.labels[key].values.samples(requirements):
        met = tuple(requirement.met_by(value) for requirement in requirements)
        groups.setdefault(met, []).append(value)
    for values in groups.values():
        yield Choice(key, tuple(values), differs=len(groups) > 1)


def _apart(choices: Mapping[str, tuple[Choice, ...]], asked: Sequence[Asked]) -> Iterator[tuple[Choice, ...]]:
    """The combinations of each DaemonSet's labels, with one and the same value of all others."""
    for one in asked:
        own = [key for key in choices if key in one]
        ways = [choices[key] if key in one else choices[key][:1] for key in choices]
        if prod(len(choices[key]) for key in own) <= MOST_APART:
            yield from product(*ways)
        else:
            yield from _few(ways)


def _few(ways: Sequence[tuple[Choice, ...]]) -> Iterator[tuple[Choice, ...]]:
    """Every value of every label at least once."""
    for place, way in enumerate(ways):
        for choice in way:
            yield tuple(choice if number == place else other[0] for number, other in enumerate(ways))


def _variant(pool: Pool, choices: tuple[Choice, ...]) -> Variant:
    labels = {key: only for key, label in pool.labels.items() if (only := label.values.only) is not None}
    for choice in choices:
        if choice.value is not None:
            labels[choice.key] = choice.value
    telling = tuple(choice for choice in choices if choice.differs)
    node = Node(
        name=_name(pool, telling),
        labels=dict(with_older_names(labels)),
        taints=tuple(taint.taint for taint in pool.taints),
        count=0,
        pool=pool.name,
        kubelet=pool.kubelet,
        place=pool.place,
    )
    return Variant(pool, node, telling)


def _name(pool: Pool, choices: Sequence[Choice]) -> str:
    """`general`, or with what distinguishes it: `general[arch=arm64,zone=a]`."""
    if not choices:
        return pool.name
    short = [choice.key.rpartition("/")[2] for choice in choices]
    keys = [
        name if short.count(name) == 1 else choice.key for name, choice in zip(short, choices, strict=True)
    ]
    words = (
        f"!{key}" if choice.value is None else f"{key}={choice.value}"
        for key, choice in zip(keys, choices, strict=True)
    )
    return f"{pool.name}[{','.join(words)}]"
