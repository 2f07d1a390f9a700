"""The description of DaemonSets as text: one block each, topics on the left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import NamedTuple

from dslint.planner.describe import Sentence, describe
from dslint.planner.inventory.manifests import Manifests
from dslint.planner.workload.workloads import workloads_of
from dslint.report.layout import page_width

_TOPIC = 10


class Described(NamedTuple):
    """One DaemonSet: `namespace/name`, its place, and its description."""

    key: str
    file: str
    line: int
    sentences: tuple[Sentence, ...]


def described(given: Manifests, version: str) -> Iterator[Described]:
    """Yield the description of each DaemonSet that was read."""
    for workload in workloads_of(given.objects, version)[0]:
        manifest = workload.source.manifest
        companions = (sourced.manifest.data for sourced in given.objects if sourced.manifest is not manifest)
        line = manifest.document.span(manifest.node).line
        yield Described(workload.key, given.file, line, describe(workload.manifest, companions))


def render(entries: Sequence[Described]) -> str:
    """Return all descriptions, separated by blank lines."""
    return "\n".join("".join(f"{line}\n" for line in _block(entry)) for entry in entries)


def _block(entry: Described) -> Iterator[str]:
    place = f"{entry.file}:{entry.line}"
    yield f"{entry.key}{place:>{max(len(place) + 2, page_width() - len(entry.key))}}"
    for topic, words in entry.sentences:
        rows = wrap(words, page_width() - _TOPIC - 3, break_long_words=False, break_on_hyphens=False)
        for number, row in enumerate(rows):
            yield f"  {topic if number == 0 else '':<{_TOPIC}} {row}"
