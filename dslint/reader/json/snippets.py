"""Convert changes, which are YAML, into text for a JSON document."""

from __future__ import annotations

import json

from dslint.reader.nodes import Document, Json
from dslint.reader.stream import read_stream


def is_json(document: Document) -> bool:
    """Whether a document is written as JSON: in braces, with its first key in double quotes."""
    root = document.node
    if root.style != "{" or not isinstance(root.children, dict) or not root.children:
        return False
    first = document.offset + next(iter(root.children.values())).key_start
    return document.lines.text[first : first + 1] == '"'


class SnippetError(ValueError):
    """A snippet that YAML cannot hold because it contains a control character."""


def json_text(text: str) -> str:
    """Return a plain text, such as the name of a key, as JSON."""
    return json.dumps(text, ensure_ascii=False)


def json_value(snippet: str) -> str:
    """Return a YAML value of one line as JSON: `apps/v1` becomes `"apps/v1"`."""
    return json.dumps(_read(f"x: {snippet}"), ensure_ascii=False)


def json_entry(lines: list[str]) -> str:
    """Return an entry of a mapping or an item of a list, given as a YAML block, as JSON without brackets.

    `a:`, `  b: c` is `"a": {"b": "c"}`, and `- x` is `"x"`.
    """
    data = _read("\n  ".join(("x:", *lines)))
    return json.dumps(data, ensure_ascii=False)[1:-1]


def _read(text: str) -> Json:
    documents = read_stream(text).documents
    if not documents:
        raise SnippetError
    return documents[0].data["x"]
