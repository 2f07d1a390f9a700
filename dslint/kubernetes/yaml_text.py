"""Return a text as a YAML scalar, for the changes that problems propose."""

from __future__ import annotations

import re

from dslint.reader.scalars import go_value
from dslint.values.typed import Final

_PLAIN: Final = re.compile(r"[A-Za-z0-9_./][-A-Za-z0-9_./]*\Z")

_ONE_BYTE: Final = 0xFF
_TWO_BYTES: Final = 0xFFFF


def yaml_text(text: str) -> str:
    """Return a text as YAML that reads as this exact text, on one line and also between braces."""
    if _PLAIN.match(text) and go_value(text) == text:
        return text
    if text.isprintable():
        return "'" + text.replace("'", "''") + "'"
    return '"' + "".join(map(_escaped, text)) + '"'


def _escaped(character: str) -> str:
    """Escape a character for double quotes, which fold line feeds and allow no control characters."""
    if character in '"\\':
        return f"\\{character}"
    if character.isprintable():
        return character
    code = ord(character)
    if code <= _ONE_BYTE:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= _TWO_BYTES else f"\\U{code:08x}"
