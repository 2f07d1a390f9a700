"""The Kubernetes distribution that a manifest is for, if it shows."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.checks.base import Subject
from dslint.kubernetes.access import items, mapping, text
from dslint.kubernetes.affinity import required_terms, selector_requirements

_OPENSHIFT = ("openshift.io", "openshift-", "/openshift", "openshift4")


def looks_like_openshift(subject: Subject) -> bool:
    """Whether the name, the namespace, annotations, node labels or images are those of OpenShift."""
    words = [f"{subject.name.namespace}-", f"{subject.name.name}-", *_keys(subject)]
    words += [text(container, "image") for _, container in subject.all_containers]
    return any(part in word for word in words for part in _OPENSHIFT)


def _keys(subject: Subject) -> Iterator[str]:
    metadata = (
        mapping(subject.manifest, "metadata"),
        mapping(subject.manifest, "spec", "template", "metadata"),
    )
    for owner in metadata:
        yield from map(str, mapping(owner, "annotations"))
        yield from map(str, mapping(owner, "labels"))
    for requirement in selector_requirements(subject.pod_spec):
        yield requirement.key
    for term in required_terms(subject.pod_spec) or ():
        yield from (requirement.key for requirement in term.expressions)
    for toleration in items(subject.pod_spec, "tolerations"):
        yield text(toleration, "key")
