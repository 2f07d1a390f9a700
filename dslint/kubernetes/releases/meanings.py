"""What a field of a DaemonSet is, in one sentence; from `schemas/kubernetes/meanings.txt`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from dslint.data import data_path

_ALIKE = {"EphemeralContainer": "Container"}
"""Objects whose fields mean what those of another object mean."""


def meaning(kind: str, field: str) -> str:
    """The sentence for a field of an object (`Container`, `image`), or an empty string."""
    known = meanings()
    return known.get(kind, {}).get(field) or known.get(_ALIKE.get(kind, ""), {}).get(field, "")


@cache
def meanings() -> Mapping[str, Mapping[str, str]]:
    """Object -> field -> sentence."""
    found: dict[str, dict[str, str]] = {}
    fields: dict[str, str] = {}
    with open(data_path("schemas", "kubernetes", "meanings.txt"), encoding="utf-8") as file:
        for line in file.read().splitlines():
            if line.startswith("  "):
                name, _, sentence = line.strip().partition(" ")
                fields[name] = sentence
            elif not line.startswith("#"):
                fields = found[line] = {}
    return found
