"""What a check is given and what it yields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from dslint.checks.stream.stream_objects import StreamObjects
from dslint.reader.nodes import Document, Node
from dslint.values.finding import ObjectName
from dslint.values.path import FieldPath
from dslint.values.problem import Anchor, Change, Related, Severity


class Subject(NamedTuple):
    """One DaemonSet, seen from every side a check may need.

    manifest    as the server would store it: defaults filled in, unknown fields dropped
    written     as JSON data exactly as written
    node        the nodes of `written`, with duplicate keys and quoting
    companions  the objects of the same stream, as written, itself included
    """

    manifest: Mapping[str, Any]
    written: Mapping[str, Any]
    node: Node
    document: Document
    name: ObjectName
    version: str
    companions: StreamObjects = StreamObjects()


class Hit(NamedTuple):
    """One place where the fault is, and the values for the rule's `message`, `result` and `write` templates.

    `severity` overrides the rule's own for this hit only.
    """

    path: FieldPath
    values: Mapping[str, object] = {}
    anchor: Anchor = "value"
    related: tuple[Related, ...] = ()
    changes: tuple[Change, ...] = ()
    safe: bool = False
    severity: Severity | None = None
    note: str = ""


Check = Callable[[Subject, Mapping[str, Any]], Iterator[Hit]]
"""(subject, the rule's parameters) -> hits."""
