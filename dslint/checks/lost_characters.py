"""Values with a character that replaces unreadable bytes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.values.path import FieldPath
from dslint.values.typed import Any

_REPLACEMENT = "\ufffd"


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the first such value, once per DaemonSet: such a file usually has many."""
    lines = subject.document.lines
    if not subject.companions.once((check, id(lines)), lambda: _REPLACEMENT in lines.text):
        return
    places = sorted(_places(subject.written), key=str)
    if places:
        more = f" (and {len(places) - 1} more)" if len(places) > 1 else ""
        yield Hit(places[0], {"more": more})


def _places(written: Mapping[str, Any]) -> Iterator[FieldPath]:
    waiting: list[tuple[FieldPath, Any]] = [((), written)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            waiting.extend(((*path, key), child) for key, child in value.items())
        elif isinstance(value, list):
            waiting.extend(((*path, index), child) for index, child in enumerate(value))
        elif isinstance(value, str) and _REPLACEMENT in value:
            yield path
