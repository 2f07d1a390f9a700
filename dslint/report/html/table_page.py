"""A page with a table of rows and DaemonSets that a script fills: the fleet, and a difference.

Blocks are what the panel shows: `["p", text]`, `["h", text]`, `["pre", text]`, `["list", [text, …]]`,
`["dl", [[name, text], …]]`, `["mark", kind, text]`. The script makes text of them, never markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from dslint.report.html.markup import Markup, tag

Block = list[Any]
TABLE_SCRIPTS = ("dom.js", "panel.js", "state.js", "grid.js", "table.js", "main.js")

EMPTY: dict[str, Any] = {"kinds": [], "daemonsets": [], "rows": []}
"""The data of a page without a table."""


class Kind(NamedTuple):
    """A kind of cell: a word, its symbol, and the style sheet class that sets the color."""

    word: str
    symbol: str
    look: str


class Cell(NamedTuple):
    """One cell: the number of its kind, a short text, and the content of the panel."""

    kind: int
    short: str
    blocks: Sequence[Block]


class Head(NamedTuple):
    """A row or a column.

    name    what it is called in the address
    shown   what stands in the head in bold; small lines follow
    number  how many it stands for, at the right
    chips   short facts in boxes
    blocks  what the panel says of it
    """

    name: str
    shown: str
    number: str = ""
    lines: Sequence[str] = ()
    chips: Sequence[str] = ()
    blocks: Sequence[Block] = ()


def table_data(
    param: str,
    nouns: tuple[str, str],
    kinds: Iterable[Kind],
    columns: Sequence[Head],
    rows: Sequence[tuple[Head, Sequence[Cell | None]]],
) -> dict[str, Any]:
    """Return the data for the script. Equal cells of a column are stored once.

    `param` is the name of a row in addresses (`node`, `cluster`); `nouns` are the word for a row, and the
    heading of the rows.
    """
    numbers: list[dict[str, int]] = [{} for _ in columns]
    cells: list[list[dict[str, Any]]] = [[] for _ in columns]
    body = []
    for head, of_row in rows:
        places = []
        for column, cell in enumerate(of_row):
            if cell is None:
                places.append(-1)
                continue
            data = {"kind": cell.kind, "short": cell.short, "blocks": list(cell.blocks)}
            key = repr(data)
            if key not in numbers[column]:
                numbers[column][key] = len(cells[column])
                cells[column].append(data)
            places.append(numbers[column][key])
        body.append({**_head(head), "cells": places})
    return {
        "param": param,
        "noun": nouns[0],
        "corner": nouns[1],
        "kinds": [kind._asdict() for kind in kinds],
        "daemonsets": [{**_head(head), "cells": cells[number]} for number, head in enumerate(columns)],
        "rows": body,
    }


def _head(head: Head) -> dict[str, Any]:
    return {
        "name": head.name,
        "shown": head.shown,
        "count": head.number,
        "lines": list(head.lines),
        "chips": list(head.chips),
        "blocks": list(head.blocks),
    }


def table_section(title: str, without: str) -> Markup:
    """Return the placeholder of the table, which the script fills; `without` is the text without a script."""
    panel = tag("aside", id="panel", role="dialog", aria_labelledby="panel-title", hidden="")
    hint = "Click a cell, or press Enter on it, for the reasons. Arrow keys move, Escape closes."
    return tag(
        "section",
        tag("h2", title, id="matrix-title"),
        tag("noscript", tag("p", without)),
        tag("p", hint, class_="hint", id="matrix-hint", hidden=""),
        tag("form", id="tools", hidden="", aria_label="Filters"),
        tag("p", id="status", role="status"),
        tag("div", tag("div", id="grid", class_="grid"), panel, id="stage", class_="stage"),
        id="matrix",
        tabindex="-1",
    )


def page_head(title: str, words: str) -> tuple[Markup, Markup]:
    """Return the link that skips to the table, and the header with the color switch."""
    switch = tag("button", "Dark", id="theme", type="button", hidden="")
    skip = tag("a", "Skip to the matrix", class_="skip", href="#matrix")
    return skip, tag("header", tag("h1", title), switch, tag("p", words))
