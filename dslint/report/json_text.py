"""JSON for people: two spaces for every level."""

from __future__ import annotations

import json

_ENCODE = json.JSONEncoder(ensure_ascii=False).encode


def indented(value: object, margin: str = "\n") -> str:
    """What `json.dumps(value, indent=2, ensure_ascii=False)` gives, for mappings with strings as keys.

    With an indent, the standard library passes every piece through one generator for each level;
    joining takes a fraction of the time. `margin` is the line break and indentation of the value's end.
    """
    inner = f"{margin}  "
    if isinstance(value, dict) and value:
        rows = [f"{_ENCODE(str(key))}: {indented(item, inner)}" for key, item in value.items()]
        return f"{{{inner}{f',{inner}'.join(rows)}{margin}}}"
    if isinstance(value, (list, tuple)) and value:
        return f"[{inner}{f',{inner}'.join([indented(item, inner) for item in value])}{margin}]"
    return _ENCODE(value)
