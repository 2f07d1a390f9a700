"""A DaemonSet that goes while one like it comes under another name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dslint.kubernetes.access import items, mapping, text
from dslint.planner.difference.pairs import Pair, View
from dslint.values.path import POD_SPEC


def renames_of(pairs: Sequence[Pair]) -> dict[str, str]:
    """Key of a DaemonSet that goes -> key of the one that comes in its place."""
    added = [pair.new for pair in pairs if pair.status == "added" and pair.new is not None]
    found: dict[str, str] = {}
    for pair in pairs:
        if pair.status != "removed" or pair.old is None:
            continue
        like = next((view for view in added if _alike(pair.old, view)), None)
        if like is not None:
            found[pair.key] = like.key
            added.remove(like)
    return found


def _alike(old: View, new: View) -> bool:
    """The same namespace, and the same selector or the same containers."""
    if old.key.partition("/")[0] != new.key.partition("/")[0]:
        return False
    selectors = [mapping(view.stored, "spec").get("selector") for view in (old, new)]
    containers = _containers(old.stored)
    return (selectors[0] is not None and selectors[0] == selectors[1]) or (
        bool(containers) and containers == _containers(new.stored)
    )


def _containers(stored: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Name and repository of every container: a tag may change with the name."""
    found = items(mapping(stored, *POD_SPEC), "containers")
    return tuple((text(container, "name"), _repository(text(container, "image"))) for container in found)


def _repository(image: str) -> str:
    front, _, name = image.partition("@")[0].rpartition("/")
    return f"{front}/{name.partition(':')[0]}"
