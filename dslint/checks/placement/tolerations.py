"""What tolerations mean to each other: which one covers which, and how one is written in a message."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.checks.base import Subject
from dslint.checks.podspec import TOLERATIONS, Entry, entries
from dslint.kubernetes.taints import Toleration


def tolerations(subject: Subject) -> Iterator[Entry]:
    """The tolerations of the pod template, each with its path."""
    return entries(subject.manifest, TOLERATIONS)


def operator_of(toleration: Toleration) -> str:
    """The operator, which is Equal where none is written."""
    return str(toleration.get("operator") or "Equal")


def covers(one: Toleration, other: Toleration) -> bool:
    """Whether every taint that the other tolerates is tolerated by this one as well."""
    if one.get("effect") and one.get("effect") != other.get("effect"):
        return False
    if operator_of(one) == "Exists":
        return not one.get("key") or one.get("key") == other.get("key")
    return kernel(one)[:3] == kernel(other)[:3]


def kernel(toleration: Toleration) -> tuple[str, str, str, str]:
    """Key, operator, value and effect, so that two ways of writing the same are equal."""
    key, value, effect = (str(toleration.get(field) or "") for field in ("key", "value", "effect"))
    return key, operator_of(toleration), value, effect
