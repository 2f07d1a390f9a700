"""Read a declaration field by field: each value knows its place, and errors are recorded there.

Fields that no reader needs are ignored. A missing or null value reads as empty.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dslint.kubernetes.formats.names import label_key, label_value
from dslint.kubernetes.taints import Taint
from dslint.planner.checked_reader import Writing, kind_of, parse_taint, taint_faults
from dslint.planner.nodes import Allocatable, Place
from dslint.reader.nodes import Document
from dslint.reader.nodes import Node as Written
from dslint.reader.stream import read_stream

_LONGEST_NUMBER = 19
_MOST_INSIDE = 1_000_000
_TEMPLATE_SIGNS = ("${", "{{", "<%")


class Field:
    """One value of a declaration, or a missing one."""

    __slots__ = ("_node", "_parent", "_writing", "key")

    def __init__(self, writing: Writing, node: Written | None, parent: Written, key: str = "") -> None:
        """`parent` gives the place of a missing value; `key` is the name of the value."""
        self._writing = writing
        self._node = node
        self._parent = parent
        self.key = key

    def __bool__(self) -> bool:
        """Whether there is a value other than null."""
        return self._node is not None and self._node.data is not None

    @property
    def data(self) -> Any:
        """Return the JSON data, None for a missing value."""
        return self._node.data if self._node is not None else None

    @property
    def place(self) -> Place:
        """Return its place; for a missing value, the place of the mapping around it."""
        return self._writing.place(self._node or self._parent)

    def fault(self, message: str) -> None:
        """Record an error in it."""
        self._writing.fault(self._node or self._parent, message)

    def get(self, *keys: str) -> Field:
        """Return the value at a chain of keys below this one."""
        field = self
        for key in keys:
            field = field._child(key)
        return field

    def _child(self, key: str) -> Field:
        around = self._node or self._parent
        if not self._is(dict, "a mapping"):
            return Field(self._writing, None, around, key)
        return Field(self._writing, around.child(key), around, key)

    def nothing(self) -> Field:
        """Return a missing value below this one."""
        return Field(self._writing, None, self._node or self._parent, self.key)

    def items(self) -> Iterator[Field]:
        """Yield the entries of a list."""
        if self._is(list, "a list") and self._node is not None and isinstance(self._node.children, list):
            for child in self._node.children:
                yield Field(self._writing, child, child, self.key)

    def entries(self) -> Iterator[tuple[str, Field]]:
        """Yield the entries of a mapping: (key, value)."""
        if self._is(dict, "a mapping") and self._node is not None and isinstance(self._node.children, dict):
            for key, child in self._node.children.items():
                yield key, Field(self._writing, child, child, key)

    def text(self, default: str = "") -> str:
        """Return a string; a number or boolean in its place is read as it is written."""
        if not self:
            return default
        if isinstance(self.data, bool):
            return "true" if self.data else "false"
        if isinstance(self.data, int | float):
            return str(self.data)
        if not self._is(str, "a string") or self._is_template():
            return default
        return str(self.data)

    def number(self) -> int | None:
        """Return an integer, also one in quotes."""
        if not self or self._is_template():
            return None
        data = self.data
        if isinstance(data, str) and data.strip().isdecimal() and len(data) < _LONGEST_NUMBER:
            return int(data)
        if isinstance(data, int) and not isinstance(data, bool):
            return data
        if isinstance(data, float) and data.is_integer():
            return int(data)
        self.fault(f"{self.key} is {kind_of(data)}; expected an integer")
        return None

    def flag(self) -> bool | None:
        """Return a boolean."""
        if not self or self._is_template():
            return None
        if isinstance(self.data, bool):
            return self.data
        self.fault(f"{self.key} is {kind_of(self.data)}; expected true or false")
        return None

    def texts(self) -> list[str]:
        """Return the strings of a list."""
        return [text for item in self.items() if (text := item.text())]

    def labels(self) -> dict[str, tuple[str, Place]]:
        """Return label keys -> (value, place); an invalid key or value is a fault."""
        found = {}
        for key, field in self.entries():
            value = field.text()
            if wrong := label_key(key):
                field.fault(f"label key {key!r} {wrong}")
            elif wrong := label_value(value):
                field.fault(f"label {key}: the value {value!r} {wrong}")
            else:
                found[key] = (value, field.place)
        return found

    def taint(self, effects: dict[str, str] | None = None) -> Taint | None:
        """Return a taint from `key=value:Effect` or a mapping; `effects` translates other spellings."""
        if isinstance(self.data, str):
            text = self.text()
            taint = parse_taint(text) if text else None
        else:
            key, value = self.get("key").text(), self.get("value").text()
            effect = self.get("effect").text()
            if not effect and self.get("effect"):  # its fault is noted
                return None
            taint = Taint(key, value, (effects or {}).get(effect, effect))
        return self._checked(taint)

    def _checked(self, taint: Taint | None) -> Taint | None:
        if taint is None:
            if not self._is_template():
                self.fault(f"{self.data!r} is not a taint; expected key=value:Effect or key:Effect")
            return None
        for wrong in taint_faults(taint):
            self.fault(wrong)
            return None
        return taint

    def amounts(self) -> Allocatable:
        """Return resources and their quantities."""
        if not self or self._node is None:
            return {}
        return dict(self._writing.amounts(self._node))

    def _is(self, kind: type, what: str) -> bool:
        if not self:
            return False
        if isinstance(self.data, kind):
            return True
        if not self._is_template():
            self.fault(f"{self.key or 'this'} is {kind_of(self.data)}; expected {what}")
        return False

    def _is_template(self) -> bool:
        """Whether the value is a placeholder, which is recorded as a fault."""
        data = self.data
        if not isinstance(data, str) or not any(sign in data for sign in _TEMPLATE_SIGNS):
            return False
        self.fault(f"{data[:60]!r} is a placeholder of a template; render the file first")
        return True


class _Inside(Writing):
    """A document in a string of another one; its faults are reported at the string."""

    def __init__(self, outer: Field, document: Document) -> None:
        super().__init__(outer.place.file, document)
        self._outer = outer

    def fault(self, node: Written, message: str) -> None:  # noqa: ARG002 - its place is in no file
        """Record a fault at the string."""
        self._outer.fault(message)

    def place(self, node: Written) -> Place:  # noqa: ARG002 - its place is in no file
        """Return the place of the string."""
        return self._outer.place


def documents_inside(written: Field) -> Iterator[Field]:
    """Return the YAML documents in a string; an unreadable one is a fault at the string."""
    text = written.text()
    if len(text) > _MOST_INSIDE:
        written.fault(f"this text is longer than {_MOST_INSIDE} characters and is not read")
        return
    stream = read_stream(text)
    if stream.error is not None:
        written.fault(f"the text cannot be read as YAML: {stream.error.message}")
    for document in stream.documents:
        yield Field(_Inside(written, document), document.node, document.node)
