"""The other objects of the same stream that a DaemonSet may have to do with."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dslint.checks.base import Subject
from dslint.checks.podspec import text

_DEFAULT_NAMESPACE = "default"


def name_of(manifest: Mapping[str, Any]) -> str:
    """The name of an object."""
    return text(manifest, ("metadata", "name"))


def namespace_of(manifest: Mapping[str, Any]) -> str:
    """The namespace of an object, which is `default` where it does not say."""
    return text(manifest, ("metadata", "namespace")) or _DEFAULT_NAMESPACE


def full_name(manifest: Mapping[str, Any]) -> str:
    """`namespace/name`."""
    return f"{namespace_of(manifest)}/{name_of(manifest)}"


def neighbours(subject: Subject, *kinds: str) -> Iterator[Mapping[str, Any]]:
    """Objects of some kinds in the same namespace, in the order written."""
    namespace, own = namespace_of(subject.written), full_name(subject.written)
    for other in subject.companions:
        variant = other.get("kind") == "DaemonSet" and full_name(other) == own
        if other.get("kind") in kinds and namespace_of(other) == namespace and not variant:
            yield other


def other_daemonsets(subject: Subject) -> Iterator[Mapping[str, Any]]:
    """The other DaemonSets of the stream; one of the same namespace and name is a variant and left out."""
    own = full_name(subject.written)
    return (one for one in subject.companions if one.get("kind") == "DaemonSet" and full_name(one) != own)
