"""A comment on a pull request: a table of findings with folded details."""

from __future__ import annotations

from dslint.report.findings.compact import template
from dslint.report.markdown_text import block, code, plain
from dslint.report.summary import summary
from dslint.values.finding import Finding, Report

MARKER = "<!-- dslint lint -->\n"
"""The first line, by which a program finds its earlier comment."""


def render(report: Report) -> str:
    """Return the findings as a Markdown table, the worst result in the first line."""
    head = f"{MARKER}**dslint:** {plain(summary(report))}.\n"
    if not report.findings:
        return head
    rows = "".join(_row(finding) for finding in report.findings)
    return (
        f"{head}\n| where | severity | rule | what |\n| --- | --- | --- | --- |\n{rows}"
        f"\n<details><summary>What follows and what to write</summary>\n\n{_details(report)}\n</details>\n"
    )


def _row(finding: Finding) -> str:
    what = plain(finding.message + template(finding))
    return f"| {_where(finding)} | {finding.severity} | `{finding.rule}` | {what} |\n"


def _where(finding: Finding) -> str:
    span = finding.span
    return code(f"{finding.file}:{span.line}:{span.column}" if span is not None else finding.file)


def _details(report: Report) -> str:
    return "".join(
        f"- {_where(finding)} `{finding.rule}`: {_follows(finding)}\n"
        for finding in report.findings
        if finding.result or finding.write
    )


def _follows(finding: Finding) -> str:
    result, write = plain(finding.result), finding.write
    if not write:
        return result
    if "\n" not in write:
        return f"{result} Write {code(write)}.".strip()
    return f"{result} Write:\n\n{block(write, 'yaml', '  ')}".strip()
