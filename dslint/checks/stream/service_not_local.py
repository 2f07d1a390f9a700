"""A Service for the pods of a DaemonSet that sends a client to the agent on any node."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import mapping, texts
from dslint.checks.stream.companions import namespace_of, services_by_label
from dslint.values.path import POD_LABELS
from dslint.values.typed import Any

_MOST_SERVICES = 200
"""The maximum number of Services with a common label that are checked for a DaemonSet."""
_MOST_NAMED = 3


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the labels the Service selects.

    Skip headless Services, which return addresses, and Services for clients outside the cluster, which have
    no agent on their own node.
    """
    labels = texts(subject.manifest, POD_LABELS)
    services = services_by_label(subject.companions, _is_for_neighbours)
    found = services.selecting(namespace_of(subject), labels, _MOST_SERVICES)
    for service in islice(found, _MOST_NAMED):
        yield Hit(POD_LABELS, {"service": service.name}, anchor="key")


def _is_for_neighbours(service: Mapping[str, Any]) -> bool:
    spec = mapping(service, ("spec",))
    return (
        spec.get("clusterIP") != "None"
        and spec.get("type") in (None, "ClusterIP")
        and spec.get("internalTrafficPolicy") != "Local"
    )
