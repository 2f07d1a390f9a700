"""Ports that nothing of the stream leads to.

Only where the stream brings Services of the same namespace: then the one for these pods is missed.
Ports that are asked by the pod's own address, for metrics or health, are not meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import containers, entries, mapping, pod_spec, text, texts
from dslint.checks.stream.companions import neighbours
from dslint.values.path import TEMPLATE
from dslint.values.typed import Any

_METADATA = (*TEMPLATE, "metadata")
_ASKED_BY_ADDRESS = ("metric", "prom", "health", "live", "ready", "probe")


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the first such port."""
    services = list(neighbours(subject, "Service"))
    labels = texts(subject.manifest, (*_METADATA, "labels"))
    if not services or any(_selects(service.written, labels) for service in services):
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


def _selects(service: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    selector = texts(service, ("spec", "selector"))
    return bool(selector) and selector.items() <= labels.items()
