"""Facts about one Kubernetes version, with a record of the facts that a judgement used.

Most manifests get the same answer from most versions. To judge by several versions, dslint asks one of them
and looks at the facts that it used: every version with the same facts gives the same answer.
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
    """A fact that can differ between versions.

    A `change` of the table of changes or a `gate` of that of gates is named by `name` alone; a `field` by
    its object, too.
    """

    kind: str
    name: str
    owner: str = ""


class Release:
    """One version and its facts; `asked` records the used ones."""

    __slots__ = ("asked", "minor", "version")

    def __init__(self, version: str) -> None:
        """`version` is one of the known ones, `1.37`."""
        self.version = version
        self.minor = minor_number(version)
        self.asked: set[Fact] = set()

    def holds(self, change: str) -> bool:
        """Whether a change of `kubernetes.releases.changes` applies."""
        self.asked.add(Fact("change", change))
        return holds(change, self.minor)

    def gate(self, name: str) -> bool:
        """Whether a gate of `kubernetes.releases.gates` is on by default."""
        self.asked.add(Fact("gate", name))
        return is_open(name, self.minor)


def answer(fact: Fact, version: str) -> bool | tuple[str, str]:
    """Return the value of a fact; for a field its type ("" if unknown) and the gate that drops it."""
    if fact.kind == "change":
        return holds(fact.name, minor_number(version))
    if fact.kind == "gate":
        return is_open(fact.name, minor_number(version))
    return field_answer(fact.owner, fact.name, version)


def answered_together(
    versions: tuple[str, ...], ask: Callable[[Release], Answer]
) -> Iterator[tuple[tuple[str, ...], Answer]]:
    """Ask only one version per distinct answer, newest first; versions with the same answer, oldest first."""
    waiting = list(versions)
    while waiting:
        release = Release(waiting[-1])
        given = ask(release)
        together = tuple(version for version in waiting if alike(release.asked, release.version, version))
        yield together, given
        waiting = [version for version in waiting if version not in together]


def alike(facts: Iterable[Fact], version: str, other: str) -> bool:
    """Whether two versions have the same values of these facts."""
    return all(answer(fact, version) == answer(fact, other) for fact in facts)


def field_answer(kind: str, field: str, version: str) -> tuple[str, str]:
    """Return the type of a field in a version ("" if unknown there), and its gate if that is off."""
    return table(version).get(kind, {}).get(field, ""), shut_gate(kind, field, minor_number(version))


@cache
def varying_fields(kind: str, versions: tuple[str, ...]) -> frozenset[str]:
    """Return the fields of an object that differ between these versions."""
    if len(versions) < 2:  # noqa: PLR2004 - one version cannot differ from itself
        return frozenset()
    names = {name for version in versions for name in table(version).get(kind, ())}
    return frozenset(
        name for name in names if len({field_answer(kind, name, version) for version in versions}) > 1
    )
