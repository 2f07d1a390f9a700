"""HTML put together so that text can never become markup."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape


class Markup(str):
    """HTML that is finished. Every other text is escaped when it becomes part of an element."""

    __slots__ = ()


def tag(name: str, *children: str | None, **attributes: str | None) -> Markup:
    """An element: `tag("p", "a < b", class_="note")`. None is left out, child or attribute.

    Underscores in attribute names become hyphens, and one at the end (a reserved word) is dropped.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Markup(f"<{name}{written}>{together(children)}</{name}>")


def together(children: Iterable[str | None]) -> Markup:
    """Elements and texts one after the other."""
    return Markup("".join(_piece(child) for child in children if child is not None))


def _piece(child: str) -> str:
    return child if isinstance(child, Markup) else escape(child)


def rows(kind: str, cells: Iterable[str], **attributes: str | None) -> Markup:
    """A table row whose cells are all of one kind, `td` or `th`."""
    return tag("tr", *(tag(kind, cell, **attributes) for cell in cells))
