"""The other objects of the same stream that a DaemonSet may have to do with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dslint.checks.base import Subject
from dslint.checks.podspec import text
from dslint.checks.stream_objects import namespace_of


def name_of(manifest: Mapping[str, Any]) -> str:
    """The name of an object."""
    return text(manifest, ("metadata", "name"))


def full_name(manifest: Mapping[str, Any]) -> str:
    """`namespace/name`."""
    return f"{namespace_of(manifest)}/{name_of(manifest)}"


def is_variant(subject: Subject, other: Mapping[str, Any]) -> bool:
    """Whether an object is the DaemonSet itself, or another form of it under the same name."""
    return other.get("kind") == "DaemonSet" and full_name(other) == full_name(subject.written)


def neighbours(subject: Subject, *kinds: str) -> Iterator[Mapping[str, Any]]:
    """Objects of some kinds in the same namespace, in the order written."""
    found = subject.companions.of_kinds(kinds, namespace_of(subject.written))
    return (other for other in found if not is_variant(subject, other))
