"""The input and output of a check."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from dslint.checks.stream.stream_objects import StreamObjects
from dslint.kubernetes.access import items, mapping
from dslint.reader.nodes import Document, Node
from dslint.values.finding import ObjectName
from dslint.values.path import POD_SPEC, FieldPath
from dslint.values.problem import Anchor, Change, Related, Severity
from dslint.values.typed import Any, NamedTuple, TypeVar

Made = TypeVar("Made")


Entry = tuple[FieldPath, Mapping[str, Any]]
"""An item of a list of objects, and its path."""


class _Sides(NamedTuple):
    manifest: Mapping[str, Any]
    written: Mapping[str, Any]
    node: Node
    document: Document
    name: ObjectName
    version: str
    companions: StreamObjects = StreamObjects()


class Subject(_Sides):
    """One DaemonSet in every form that a check may need.

    manifest    as the server would store it: defaults filled in, unknown fields dropped
    written     as JSON data exactly as written
    node        the nodes of `written`, with duplicate keys and quoting
    version     the Kubernetes version to judge by, such as 1.37
    companions  the objects of the same stream, as written, itself included

    What several checks ask of the pod spec is looked up once.
    """

    @cached_property
    def pod_spec(self) -> Mapping[str, Any]:
        """Return `spec.template.spec` with its defaults; empty if it is not a mapping."""
        return mapping(self.manifest, *POD_SPEC)

    @cached_property
    def keys(self) -> frozenset[str]:
        """Return every key of every mapping of the manifest, as stored and as written."""
        found: set[str] = set()
        waiting: list[Any] = [self.manifest, self.written]
        while waiting:
            value = waiting.pop()
            if isinstance(value, dict):
                found.update(value)
                waiting.extend(value.values())
            elif isinstance(value, list):
                waiting.extend(value)
        return frozenset(found)

    @cached_property
    def all_containers(self) -> tuple[Entry, ...]:
        """Return containers and init containers, each with its path."""
        return (*self._entries("containers"), *self._entries("initContainers"))

    @cached_property
    def volumes(self) -> tuple[Entry, ...]:
        """Return the volumes of the pod, each with its path."""
        return self._entries("volumes")

    def moved(self, document: Document, companions: StreamObjects) -> Subject:
        """Return the same DaemonSet in another version of its text; its collected keys are reused."""
        moved = Subject(self.manifest, self.written, self.node, document, self.name, self.version, companions)
        moved.__dict__["keys"] = self.keys
        return moved

    def once(self, make: Callable[[Subject], Made]) -> Made:
        """Return the cached result of a function of the subject, which several rules need."""
        made: dict[object, Any] = self.__dict__.setdefault("_made", {})
        if make not in made:
            made[make] = make(self)
        found: Made = made[make]
        return found

    def _entries(self, field: str) -> tuple[Entry, ...]:
        path = (*POD_SPEC, field)
        found = enumerate(items(self.pod_spec, field))
        return tuple(((*path, index), item) for index, item in found if isinstance(item, dict))


class Hit(NamedTuple):
    """One place of a mistake, and the values for the rule's `message`, `result` and `write` templates.

    `severity` overrides the rule's severity for this hit only.
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
