"""Text that goes into a JSON document: changes are given in YAML, and JSON wants its quotes."""

from __future__ import annotations

import json

from dslint.reader.nodes import Document, Json
from dslint.reader.stream import read_stream


def is_json(document: Document) -> bool:
    """Whether a document is written as JSON: between braces, with its first key in double quotes."""
    root = document.node
    if root.style != "{" or not isinstance(root.children, dict) or not root.children:
        return False
    first = document.offset + next(iter(root.children.values())).key_start
    return document.lines.text[first : first + 1] == '"'


class SnippetError(ValueError):
    """A snippet that YAML cannot hold: it has a control character in it."""


def json_text(text: str) -> str:
    """A plain text, such as the name of a key, as JSON."""
    return json.dumps(text, ensure_ascii=False)


def json_value(snippet: str) -> str:
    """A value given in YAML, on one line, as JSON: `apps/v1` is `"apps/v1"`."""
    return json.dumps(_read(f"x: {snippet}"), ensure_ascii=False)


def json_entry(lines: list[str]) -> str:
    """An entry of a mapping or an item of a list, given in YAML as a block, as JSON without brackets.

    `a:`, `  b: c` is `"a": {"b": "c"}`, and `- x` is `"x"`.
    """
    data = _read("\n  ".join(("x:", *lines)))
    return json.dumps(data, ensure_ascii=False)[1:-1]


def _read(text: str) -> Json:
    documents = read_stream(text).documents
    if not documents:
        raise SnippetError
    return documents[0].data["x"]
