"""What has to hold for every manifest: each property takes a text and raises AssertionError.

`test_generated.py` holds them against a fixed number of generated texts and the corpus of past finds;
`scripts/fuzz.py` against as many as there is time for.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from dslint.linter.apply_fixes import apply_edits, fix_text
from dslint.linter.engine import lint_text
from dslint.linter.options import Options
from dslint.linter.selection import Selection
from dslint.reader.nodes import Document, Node
from dslint.reader.objects import objects_of
from dslint.reader.stream import read_stream
from dslint.values.finding import Finding, ObjectName
from dslint.values.span import Span
from tests.hostile.generated import NAMES, RENAMED

ALL = Options(selection=Selection("all"))


def lint(text: str) -> tuple[Finding, ...]:
    report = lint_text(text, "agent.yaml", ALL)
    assert not report.crashes, report.crashes
    return report.findings


def spans_lie_in_the_text(text: str) -> None:
    """Every place that a finding names exists, and no edit reaches beyond the text."""
    rows = text.split("\n")
    for finding in lint(text):
        for span in (finding.span, *(place.span for place in finding.related)):
            if span is not None:
                _is_in(span, rows, finding)
        for edit in finding.fix.edits if finding.fix is not None else ():
            assert 0 <= edit.start <= edit.end <= len(text), finding


def _is_in(span: Span, rows: list[str], finding: Finding) -> None:
    assert 1 <= span.line <= span.end_line <= len(rows), finding
    assert 1 <= span.column <= len(rows[span.line - 1]) + 1, finding
    assert 1 <= span.end_column <= len(rows[span.end_line - 1]) + 1, finding
    assert (span.line, span.column) <= (span.end_line, span.end_column), finding


def fields_lead_to_their_place(text: str) -> None:
    """The field of a finding names what is written, or what is missing there; its span lies there."""
    documents = read_stream(text, go_on=True).documents
    written = [(document, node) for document in documents for node in _objects(document)]
    for finding in lint(text):
        if finding.field and finding.span is not None and finding.rule not in _ELSEWHERE:
            assert any(_leads(document, node, finding) for document, node in written), finding


_ELSEWHERE = frozenset({"pasted-characters", "lost-indentation", "selector-missing", "selector-mismatch"})
"""The first two have the field of the gravest finding that they replace, and their own place. Of
selectors the server names the template's labels, and dslint shows what there is to change."""


def _objects(document: Document) -> Iterator[Node]:
    yield document.node
    for manifest in objects_of(document):
        yield manifest.node


def _leads(document: Document, node: Node, finding: Finding) -> bool:
    assert finding.span is not None
    field = finding.field or ""
    if finding.source == "api":  # the server sometimes names the entry beside the one that is shown
        field = re.sub(r"\.?\w*\Z", "", field)
    first, last = _lines(document, _deepest(node, field))
    return first <= finding.span.line <= last


def _lines(document: Document, node: Node) -> tuple[int, int]:
    """The first and last line of a value with its key."""
    span = document.span(node)
    first = document.span(node.key("")).line if node.key_start >= 0 else span.line
    return first, span.end_line


def _deepest(node: Node, field: str) -> Node:
    """The value that a field text leads to, as far as it is written."""
    if not field:
        return node
    if isinstance(node.children, list):
        index = re.match(r"\[(\d+)\]\.?", field)
        child = node.child(int(index[1])) if index else None
        return node if index is None or child is None else _deepest(child, field[index.end() :])
    for key, child in (node.children or {}).items():
        for written in (f"[{key}]", key):
            rest = field[len(written) :]
            if field.startswith(written) and rest[:1] in ("", ".", "["):
                return _deepest(child, rest.removeprefix("."))
    return node


def fixes_mend(text: str) -> None:
    """Each fix alone takes its finding away and worsens nothing; all together come to an end."""
    before = lint(text)
    for finding in before:
        if finding.fix is None:
            continue
        after = lint(apply_edits(text, finding.fix.edits))
        assert _times(after, finding) < _times(before, finding), finding
        assert not finding.fix.safe or _refusals(after) <= _refusals(before), finding
    once = fix_text(text, lint, unsafe=True)
    twice = fix_text(once.text, lint, unsafe=True)
    assert twice.text == once.text


def _times(findings: tuple[Finding, ...], finding: Finding) -> int:
    return sum((other.rule, other.message) == (finding.rule, finding.message) for other in findings)


def _refusals(findings: tuple[Finding, ...]) -> int:
    return sum(
        max(1, sum(bool(place.rule) for place in finding.related)) for finding in findings if finding.refused
    )


_ENTRY = re.compile(r"(\w+): ([^<\n]+?)(?:, or .*|, with .*| \(.*| in the .*| for .*| beside .*)?\Z")
_REMOVAL = re.compile(r"remove (\w+)(?:, or .*)?\Z")


def writing_what_is_said_mends(text: str) -> None:
    """Where a finding says which entry to write or to remove, that done by hand takes the finding away."""
    documents = read_stream(text, go_on=True).documents
    if len(documents) != 1 or not isinstance(documents[0].data, dict):
        return
    data = documents[0].data
    plain = json.dumps(data)
    before = lint(plain)
    for finding in before:
        changed = json.loads(plain)
        if finding.field and _written_by_hand(changed, finding):
            assert _times(lint(json.dumps(changed)), finding) < _times(before, finding), finding


def _written_by_hand(data: Any, finding: Finding) -> bool:
    """Do what the finding says, where that is one entry at its field; False where it is anything else."""
    steps = _steps(data, finding.field or "")
    if steps is None or not steps or not isinstance(steps[-1], str):
        return False
    *above, last = steps
    parent = data
    for step in above:
        parent = parent[step]
    entry, removal = _ENTRY.match(finding.write), _REMOVAL.match(finding.write)
    if entry is not None and entry[1] == last:
        parent[last] = read_stream(entry[2]).documents[0].data
        return True
    if removal is not None and removal[1] == last and last in parent:
        del parent[last]
        return True
    return False


def _steps(data: Any, field: str) -> list[str | int] | None:
    """The keys and indices of a field text; the last key may be missing. None where there are no such."""
    if not field:
        return []
    if isinstance(data, list):
        index = re.match(r"\[(\d+)\]\.?", field)
        if index is None or int(index[1]) >= len(data):
            return None
        below = _steps(data[int(index[1])], field[index.end() :])
        return None if below is None else [int(index[1]), *below]
    if not isinstance(data, dict):
        return None
    for key in data:
        for written in (f"[{key}]", key):
            rest = field[len(written) :]
            if field.startswith(written) and rest[:1] in ("", ".", "["):
                below = _steps(data[key], rest.removeprefix("."))
                return None if below is None else [key, *below]
    return [field] if re.fullmatch(r"\w+", field) else None


def a_suppression_hides_what_it_names(text: str) -> None:
    """A comment in the line above hides the findings of its rule that begin on that line, and no others."""
    whole = lint_text(text, "agent.yaml", ALL)
    before = whole.findings
    rows = text.split("\n")
    shown = Counter(map(_moved_back(_NOWHERE), before))
    hidden_before = Counter(map(_moved_back(_NOWHERE), (known.finding for known in whole.suppressed)))
    places = {
        (finding.rule, finding.span.line)
        for finding in before
        if finding.span is not None and finding.source != "yaml" and "suppression" not in finding.rule
    }
    for rule, line in sorted(places):
        changed = "\n".join((*rows[: line - 1], f"# dslint: ignore[{rule}] it is meant", *rows[line - 1 :]))
        if _said(changed) != _said(text) or _in_scalar(text, line):
            continue  # JSON with a comment is no JSON any more
        report = lint_text(changed, "agent.yaml", ALL)
        left = Counter(map(_moved_back(line), report.findings))
        hidden = Counter(map(_moved_back(line), (known.finding for known in report.suppressed)))
        assert left + hidden == shown + hidden_before, (rule, line)
        newly = hidden - hidden_before
        assert {(entry[0], entry[1]) for entry in newly} == {(rule, line)}, (rule, line)


_NOWHERE = 10**9
"""A line behind every text."""


def _said(text: str) -> tuple[list[Any], str]:
    stream = read_stream(text, go_on=True)
    error = "" if stream.error is None else re.sub(r"\d+", "", stream.error.message)
    return [document.data for document in stream.documents], error


def _in_scalar(text: str, line: int) -> bool:
    """Whether a comment above a line would lie inside a value of several lines."""
    return any(
        first < line <= last
        for document in read_stream(text, go_on=True).documents
        for first, last in _long_scalars(document, document.node)
    )


def _long_scalars(document: Document, node: Node) -> Iterator[tuple[int, int]]:
    if node.children is None:
        span = document.span(node)
        if span.end_line > span.line:
            yield span.line, span.end_line
    elif node.style != "*":
        below = node.children.values() if isinstance(node.children, dict) else node.children
        for child in below:
            yield from _long_scalars(document, child)


def _moved_back(line: int) -> Callable[[Finding], tuple[Any, ...]]:
    """What tells a finding from others, as if the comment above `line` were not there."""

    def told(finding: Finding) -> tuple[Any, ...]:
        span = finding.span
        at = 0 if span is None else span.line - (span.line > line)
        return finding.rule, at, finding.severity, finding.field, finding.object

    return told


_NAME = re.compile("|".join(NAMES))
_OTHER = dict(zip(NAMES, RENAMED, strict=True))


def renamed(text: str) -> str:
    """The text with other names for everything that has a name of NAMES."""
    return _NAME.sub(lambda match: _OTHER[match.group()], text)


def renaming_changes_nothing_but_names(text: str) -> None:
    """Other names give the same findings about the other names."""
    before = [_without_columns(finding, renamed) for finding in lint(text)]
    after = [_without_columns(finding, str) for finding in lint(renamed(text))]
    assert before == after


def _without_columns(finding: Finding, name: Callable[[str], str]) -> tuple[Any, ...]:
    line = finding.span.line if finding.span is not None else 0
    owner = ObjectName(*map(name, finding.object)) if finding.object is not None else None
    words = (finding.message, finding.field or "", finding.result, finding.write, finding.note)
    fix = (name(finding.fix.title), finding.fix.safe) if finding.fix is not None else None
    related = [name(place.message) for place in finding.related]
    return (
        finding.rule,
        finding.severity,
        line,
        finding.source,
        finding.reason,
        owner,
        list(map(name, words)),
        fix,
        related,
    )


PROPERTIES: dict[str, Callable[[str], None]] = {
    check.__name__: check
    for check in (
        spans_lie_in_the_text,
        fields_lead_to_their_place,
        fixes_mend,
        writing_what_is_said_mends,
        a_suppression_hides_what_it_names,
        renaming_changes_nothing_but_names,
    )
}
