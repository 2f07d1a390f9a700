"""What an object was meant to be, where kind or apiVersion is written with a slip."""

from __future__ import annotations

import re
from typing import NamedTuple

from dslint.reader.nodes import Json

DAEMONSET = "DaemonSet"

_NOT_LETTERS = re.compile(r"[^a-z]")
_KINDS = frozenset(
    {
        *("daemonset", "daemonsets", "deamonset", "deamonsets"),
        *("daemoset", "daemonst", "daemonest", "demonset"),
    }
)
_KEYS = {
    "kind": "kind",
    "kinds": "kind",
    "apiversion": "apiVersion",
    "apiversions": "apiVersion",
    "apiverison": "apiVersion",
}


class Slip(NamedTuple):
    """A key of the header, and what stands there against what was meant."""

    key: str
    meant_key: str
    value: str
    meant_value: str


def kind_of(data: Json) -> str:
    """The kind an object was meant to have: `Daemonset` and `Kind: deamonSet` are meant as DaemonSet."""
    if not isinstance(data, dict):
        return ""
    kind = data.get("kind")
    if kind == DAEMONSET:
        return DAEMONSET
    for key in data:
        value = data[key]
        if isinstance(value, str) and _KEYS.get(_letters(key)) == "kind":
            return DAEMONSET if _letters(value) in _KINDS else value
    return kind if isinstance(kind, str) else ""


def header_slips(data: dict[str, Json]) -> list[Slip]:
    """The slips in kind and apiVersion of what is meant to be a DaemonSet."""
    slips: list[Slip] = []
    for key, value in data.items():
        meant_key = _KEYS.get(_letters(key))
        if meant_key is None or (meant_key != key and meant_key in data) or not isinstance(value, str):
            continue
        is_daemonset = meant_key == "kind" and _letters(value) in _KINDS
        meant = DAEMONSET if is_daemonset else value.strip()
        if (key, value) != (meant_key, meant):
            slips.append(Slip(key, meant_key, value, meant))
    return slips


def _letters(word: str) -> str:
    return _NOT_LETTERS.sub("", word.lower())
