"""JSON for people, indented by two spaces per level."""

from __future__ import annotations

import json
from json.encoder import encode_basestring

_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


def indented(value: object, margin: str = "\n") -> str:
    """Return the result of `json.dumps(value, indent=2, ensure_ascii=False)` for mappings with string keys.

    With an indent, the standard library passes every piece through one generator for each level;
    joining takes a fraction of the time. `margin` is the line break and indentation of the value's end.
    """
    if isinstance(value, str):
        return encode_basestring(value)
    inner = f"{margin}  "
    if isinstance(value, dict) and value:
        rows = [f"{encode_basestring(str(key))}: {indented(item, inner)}" for key, item in value.items()]
        return f"{{{inner}{f',{inner}'.join(rows)}{margin}}}"
    if isinstance(value, (list, tuple)) and value:
        return f"[{inner}{f',{inner}'.join([indented(item, inner) for item in value])}{margin}]"
    return str(value) if type(value) is int else _ENCODE(value)
