"""The report as text: each finding with its lines, the result in the cluster, and what to write."""

from __future__ import annotations

from collections.abc import Sequence

from dslint.reader.lines import lines_of
from dslint.report.findings.compact import line, template
from dslint.report.findings.excerpt import excerpt
from dslint.values.finding import Finding, Report

_ALWAYS_FITS = 70
"""The number of code points after the indent that fit on the narrowest page."""
_INDENT = " " * 10
_MOST_ELSEWHERE = 3


def render(report: Report) -> str:
    """Return all findings, one block each, separated by blank lines."""
    lines = {file: lines_of(text) for file, text in report.texts}
    blocks = [_block(finding, lines.get(finding.file, [])) for finding in report.findings]
    return "\n".join(blocks)


def _block(finding: Finding, lines: Sequence[str]) -> str:
    shown = [line(finding) + template(finding)]
    about = _about(finding)
    if about:
        shown.append(f"    {about}")
    shown += [f"    {row}" for row in excerpt(finding, lines)]
    shown += _labelled("result", finding.result)
    shown += _labelled("write", finding.write)
    for place in _elsewhere(finding):
        shown += _labelled("see", place)
    if finding.fix is not None:
        how = "dslint lint --fix" if finding.fix.safe else "dslint lint --fix --unsafe-fixes"
        shown += _labelled("fix", f"{finding.fix.title} ({how}; --diff shows it)")
    return "\n".join(shown) + "\n"


def _elsewhere(finding: Finding) -> list[str]:
    """Return places in other files (an expression of a policy, another object)."""
    places = [
        f"{place.file}:{place.span.line}:{place.span.column}: {place.message}"
        for place in finding.related
        if place.span is not None and place.file != finding.file and not place.rule
    ]
    return places[:_MOST_ELSEWHERE]


def _about(finding: Finding) -> str:
    if finding.object is None:
        return ""
    name = (
        "/".join(part for part in (finding.object.namespace, finding.object.name) if part) or "without a name"
    )
    return f"{finding.object.kind or 'object'} {name}"


def _wrapped(text: str) -> list[str]:
    if len(text) <= _ALWAYS_FITS:
        return [text]
    # Most lines are short, and clean files have none.
    from dslint.report.layout import page_width  # noqa: PLC0415 - as above

    wide = page_width() - len(_INDENT)
    if len(text) <= wide:
        return [text]
    from textwrap import wrap  # noqa: PLC0415 - as above

    return wrap(text, wide, break_long_words=False, break_on_hyphens=False)


def _labelled(label: str, text: str) -> list[str]:
    """Return `  label   text`, wrapped; a text of several lines keeps them."""
    if not text:
        return []
    first, *rest = [row for paragraph in text.splitlines() for row in _wrapped(paragraph)]
    return [f"  {label:<7} {first}", *(f"{_INDENT}{row}" for row in rest)]
