"""Other objects of the same stream that may matter to a DaemonSet."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping

from dslint.checks.base import Subject
from dslint.checks.podspec import texts
from dslint.checks.stream.stream_objects import StreamObject, StreamObjects
from dslint.values.typed import Any


def namespace_of(subject: Subject) -> str:
    """Return the namespace of the DaemonSet; `default` if it has none."""
    return subject.name.namespace or "default"


def others(subject: Subject, found: Iterable[StreamObject]) -> Iterator[StreamObject]:
    """Return the objects without the DaemonSet itself and other forms of it under the same name."""
    own = subject.name.key
    return (companion for companion in found if companion.key != own or companion.kind != "DaemonSet")


def neighbours(subject: Subject, *kinds: str) -> Iterator[StreamObject]:
    """Return objects of some kinds in the same namespace, in written order."""
    return others(subject, subject.companions.of_kinds(kinds, namespace_of(subject)))


_Pair = tuple[str, str, str]
"""A namespace, the key of a label, and its value."""

_SELECTOR = ("spec", "selector")


class ServicesByLabel:
    """Services indexed by the rarest label that each selects, so that few are checked per pod."""

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
        """Return the Services that select pods with these labels; at most `most`."""
        filed = [self._filed.get((namespace, *pair), ()) for pair in labels.items()]
        candidates = sorted((entry for entries in filed for entry in entries[:most]), key=_place)[:most]
        for _, service, selector in candidates:
            if selector.items() <= labels.items():
                yield service


def services_by_label(objects: StreamObjects, meant: Callable[[Mapping[str, Any]], bool]) -> ServicesByLabel:
    """Return the Services of a stream that a function accepts, indexed once per stream and function."""
    return objects.once(
        meant,
        lambda: ServicesByLabel(found for found in objects.of_kind("Service") if meant(found.written)),
    )


def _place(entry: tuple[int, StreamObject, Mapping[str, str]]) -> int:
    return entry[0]
