"""The hover text of a field: what it is, its type, default, first release, and findings."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from dslint.editor.cursor import Cursor
from dslint.editor.field_types import described, meaning_at, since, type_at
from dslint.editor.trials import default_at
from dslint.values.finding import Finding
from dslint.values.path import field_text
from dslint.values.span import Span


class Hover(NamedTuple):
    """Markdown, and the place that it is about."""

    markdown: str
    span: Span


def hover(cursor: Cursor, findings: Iterable[Finding], version: str) -> Hover | None:
    """Return the text for a cursor in a DaemonSet; None for an unknown place."""
    kind = type_at(cursor.path, version)
    said = [finding for finding in findings if finding.span is not None and _same(finding.span, cursor)]
    if kind is None and not said:
        return None
    lines = []
    if kind is not None:
        lines.append(f"**`{cursor.path[-1]}`** — {described(kind)}")
        what = meaning_at(cursor.path, version)
        if what:
            lines.append(what)
        lines.append(f"`{field_text(cursor.path)}`")
        default = default_at(cursor.manifest.data, cursor.path, version)
        if default is not None:
            lines.append(f"Default: `{_shown(default)}`")
        first = since(cursor.path)
        if first is not None:
            lines.append(f"Since Kubernetes {first}")
    for finding in said:
        lines.append(f"**{finding.severity}** `{finding.rule}`: {finding.message}")
        lines += [text for text in (finding.result, finding.write and f"Write: `{finding.write}`") if text]
    return Hover("\n\n".join(lines), cursor.span)


def _same(span: Span, cursor: Cursor) -> bool:
    """Whether a finding is about the field, its key or its value, and begins there."""
    document, node = cursor.manifest.document, cursor.node
    places = [document.span(node)]
    if isinstance(cursor.path[-1], str) and node.key_start >= 0:
        places.append(document.span(node.key(cursor.path[-1])))
    return any((span.line, span.column) == (place.line, place.column) for place in places)


def _shown(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
