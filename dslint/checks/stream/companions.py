"""The other objects of the same stream that a DaemonSet may have to do with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dslint.checks.base import Subject
from dslint.checks.stream.stream_objects import StreamObject


def namespace_of(subject: Subject) -> str:
    """The namespace of the DaemonSet, which is `default` where it does not say."""
    return subject.name.namespace or "default"


def others(subject: Subject, found: Iterable[StreamObject]) -> Iterator[StreamObject]:
    """Without the DaemonSet itself, and without other forms of it under the same name."""
    own = subject.name.key
    return (companion for companion in found if companion.key != own or companion.kind != "DaemonSet")


def neighbours(subject: Subject, *kinds: str) -> Iterator[StreamObject]:
    """Objects of some kinds in the same namespace, in the order written."""
    return others(subject, subject.companions.of_kinds(kinds, namespace_of(subject)))
