"""A text as a YAML scalar, for the changes that problems propose."""

from __future__ import annotations

import re

from dslint.reader.scalars import go_value
from dslint.values.typed import Final

_PLAIN: Final = re.compile(r"[A-Za-z0-9_./][-A-Za-z0-9_./]*\Z")


def yaml_text(text: str) -> str:
    """A text as YAML that reads as this very text, on one line and also between braces."""
    if _PLAIN.match(text) and go_value(text) == text:
        return text
    return "'" + text.replace("'", "''") + "'"
