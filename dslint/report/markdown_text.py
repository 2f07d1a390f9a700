"""Text from manifests in Markdown: it never becomes markup, a link, a picture, a mention or HTML."""

from __future__ import annotations

import re
from typing import Final

_CODE = re.compile(r"`([^`]+)`")
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&#@!])")
_NOTHING_WIDE = "&#8203;"
_ENTITIES: Final = {
    "<": "&lt;",
    ">": "&gt;",
    "&": "&amp;",
    # GitHub searches for these in the rendered page, where an escape no longer exists.
    "@": f"@{_NOTHING_WIDE}",
    "#": f"#{_NOTHING_WIDE}",
}


def plain(text: str) -> str:
    """Return a text that Markdown shows unchanged: no markup, no mention, no picture, on one line.

    Only dslint's own messages may contain code in backticks.
    """
    pieces = _CODE.split(" ".join(text.split()))
    return "".join(code(piece) if number % 2 else _escaped(piece) for number, piece in enumerate(pieces))


def code(text: str) -> str:
    """Return a text as code, which no backtick or pipe in it can end."""
    return f"`{' '.join(text.replace('`', chr(39)).split())}`".replace("|", "\\|")


def block(text: str, language: str, indent: str = "") -> str:
    """Return lines as a code block that none of them can end."""
    longest = max((len(ticks) for ticks in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    rows = "".join(f"{indent}{row}\n" for row in text.splitlines())
    return f"{indent}{fence}{language}\n{rows}{indent}{fence}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda match: _ENTITIES.get(match[1], f"\\{match[1]}"), text)
