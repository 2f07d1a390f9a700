"""The facts of one Kubernetes version, and which of them a judgement depended on.

Most manifests are the same to most versions. Whoever judges by several versions asks one of them and
looks at what it was asked: every version that would have answered the same says the same of the manifest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from dslint.kubernetes.fields import table
from dslint.kubernetes.releases.changes import holds
from dslint.kubernetes.releases.gates import is_open, shut_gate
from dslint.kubernetes.versions import minor_number
from dslint.values.typed import NamedTuple, TypeVar

Answer = TypeVar("Answer")


class Fact(NamedTuple):
    """Something that can differ between versions.

    A `change` of the table of changes or a `gate` of that of gates is named by `name` alone; a `field` by
    its object, too.
    """

    kind: str
    name: str
    owner: str = ""


class Release:
    """One version, asked for its facts; `asked` collects them."""

    __slots__ = ("asked", "minor", "version")

    def __init__(self, version: str) -> None:
        """`version` is one of the known ones, `1.37`."""
        self.version = version
        self.minor = minor_number(version)
        self.asked: set[Fact] = set()

    def holds(self, change: str) -> bool:
        """Whether a change of `kubernetes.releases.changes` is in force."""
        self.asked.add(Fact("change", change))
        return holds(change, self.minor)

    def gate(self, name: str) -> bool:
        """Whether a gate of `kubernetes.releases.gates` is open by default."""
        self.asked.add(Fact("gate", name))
        return is_open(name, self.minor)


def answer(fact: Fact, version: str) -> bool | tuple[str, str]:
    """What a version says of a fact; of a field its type ("" when it has none) and the gate that drops it."""
    if fact.kind == "change":
        return holds(fact.name, minor_number(version))
    if fact.kind == "gate":
        return is_open(fact.name, minor_number(version))
    return field_answer(fact.owner, fact.name, version)


def answered_together(
    versions: tuple[str, ...], ask: Callable[[Release], Answer]
) -> Iterator[tuple[tuple[str, ...], Answer]]:
    """Ask only as many versions as answer differently, newest first; those of one answer are oldest first."""
    waiting = list(versions)
    while waiting:
        release = Release(waiting[-1])
        given = ask(release)
        together = tuple(version for version in waiting if alike(release.asked, release.version, version))
        yield together, given
        waiting = [version for version in waiting if version not in together]


def alike(facts: Iterable[Fact], version: str, other: str) -> bool:
    """Whether two versions give the same answers."""
    return all(answer(fact, version) == answer(fact, other) for fact in facts)


def field_answer(kind: str, field: str, version: str) -> tuple[str, str]:
    """The type of a field in a version ("" when it is not known there), and the shut gate that guards it."""
    return table(version).get(kind, {}).get(field, ""), shut_gate(kind, field, minor_number(version))


@cache
def varying_fields(kind: str, versions: tuple[str, ...]) -> frozenset[str]:
    """The fields of an object that are not the same in all of these versions."""
    if len(versions) < 2:  # noqa: PLR2004 - one version cannot differ from itself
        return frozenset()
    names = {name for version in versions for name in table(version).get(kind, ())}
    return frozenset(
        name for name in names if len({field_answer(kind, name, version) for version in versions}) > 1
    )
