"""The output of a check of a whole stream: mistakes in or between objects beside the DaemonSets.

Such a check runs once per stream, not once per DaemonSet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from dslint.checks.stream.stream_objects import StreamObject, StreamObjects
from dslint.values.path import FieldPath
from dslint.values.problem import Anchor, Change, Severity
from dslint.values.typed import Any, NamedTuple


class Elsewhere(NamedTuple):
    """A related place in another object, with a note on it."""

    on: StreamObject
    path: FieldPath
    message: str
    anchor: Anchor = "value"


class StreamHit(NamedTuple):
    """One mistake in one object of a stream; the other fields are those of `Hit`.

    `about` is the related DaemonSet, if there is one: if the run excludes it, the hit is not reported.
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
