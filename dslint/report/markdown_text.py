"""Text from manifests in Markdown: no markup, link, picture, mention or HTML comes of it."""

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
    # GitHub looks for these in the page it has made, where an escape is gone again.
    "@": f"@{_NOTHING_WIDE}",
    "#": f"#{_NOTHING_WIDE}",
}


def plain(text: str) -> str:
    """A text that Markdown shows as it is: no markup, no mention, no picture, all on one line.

    Only what our own messages put between backticks is code.
    """
    pieces = _CODE.split(" ".join(text.split()))
    return "".join(code(piece) if number % 2 else _escaped(piece) for number, piece in enumerate(pieces))


def code(text: str) -> str:
    """A text as code, which no backtick or pipe in it can end."""
    return f"`{' '.join(text.replace('`', chr(39)).split())}`".replace("|", "\\|")


def block(text: str, language: str, indent: str = "") -> str:
    """Lines of code as a block that none of them can end."""
    longest = max((len(ticks) for ticks in re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    rows = "".join(f"{indent}{row}\n" for row in text.splitlines())
    return f"{indent}{fence}{language}\n{rows}{indent}{fence}"


def _escaped(text: str) -> str:
    return _SPECIAL.sub(lambda match: _ENTITIES.get(match[1], f"\\{match[1]}"), text)
