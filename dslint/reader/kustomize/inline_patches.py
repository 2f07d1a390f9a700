"""Patches that a kustomization contains as strings: their text, and the places of its lines.

Source: `Kustomization` of `sigs.k8s.io/kustomize/api/types`: patches, patchesStrategicMerge,
patchesJson6902.
"""

from __future__ import annotations

from collections.abc import Iterator

from dslint.reader.nodes import Document, Node
from dslint.reader.patches import is_for_daemonsets
from dslint.values.span import Span
from dslint.values.typed import NamedTuple


class InlinePatch(NamedTuple):
    """One patch as text. `target` is the name of its target, `for_daemonsets` says whether it names the kind.

    `line` and `columns` are added to places in the text. Both are None if its characters are not those of the
    file (folded or escaped); then `span` is the only known place.
    """

    text: str
    target: str
    for_daemonsets: bool
    span: Span
    line: int | None = None
    columns: int | None = None

    def place(self, span: Span | None) -> Span:
        """Return the place in the file for a place in the text."""
        if span is None or self.line is None or self.columns is None:
            return self.span
        return Span(
            span.line + self.line,
            span.column + self.columns,
            span.end_line + self.line,
            span.end_column + self.columns,
        )


def inline_patches(document: Document) -> Iterator[InlinePatch]:
    """Return the patches that a kustomization document contains as text, in order."""
    root = document.node
    for field in ("patches", "patchesJson6902"):
        for entry in _items(root, field):
            patch, target = entry.child("patch"), entry.child("target")
            if patch is not None and isinstance(patch.data, str):
                data = target.data if target is not None else None
                name = str(data.get("name") or "") if isinstance(data, dict) else ""
                yield _placed(document, patch, name, for_daemonsets=is_for_daemonsets(data))
    for entry in _items(root, "patchesStrategicMerge"):
        if isinstance(entry.data, str) and ("\n" in entry.data or "{" in entry.data):
            yield _placed(document, entry, "", for_daemonsets=False)


def _items(root: Node, field: str) -> list[Node]:
    node = root.child(field)
    return node.children if node is not None and isinstance(node.children, list) else []


def _placed(document: Document, node: Node, target: str, *, for_daemonsets: bool) -> InlinePatch:
    span = document.span(node)
    found = InlinePatch(node.data, target, for_daemonsets, span)
    start, end = document.offsets(node)
    written = document.lines.text[start:end]
    if node.style == "|":
        columns = _indentation(written, node.data)
        return found if columns is None else found._replace(line=span.line, columns=columns)
    quote = 1 if node.style in ("'", '"') else 0
    if node.style in ("", "'", '"') and written[quote : len(written) - quote] == node.data:
        return found._replace(line=span.line - 1, columns=span.column - 1 + quote)
    return found


def _indentation(written: str, value: str) -> int | None:
    """Return the indentation of a literal block; None if the lines are not those of the value."""
    lines, wanted = written.split("\n")[1:], value.split("\n")
    for line, text in zip(lines, wanted, strict=False):
        if text.strip():
            columns = len(line) - len(text)
            return columns if columns >= 0 and line[columns:].rstrip("\r") == text else None
    return None
