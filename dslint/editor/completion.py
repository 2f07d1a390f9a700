"""Suggestions for the typed place: field names, accepted words, labels and taints of the inventory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from dslint.editor.field_types import described, fields_at, is_object, type_at
from dslint.editor.outline import Typing
from dslint.editor.trials import accepted_words
from dslint.kubernetes.fields import LIST, MAP
from dslint.values.path import FieldPath


class Completion(NamedTuple):
    """One suggestion: its label, its text in place of the typed prefix, and a note."""

    label: str
    text: str
    kind: Literal["field", "value", "label", "taint"]
    detail: str = ""


class NodeFacts(NamedTuple):
    """Facts about the nodes of an inventory: label keys with their values, and taint keys."""

    labels: Mapping[str, tuple[str, ...]] = {}
    taints: tuple[str, ...] = ()


NO_FACTS = NodeFacts()


def completions(
    typing: Typing, data: dict[str, Any], version: str, facts: NodeFacts = NO_FACTS
) -> list[Completion]:
    """Return suggestions for a place in a DaemonSet, given its last readable data."""
    if typing.key is None:
        return _keys(typing, data, version, facts)
    return _values(typing, data, version, facts)


def _keys(typing: Typing, data: dict[str, Any], version: str, facts: NodeFacts) -> list[Completion]:
    if typing.path[-1:] == ("nodeSelector",):
        return [Completion(key, f"{key}: ", "label") for key in facts.labels if key.startswith(typing.prefix)]
    present = _at(data, typing.path)
    taken = set(present) - {typing.prefix} if isinstance(present, dict) else set()
    return [
        Completion(name, f"{name}:" if _opens(kind, version) else f"{name}: ", "field", described(kind))
        for name, kind in fields_at(typing.path, version).items()
        if name.startswith(typing.prefix) and name not in taken
    ]


def _opens(kind: str, version: str) -> bool:
    """Whether the value of a type goes on the lines below."""
    return kind.startswith((LIST, MAP)) or is_object(kind, version)


def _values(typing: Typing, data: dict[str, Any], version: str, facts: NodeFacts) -> list[Completion]:
    key = typing.key or ""
    path: FieldPath = (*typing.path, key)
    if typing.path[-1:] == ("nodeSelector",):
        return _matching(typing.prefix, facts.labels.get(key, ()), "label")
    if key == "key" and "tolerations" in typing.path:
        return _matching(typing.prefix, facts.taints, "taint")
    if type_at(path, version) == "boolean":
        return _matching(typing.prefix, ("true", "false"), "value")
    return _matching(typing.prefix, accepted_words(data, path, version), "value")


def _matching(
    prefix: str, words: tuple[str, ...], kind: Literal["value", "label", "taint"]
) -> list[Completion]:
    return [Completion(word, word, kind) for word in words if word.startswith(prefix)]


def _at(data: Any, path: FieldPath) -> Any:
    for step in path:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int):
            data = data[step] if step < len(data) else None
        else:
            return None
    return data
