"""What a check of a whole stream yields: faults of objects beside the DaemonSets, or between several.

Such a check runs once for a stream, not once for each DaemonSet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from dslint.checks.stream.stream_objects import StreamObject, StreamObjects
from dslint.values.path import FieldPath
from dslint.values.problem import Anchor, Change, Severity
from dslint.values.typed import Any, NamedTuple


class Elsewhere(NamedTuple):
    """A second place, in another object, and what is to be seen there."""

    on: StreamObject
    path: FieldPath
    message: str
    anchor: Anchor = "value"


class StreamHit(NamedTuple):
    """One fault in one object of a stream; the other fields are those of `Hit`.

    `about` is the DaemonSet that has to do with it, if it is one: where the run leaves that out, the
    hit is not reported.
    """

    on: StreamObject
    path: FieldPath
    values: Mapping[str, object] = {}
    anchor: Anchor = "value"
    elsewhere: tuple[Elsewhere, ...] = ()
    changes: tuple[Change, ...] = ()
    safe: bool = False
    severity: Severity | None = None
    note: str = ""
    about: StreamObject | None = None


StreamCheck = Callable[[StreamObjects, Mapping[str, Any]], Iterator[StreamHit]]
"""(the objects of a stream, the rule's parameters) -> hits."""
