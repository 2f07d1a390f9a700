"""Ports that nothing in the stream leads to.

They are reported only if the stream has Services in the same namespace: then the one for these pods is
missing. Ports for metrics or health, which clients reach by the pod's address, are skipped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import containers, entries, mapping, pod_spec, text, texts
from dslint.checks.stream.companions import namespace_of, services_by_label
from dslint.values.path import TEMPLATE
from dslint.values.typed import Any

_METADATA = (*TEMPLATE, "metadata")
_MOST_SERVICES = 200
"""The maximum number of checked Services that share a label with the pods."""
_ASKED_BY_ADDRESS = ("metric", "prom", "health", "live", "ready", "probe")


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the first such port."""
    namespace = namespace_of(subject)
    if not subject.companions.has("Service", namespace):
        return
    labels = texts(subject.manifest, (*_METADATA, "labels"))
    services = services_by_label(subject.companions, _any)
    if any(True for _ in services.selecting(namespace, labels, _MOST_SERVICES)):
        return
    annotations = mapping(subject.manifest, (*_METADATA, "annotations"))
    if pod_spec(subject).get("hostNetwork") is True or "prometheus.io/scrape" in annotations:
        return
    for path, container in containers(subject):
        for place, port in entries(container, ("ports",)):
            name = text(port, ("name",)).lower()
            if not port.get("hostPort") and not any(word in name for word in _ASKED_BY_ADDRESS):
                yield Hit((*path, *place, "containerPort"), {"port": port.get("containerPort")})
                return


def _any(_service: Mapping[str, Any]) -> bool:
    return True
