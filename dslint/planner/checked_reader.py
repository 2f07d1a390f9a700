"""Read values from a document, and record a fault with its line and column for each error."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from dslint.kubernetes.amounts import amount
from dslint.kubernetes.formats.names import label_key, label_value
from dslint.kubernetes.taints import EFFECTS, Taint
from dslint.planner.errors import Fault
from dslint.planner.nodes import Allocatable, Place
from dslint.reader.nodes import Document, Node

_Rule = Callable[[str], str]

_KINDS = {
    dict: "a mapping",
    list: "a list",
    str: "text",
    bool: "true or false",
    int: "a number",
    float: "a number",
}
TAINT_FORM = "key=value:Effect or key:Effect, with Effect one of " + ", ".join(EFFECTS)


def kind_of(data: Any) -> str:
    """Return the type of JSON data in words: `a mapping`, `text`."""
    return _KINDS.get(type(data), "empty")


class Writing:
    """One document of one file, its faults so far, and notes of assumptions."""

    def __init__(self, file: str, document: Document) -> None:
        self.file = file
        self.document = document
        self.faults: list[Fault] = []
        self.notes: list[str] = []

    def fault(self, node: Node, message: str) -> None:
        """Record a fault at a node."""
        span = self.document.span(node)
        self.faults.append(Fault(self.file, span.line, span.column, message))

    def place(self, node: Node) -> Place:
        """Return the place where a node of the document begins."""
        return Place(self.file, self.document.span(node).line)

    def child(self, node: Node, key: str, kind: type, what: str) -> Node | None:
        """Return the value of a key if it has the right type; record a fault and return None otherwise."""
        child = node.child(key)
        if child is None or child.data is None:
            return None
        if isinstance(child.data, kind) and (kind is bool or not isinstance(child.data, bool)):
            return child
        self.fault(child, f"{key} is {kind_of(child.data)}; expected {what}")
        return None

    def labels(self, node: Node, *, by_hand: bool, checked: _Rule = label_value) -> dict[str, str]:
        """Return the labels of a node; hand-written ones are checked, those of a cluster are not.

        `checked` says what is wrong with a value.
        """
        written = self.child(node, "labels", dict, "a mapping of label keys to values")
        return dict(self._labels(written, by_hand=by_hand, checked=checked)) if written is not None else {}

    def _labels(self, written: Node, *, by_hand: bool, checked: _Rule) -> Iterator[tuple[str, str]]:
        for key, value, at_key, at_value in _entries(written):
            fault = label_key(key) if by_hand else ""
            if fault:
                self.fault(at_key, f"label key {key!r} {fault}")
            elif not isinstance(value, str):
                shown = _json_text(value)
                self.fault(
                    at_value, f'label {key} is {kind_of(value)}; expected a string: write {key}: "{shown}"'
                )
            elif by_hand and checked(value):
                self.fault(at_value, f"label {key}: the value {value!r} {checked(value)}")
            else:
                yield key, value

    def allocatable(self, node: Node, key: str = "allocatable") -> Allocatable | None:
        """Return a mapping of resources to quantities; None if it is missing."""
        written = self.child(node, key, dict, "a mapping of resources to quantities")
        return dict(self.amounts(written)) if written is not None else None

    def amounts(self, written: Node) -> Iterator[tuple[str, int]]:
        """Return the resources of a mapping and their amounts; record a fault for each invalid one."""
        for name, value, at_key, at_value in _entries(written):
            fault = label_key(name)
            number = amount(name, value)
            if fault:
                self.fault(at_key, f"resource {name!r} {fault}")
            elif number is None or isinstance(value, bool):
                self.fault(
                    at_value,
                    f"{name}: {_json_text(value)!r} is not a valid quantity (examples: 4, 500m, 16Gi)",
                )
            elif number < 0:
                self.fault(at_value, f"{name}: {value!r} is negative; expected 0 or more")
            else:
                yield name, number

    def taint(self, node: Node) -> Taint | None:
        """Return one taint, from text (`key=value:Effect`) or a mapping; record a fault otherwise."""
        if isinstance(node.data, str):
            taint = parse_taint(node.data)
        elif isinstance(node.data, dict):
            taint = self._taint_object(node)
        else:
            self.fault(node, f"a taint is {kind_of(node.data)}; write {TAINT_FORM}")
            return None
        if taint is None:
            self.fault(node, f"{node.data!r} is not a valid taint; expected {TAINT_FORM}")
            return None
        for fault in taint_faults(taint):
            self.fault(node, fault)
            return None
        return taint

    def _taint_object(self, node: Node) -> Taint | None:
        parts = [node.data.get(field) for field in ("key", "value", "effect")]
        texts = ["" if part is None else part for part in parts]
        return Taint(*texts) if all(isinstance(text, str) for text in texts) else None


def parse_taint(text: str) -> Taint | None:
    """Parse `key=value:Effect` or `key:Effect`; None for any other text."""
    front, colon, effect = text.rpartition(":")
    key, _, value = front.partition("=")
    return Taint(key, value, effect) if colon else None


def taint_faults(taint: Taint) -> Iterator[str]:
    """Yield the errors in the parts of a taint."""
    if label_key(taint.key):
        yield f"taint key {taint.key!r} {label_key(taint.key)}; write {TAINT_FORM}"
    if label_value(taint.value):
        yield f"taint {taint.key}: the value {taint.value!r} {label_value(taint.value)}"
    if taint.effect not in EFFECTS:
        yield f"taint {taint.key}: unknown effect {taint.effect!r}; accepted: {', '.join(EFFECTS)}"


def _entries(written: Node) -> Iterator[tuple[str, Any, Node, Node]]:
    """Yield (key, value, node of the key, node of the value) of a mapping."""
    children = written.children if isinstance(written.children, dict) else {}
    for key, child in children.items():
        yield key, child.data, child.key(key), child


def _json_text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
