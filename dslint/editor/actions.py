"""Quick fixes for findings: the fix itself, and a suppression with a place for the reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dslint.values.finding import Edit, Finding


class Action(NamedTuple):
    """One quick fix. `preferred` ones do not change the meaning of the manifest."""

    title: str
    finding: Finding
    edits: tuple[Edit, ...]
    preferred: bool


def actions(findings: Iterable[Finding], lines: Sequence[str]) -> list[Action]:
    """Return the quick fixes for findings of one text, given as lines without line feeds."""
    found: list[Action] = []
    for finding in findings:
        if finding.fix is not None:
            title = finding.fix.title if finding.fix.safe else f"{finding.fix.title} (changes the meaning)"
            found.append(Action(title, finding, finding.fix.edits, finding.fix.safe))
        if finding.span is not None:
            found.append(_suppression(finding, finding.span.line, lines))
    return found


def _suppression(finding: Finding, line: int, lines: Sequence[str]) -> Action:
    """A comment on a line of its own above the finding."""
    start = sum(len(text) + 1 for text in lines[: line - 1])
    text = lines[line - 1] if line <= len(lines) else ""
    indent = text[: len(text) - len(text.lstrip(" "))]
    comment = f"{indent}# dslint: ignore[{finding.rule}] why: \n"
    title = f"Suppress {finding.rule} here, with a reason"
    return Action(title, finding, (Edit(start, start, comment),), preferred=False)
