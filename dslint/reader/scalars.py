"""What a plain scalar means to kubectl (sigs.k8s.io/yaml: go-yaml v2 with YAML 1.1 words)."""

from __future__ import annotations

import re

from dslint.reader.nodes import Json

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(
        ("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"),
        True,  # noqa: FBT003 - a value, not a flag
    ),
    **dict.fromkeys(
        ("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"),
        False,  # noqa: FBT003 - a value, not a flag
    ),
}
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\Z")
_INTEGER = re.compile(r"[-+]?(0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+|[0-9]+)\Z")


def resolve(text: str) -> Json:
    """The JSON value of an untagged plain scalar."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    plain = text.replace("_", "")
    if _INTEGER.match(plain):
        return _integer(plain)
    if _FLOAT.match(plain):
        return float(plain)
    return text


def _integer(text: str) -> int | float:
    sign = -1 if text[0] == "-" else 1
    digits = text.lstrip("+-").lower()
    if digits.startswith("0x"):
        value = int(digits[2:], 16)
    elif digits.startswith("0b"):
        value = int(digits[2:], 2)
    elif digits.startswith("0") and len(digits) > 1 and digits.strip("01234567o") == "":
        value = int(digits.lstrip("0o") or "0", 8)
    else:
        value = int(digits)
    value *= sign
    return value if -(2**63) <= value < 2**64 else float(value)
