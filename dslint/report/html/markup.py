"""Build HTML in which text can never become markup."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


class Markup(str):
    """Finished HTML. Every other text is escaped when it becomes part of an element."""

    __slots__ = ()


def tag(name: str, *children: str | None, **attributes: str | None) -> Markup:
    """Return an element: `tag("p", "a < b", class_="note")`. None is left out, as a child or an attribute.

    Underscores in attribute names become hyphens; a trailing one (for reserved words) is removed.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{written}>{together(children)}</{name}>")


def together(children: Iterable[str | None]) -> Markup:
    """Join elements and texts."""
    return Markup("".join(_piece(child) for child in children if child is not None))


def _piece(child: str) -> str:
    return child if isinstance(child, Markup) else escape(child)


def rows(kind: str, cells: Iterable[str], **attributes: str | None) -> Markup:
    """Return a table row whose cells are all `td` or all `th`."""
    return tag("tr", *(tag(kind, cell, **attributes) for cell in cells))
