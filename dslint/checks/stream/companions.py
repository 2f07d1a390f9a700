"""The other objects of the same stream that a DaemonSet may have to do with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from dslint.checks.base import Subject
from dslint.checks.podspec import texts
from dslint.checks.stream.stream_objects import StreamObject, StreamObjects
from dslint.values.typed import Any


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


_Pair = tuple[str, str, str]
"""A namespace, the key of a label, and its value."""

_SELECTOR = ("spec", "selector")


class ServicesByLabel:
    """Services by the rarest label that each selects: of many in a stream, few are looked at for a pod."""

    def __init__(self, services: Iterable[StreamObject]) -> None:
        selectors = [(service, texts(service.written, _SELECTOR)) for service in services]
        pairs = Counter(
            (service.namespace, *pair) for service, selector in selectors for pair in selector.items()
        )
        self._filed: dict[_Pair, list[tuple[int, StreamObject, Mapping[str, str]]]] = defaultdict(list)
        for place, (service, selector) in enumerate(selectors):
            if selector:
                rarest = min(((service.namespace, *pair) for pair in selector.items()), key=pairs.__getitem__)
                self._filed[rarest].append((place, service, selector))

    def selecting(self, namespace: str, labels: Mapping[str, str], most: int) -> Iterator[StreamObject]:
        """The Services that select pods with these labels, as they are written; `most` are looked at."""
        filed = [self._filed.get((namespace, *pair), ()) for pair in labels.items()]
        candidates = sorted((entry for entries in filed for entry in entries[:most]), key=_place)[:most]
        for _, service, selector in candidates:
            if selector.items() <= labels.items():
                yield service


def services_by_label(objects: StreamObjects, meant: Callable[[Mapping[str, Any]], bool]) -> ServicesByLabel:
    """The Services of a stream for which a function says true, filed once for the stream and the function."""
    return objects.once(
        meant,
        lambda: ServicesByLabel(found for found in objects.of_kind("Service") if meant(found.written)),
    )


def _place(entry: tuple[int, StreamObject, Mapping[str, str]]) -> int:
    return entry[0]
