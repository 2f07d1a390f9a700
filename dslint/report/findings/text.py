"""The report for people: each finding with its lines, what the cluster does, and what to write."""

from __future__ import annotations

from dslint.kubernetes.versions import spans_text
from dslint.report.findings.compact import line
from dslint.report.findings.excerpt import excerpt
from dslint.values.finding import Finding, Report

_WIDTH = 100
_INDENT = " " * 10


def render(report: Report) -> str:
    """All findings, one block each, a blank line between."""
    lines_of = {file: text.split("\n") for file, text in report.texts}
    blocks = [_block(finding, lines_of.get(finding.file, [])) for finding in report.findings]
    return "\n".join(blocks)


def _block(finding: Finding, lines: list[str]) -> str:
    shown = [line(finding)]
    about = _about(finding)
    if about:
        shown.append(f"    {about}")
    shown += [f"    {row}" for row in excerpt(finding, lines)]
    shown += _labelled("result", _result(finding))
    shown += _labelled("write", finding.write)
    if finding.fix is not None:
        how = "dslint lint --fix" if finding.fix.safe else "dslint lint --fix --unsafe-fixes"
        shown += _labelled("fix", f"{finding.fix.title} ({how}; --diff shows it)")
    return "\n".join(shown) + "\n"


def _about(finding: Finding) -> str:
    if finding.object is None:
        return ""
    name = (
        "/".join(part for part in (finding.object.namespace, finding.object.name) if part) or "without a name"
    )
    origin = f", from {finding.origin}" if finding.origin else ""
    return f"{finding.object.kind or 'object'} {name}{origin}"


def _result(finding: Finding) -> str:
    """What the cluster does, in the rule's words, else what follows from who objects."""
    if finding.result:
        return finding.result
    versions = _versions(finding.versions)
    if finding.source == "api":
        return f"The API server refuses it{versions}: {finding.field}, {_cause(finding.reason)}."
    if finding.source == "strict":
        return f"The API server refuses it{versions}: it does not know the field {finding.field}."
    if finding.source == "decode":
        return f"The API server refuses it{versions}: it cannot read {finding.field}."
    if finding.source == "yaml":
        return "kubectl cannot read the file; nothing after this place is applied."
    return ""


def _versions(versions: tuple[str, ...]) -> str:
    """` (1.34 to 1.37)`."""
    return f" ({spans_text(versions)})" if versions else ""


def _cause(reason: str | None) -> str:
    return (reason or "").removeprefix("FieldValue")


def _wrapped(text: str) -> list[str]:
    wide = _WIDTH - len(_INDENT)
    if len(text) <= wide:
        return [text]
    from textwrap import wrap  # noqa: PLC0415 - most lines are short, and clean files have none

    return wrap(text, wide, break_long_words=False, break_on_hyphens=False)


def _labelled(label: str, text: str) -> list[str]:
    """`  label   text`, wrapped; a text of several lines keeps them."""
    if not text:
        return []
    first, *rest = [row for paragraph in text.splitlines() for row in _wrapped(paragraph)]
    return [f"  {label:<7} {first}", *(f"{_INDENT}{row}" for row in rest)]
