"""What a value of a wrong type was plainly meant to be: a number in quotes, a size as people write it."""

from __future__ import annotations

import re

from dslint.kubernetes.decode import LIMITS
from dslint.values.typed import Any

_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,18})\Z")
_SIZE = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?([kKmMgGtT])([iI]?)([bB]?)\Z")
_TRUTH = {"true": "true", "yes": "true", "on": "true", "false": "false", "no": "false", "off": "false"}


def meant(value: Any, wanted: str) -> str:
    """The value as YAML of the wanted type, or "" where that is a guess."""
    if not isinstance(value, str):
        return ""
    if wanted in ("int32", "int64"):
        return value if _WHOLE.match(value) and abs(int(value)) < LIMITS[wanted] else ""
    if wanted == "boolean":
        return _TRUTH.get(value.lower(), "")
    return _size(value) if wanted == "quantity" else ""


def _size(value: str) -> str:
    """`128mi`, `128 Mi` and `128MiB` are 128Mi; `1gb` is 1G. A small m alone means thousandths."""
    match = _SIZE.match(value)
    if match is None:
        return ""
    number, letter, binary, byte = match.groups()
    if letter == "m" and not binary and not byte:
        return ""
    if binary:
        return f"{number}{letter.upper()}i"
    return f"{number}{'k' if letter in 'kK' else letter.upper()}"
