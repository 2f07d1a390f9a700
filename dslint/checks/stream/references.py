"""The objects of a stream that a pod names."""

from __future__ import annotations

from dslint.checks.base import Subject
from dslint.checks.stream.stream_objects import DEFAULT_NAMESPACE, StreamObject, StreamObjects
from dslint.kubernetes.access import mapping
from dslint.kubernetes.references import Reference, references
from dslint.values.path import POD_SPEC


def same_namespace(one: str, other: str) -> bool:
    """Whether two namespaces as written are the same; a missing one is kubectl's default."""
    return (one or DEFAULT_NAMESPACE) == (other or DEFAULT_NAMESPACE)


def object_of(objects: StreamObjects, reference: Reference, namespace: str) -> StreamObject | None:
    """Return the object of a reference, if it is in the stream and in the namespace of the pods."""
    named = objects.named(reference.kind, reference.name)
    return next((found for found in named if same_namespace(found.own_namespace, namespace)), None)


def references_of(subject: Subject) -> tuple[Reference, ...]:
    """Return everything that the pod names, as written; cached for several rules."""
    return subject.once(_references)


def _references(subject: Subject) -> tuple[Reference, ...]:
    return tuple(references(mapping(subject.written, *POD_SPEC)))
