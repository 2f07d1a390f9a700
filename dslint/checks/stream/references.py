"""The objects of a stream that a pod names."""

from __future__ import annotations

from dslint.checks.base import Subject
from dslint.checks.stream.stream_objects import DEFAULT_NAMESPACE, StreamObject, StreamObjects
from dslint.kubernetes.access import mapping
from dslint.kubernetes.references import Reference, references
from dslint.values.path import POD_SPEC


def same_namespace(one: str, other: str) -> bool:
    """Whether two namespaces as written are one; none is kubectl's default."""
    return (one or DEFAULT_NAMESPACE) == (other or DEFAULT_NAMESPACE)


def object_of(objects: StreamObjects, reference: Reference, namespace: str) -> StreamObject | None:
    """The object a reference means, where it is in the stream and in the namespace of the pods."""
    named = objects.named(reference.kind, reference.name)
    return next((found for found in named if same_namespace(found.own_namespace, namespace)), None)


def references_of(subject: Subject) -> tuple[Reference, ...]:
    """Everything the pod names, as written; several rules ask."""
    return subject.once(_references)


def _references(subject: Subject) -> tuple[Reference, ...]:
    return tuple(references(mapping(subject.written, *POD_SPEC)))
