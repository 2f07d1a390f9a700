"""The Kubernetes objects of a document: itself, or the items of a List.

Source: `FlattenListVisitor` and `unstructuredJSONScheme` as kubectl uses them (1.37).
"""

from __future__ import annotations

from collections.abc import Iterator

from dslint.reader.nodes import Document, Json, Node
from dslint.values.finding import ObjectName
from dslint.values.problem import Problem
from dslint.values.span import Span
from dslint.values.typed import NamedTuple


class Manifest(NamedTuple):
    """One object as written, with the document it lies in and its node there.

    `inherited` is what an item without kind and apiVersion inherits from its list: the kind of
    `DaemonSetList` without `List`. `judged_there` is True for an object of another text that the same run
    also judges.
    """

    document: Document
    node: Node
    name: ObjectName
    inherited: tuple[tuple[str, str], ...] = ()
    judged_there: bool = False

    @property
    def data(self) -> dict[str, Json]:
        """Return the object as JSON data."""
        data = self.node.data
        if not isinstance(data, dict):
            return {}
        return {**dict(self.inherited), **data} if self.inherited else data


class Told(NamedTuple):
    """A problem in manifests that becomes a finding.

    manifest  the object it is about, if it is about one
    file      where the finding is shown
    span      the place, where it is not that of a field of the object
    """

    problem: Problem
    manifest: Manifest | None
    file: str
    span: Span | None = None


def objects_of(document: Document) -> Iterator[Manifest]:
    """Yield every object of a document: itself, or the items of any `…List`, including nested lists."""
    waiting: list[tuple[Node, tuple[str, str]]] = [(document.node, ("", ""))]
    while waiting:
        node, (list_version, list_kind) = waiting.pop()
        data = node.data
        if not isinstance(data, dict):
            continue
        inherits = bool(list_kind) and not data.get("apiVersion") and not data.get("kind")
        version = list_version if inherits else _text(data, "apiVersion")
        kind = list_kind if inherits else _text(data, "kind")
        items = node.child("items")
        if kind.endswith("List") and items is not None and isinstance(items.children, list):
            from_list = (version, kind.removesuffix("List"))
            waiting.extend((item, from_list) for item in reversed(items.children))
            continue
        metadata = data.get("metadata")
        metadata = metadata if isinstance(metadata, dict) else {}
        name = ObjectName(version, kind, _text(metadata, "namespace"), _text(metadata, "name"))
        yield Manifest(document, node, name, (("apiVersion", version), ("kind", kind)) if inherits else ())


def _text(data: dict[str, Json], key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""
