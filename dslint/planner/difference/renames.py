"""Detect renames: a removed DaemonSet and a similar added one."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import Any

from dslint.kubernetes.access import items, mapping, text
from dslint.planner.difference.pairs import Pair, View
from dslint.values.path import POD_SPEC

_NAME = "\0"
"""A placeholder for the name of a DaemonSet in its own strings."""


def renames_of(pairs: Sequence[Pair]) -> dict[str, str]:
    """Return key of a removed DaemonSet -> key of the added one that replaces it."""
    coming: dict[Hashable, deque[str]] = {}
    for pair in pairs:
        if pair.status == "added" and pair.new is not None:
            for sign in _signs(pair.new):
                coming.setdefault(sign, deque()).append(pair.key)
    found: dict[str, str] = {}
    taken: set[str] = set()
    for pair in pairs:
        if pair.status != "removed" or pair.old is None:
            continue
        for sign in _signs(pair.old):
            alike = coming.get(sign, deque())
            while alike and alike[0] in taken:
                alike.popleft()
            if alike:
                found[pair.key] = alike[0]
                taken.add(alike[0])
                break
    return found


def _signs(view: View) -> Iterator[Hashable]:
    """Return what two DaemonSets of one namespace share if one is the other under a new name."""
    namespace, _, name = view.key.partition("/")
    selector = mapping(view.stored, "spec").get("selector")
    if selector is not None:
        yield namespace, "selector", json.dumps(selector, sort_keys=True)
    containers = _containers(view.stored)
    if containers:
        yield namespace, "containers", containers
    yield namespace, "spec", json.dumps(_without_name(mapping(view.stored, "spec"), name), sort_keys=True)


def _containers(stored: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return name and repository of every container: a tag may change with the name."""
    found = items(mapping(stored, *POD_SPEC), "containers")
    return tuple((text(container, "name"), _repository(text(container, "image"))) for container in found)


def _repository(image: str) -> str:
    front, _, name = image.partition("@")[0].rpartition("/")
    return f"{front}/{name.partition(':')[0]}"


def _without_name(value: Any, name: str) -> Any:
    """Return JSON data without image tags, and with a placeholder for a name in its strings."""
    if isinstance(value, dict):
        return {
            key: _without_name(_repository(part) if key == "image" and isinstance(part, str) else part, name)
            for key, part in value.items()
        }
    if isinstance(value, list):
        return [_without_name(part, name) for part in value]
    return value.replace(name, _NAME) if isinstance(value, str) and name else value
