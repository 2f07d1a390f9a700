"""What an object was meant to be, where its kind is written with a slip."""

from __future__ import annotations

import re

from dslint.reader.nodes import Json

DAEMONSET = "DaemonSet"

_NOT_LETTERS = re.compile(r"[^a-z]")
_KINDS = frozenset(
    {
        *("daemonset", "daemonsets", "deamonset", "deamonsets"),
        *("daemoset", "daemonst", "daemonest", "demonset"),
    }
)
_KEYS = frozenset({"kind", "kinds"})


def kind_of(data: Json) -> str:
    """The kind an object was meant to have: `Daemonset` and `Kind: deamonSet` are meant as DaemonSet."""
    if not isinstance(data, dict):
        return ""
    kind = data.get("kind")
    if kind == DAEMONSET:
        return DAEMONSET
    for key in data:
        value = data[key]
        if isinstance(value, str) and _letters(key) in _KEYS:
            return DAEMONSET if _letters(value) in _KINDS else value
    return kind if isinstance(kind, str) else ""


def _letters(word: str) -> str:
    return _NOT_LETTERS.sub("", word.lower())
