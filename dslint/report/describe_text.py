"""The description of DaemonSets for people: one block each, topics on the left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import NamedTuple

from dslint.planner.describe import Sentence
from dslint.report.layout import page_width

_TOPIC = 10


class Described(NamedTuple):
    """One DaemonSet: `namespace/name`, where it is written, and what there is to say."""

    key: str
    file: str
    line: int
    sentences: tuple[Sentence, ...]


def render(described: Sequence[Described]) -> str:
    """All of them, a blank line between."""
    return "\n".join("".join(f"{line}\n" for line in _block(entry)) for entry in described)


def _block(entry: Described) -> Iterator[str]:
    place = f"{entry.file}:{entry.line}"
    yield f"{entry.key}{place:>{max(len(place) + 2, page_width() - len(entry.key))}}"
    for topic, words in entry.sentences:
        rows = wrap(words, page_width() - _TOPIC - 3, break_long_words=False, break_on_hyphens=False)
        for number, row in enumerate(rows):
            yield f"  {topic if number == 0 else '':<{_TOPIC}} {row}"
