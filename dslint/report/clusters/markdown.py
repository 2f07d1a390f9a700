"""Many clusters as a comment on a pull request, which holds at most 65,536 characters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dslint.planner.highlights import MOST
from dslint.report.clusters.view import ClustersView, cause_words, noticed_words
from dslint.report.markdown_text import code, plain

_MOST = 60_000
"""Characters of the whole comment."""
_MOST_CAUSES = 4 * MOST
_MOST_COLUMNS = 40
_WORD = 400
"""Characters of one cell or sentence."""


def render(view: ClustersView) -> str:
    """Return the whole comment: the highlights, the table, and the rest folded as far as it fits."""
    parts = [f"**dslint:** {_plain(view.title)}: {_plain(view.legend)}. {_plain(view.summary)}\n"]
    room = _MOST - len(parts[0])
    blocks: list[tuple[str, Iterable[str]]] = []
    if view.steps:
        blocks.append(("", _steps(view)))
    if view.causes:
        blocks.append(("", _causes(view)))
    if view.daemonsets:
        blocks.append(("", _table(_columns(view))))
    if view.noticed:
        blocks.append(("Findings", _findings(view)))
    if view.daemonsets:
        blocks.append(("Line by line", _table(view.rows)))
    if view.assumed:
        blocks.append(("Assumed", _assumed(view)))
    for title, lines in blocks:
        block = _fitting(title, lines, room)
        room -= len(block)
        parts.append(block)
    return "\n".join(part for part in parts if part)


def _fitting(title: str, lines: Iterable[str], room: int) -> str:
    """Return as many lines as fit, and where to find the others."""
    kept, left, used = [], 0, 300
    for line in lines:
        used += len(line)
        if used > room or left:
            left += 1
        else:
            kept.append(line)
    more = f"\n{left} more lines: `-o wide`, `-o html` or `-o json` has all of them.\n" if left else ""
    text = "".join(kept) + more
    if not kept or not title:
        return text
    return f"<details><summary>{title}</summary>\n\n{text}\n</details>\n"


def _steps(view: ClustersView) -> Iterator[str]:
    for step in view.steps:
        yield f"- what if: {_plain(view.where(step.clusters))}: {_plain(step.words)}\n"


def _causes(view: ClustersView) -> Iterator[str]:
    for number, cause in enumerate(view.causes[:_MOST_CAUSES], 1):
        yield f"{number}. {_plain(cause_words(view, cause))}\n"
    if len(view.causes) > _MOST_CAUSES:
        yield f"\nand {len(view.causes) - _MOST_CAUSES} more\n"


def _columns(view: ClustersView) -> list[tuple[str, ...]]:
    """Limit the table to a readable width: the worst clusters, and those that differ from all others."""
    grid = view.grid
    if len(view.clusters) <= _MOST_COLUMNS:
        return grid
    head, *body = (row[: _MOST_COLUMNS + 2] for row in grid)
    more = f"and {len(view.clusters) - _MOST_COLUMNS} more"
    return [(*head, more), *((*row, "…") for row in body)]


def _findings(view: ClustersView) -> Iterator[str]:
    for noticed in view.noticed:
        finding = noticed.finding
        span = finding.span
        place = finding.file if span is None else f"{finding.file}:{span.line}:{span.column}"
        words = _plain(noticed_words(view, noticed))
        yield f"- **{finding.severity}** {code(finding.rule)} {code(_cut(place))}: {words}\n"


def _assumed(view: ClustersView) -> Iterator[str]:
    for assumed in view.assumed:
        yield f"- {_plain(view.where(assumed.clusters))}: {_plain(assumed.words)}\n"


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    head, *body = (f"| {' | '.join(_plain(text) for text in row)} |\n" for row in rows)
    yield f"{head}|{' --- |' * len(rows[0])}\n"
    yield from body


def _plain(text: str) -> str:
    return plain(_cut(text))


def _cut(text: str) -> str:
    return text if len(text) <= _WORD else f"{text[:_WORD]}…"
