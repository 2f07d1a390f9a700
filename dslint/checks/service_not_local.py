"""A Service over the pods of a DaemonSet that sends a client to any node's agent."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dslint.checks.base import Hit, Subject
from dslint.checks.companions import name_of, neighbours
from dslint.checks.podspec import text, texts

_LABELS = ("spec", "template", "metadata", "labels")


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the labels the Service selects. A headless Service hands out addresses and is not meant."""
    labels = texts(subject.manifest, _LABELS)
    for service in neighbours(subject, "Service"):
        selector = texts(service, ("spec", "selector"))
        headless = text(service, ("spec", "clusterIP")) == "None"
        local = text(service, ("spec", "internalTrafficPolicy")) == "Local"
        if selector and not headless and not local and selector.items() <= labels.items():
            yield Hit(_LABELS, {"service": name_of(service)}, anchor="key")
