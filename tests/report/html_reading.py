"""Reads an HTML report as a browser would, and complains where one would have to guess."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import Any, NamedTuple

_VOID = {"meta", "input", "br"}


class Element(NamedTuple):
    name: str
    attributes: dict[str, str | None]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: list[Element] = []
        self.texts: dict[str, list[str]] = {}
        self.comments: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({key for key, _ in attrs}) == len(attrs), f"an attribute of {tag} comes twice"
        attributes = dict(attrs)
        self.elements.append(Element(tag, attributes))
        if tag not in _VOID:
            self.open.append(tag if tag not in ("script", "style") else f"{tag}#{attributes.get('id') or ''}")

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        opened = self.open.pop()
        assert opened.partition("#")[0] == tag, f"</{tag}> closes <{opened}>"

    def handle_data(self, data: str) -> None:
        if self.open:
            self.texts.setdefault(self.open[-1], []).append(data)

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


class Report(NamedTuple):
    """The elements in order, the texts by the element right around them, and the data for the script."""

    elements: tuple[Element, ...]
    texts: dict[str, str]

    @property
    def data(self) -> Any:
        return json.loads(self.texts["script#data"])

    @property
    def policy(self) -> str:
        return next(
            element.attributes["content"] or ""
            for element in self.elements
            if element.attributes.get("http-equiv") == "Content-Security-Policy"
        )


def read(text: str) -> Report:
    """The report, whose every element is closed, in order."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    assert reader.open == [], f"never closed: {reader.open}"
    assert reader.comments == []
    return Report(tuple(reader.elements), {name: "".join(found) for name, found in reader.texts.items()})
