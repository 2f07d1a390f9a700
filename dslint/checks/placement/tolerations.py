"""Relations between tolerations: which one covers which, and their text in messages."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.checks.base import Subject
from dslint.checks.podspec import TOLERATIONS, Entry, entries
from dslint.kubernetes.taints import Toleration


def tolerations(subject: Subject) -> Iterator[Entry]:
    """The tolerations of the pod template, each with its path."""
    return entries(subject.manifest, TOLERATIONS)


def operator_of(toleration: Toleration) -> str:
    """Return the operator; the default is Equal."""
    return str(toleration.get("operator") or "Equal")


def covers(one: Toleration, other: Toleration) -> bool:
    """Whether this toleration tolerates every taint that the other one tolerates."""
    if one.get("effect") and one.get("effect") != other.get("effect"):
        return False
    if operator_of(one) == "Exists":
        return not one.get("key") or one.get("key") == other.get("key")
    return kernel(one)[:3] == kernel(other)[:3]


def kernel(toleration: Toleration) -> tuple[str, str, str, str]:
    """Return key, operator, value and effect in a normal form."""
    key, value, effect = (str(toleration.get(field) or "") for field in ("key", "value", "effect"))
    return key, operator_of(toleration), value, effect
