"""Every kind of vector: the file, and the function that compares one case.

A comparing function takes a case and yields one text for everything on which dslint differs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from tests.conformance import node_change, stream, update, validation

Case = dict[str, Any]


class Kind(NamedTuple):
    """One kind: `compare(case)` yields what differs; nothing means full agreement on the case."""

    file: str
    compare: Callable[[Case], Iterator[str]]


KINDS: dict[str, Kind] = {
    "validation": Kind("validation.jsonl.gz", validation.compare),
    "update": Kind("update.jsonl.gz", update.compare),
    "stream": Kind("stream.jsonl.gz", stream.compare),
    "node-change": Kind("cluster/node-change.jsonl.gz", node_change.compare),
}
