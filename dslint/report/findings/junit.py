"""JUnit XML, for CI systems that show test results: one test case per finding."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from dslint.report.findings.compact import line, template
from dslint.values.finding import Finding, Report


def render(report: Report) -> str:
    """Return one suite; a clean run is one passing case, so the suite is never empty."""
    cases = [_case(finding) for finding in report.findings] or [
        '  <testcase classname="dslint" name="clean"/>\n'
    ]
    failures = sum(finding.severity != "info" for finding in report.findings)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuite name="dslint" tests="{len(cases)}" failures="{failures}" errors="0">\n'
        + "".join(cases)
        + "</testsuite>\n"
    )


def _case(finding: Finding) -> str:
    span = finding.span
    name = f"{finding.rule} at {span.line}:{span.column}" if span is not None else finding.rule
    file = quoteattr(_plain(finding.file))
    head = f"  <testcase classname={file} name={quoteattr(name)} file={file}"
    said = (line(finding) + template(finding), finding.result, finding.write)
    body = escape(_plain("\n".join(part for part in said if part)))
    if finding.severity == "info":
        return f"{head}>\n    <system-out>{body}</system-out>\n  </testcase>\n"
    failure = f"<failure type={quoteattr(finding.severity)} message={quoteattr(_plain(finding.message))}>"
    return f"{head}>\n    {failure}{body}</failure>\n  </testcase>\n"


def _plain(text: str) -> str:
    """Remove characters that XML 1.0 does not allow."""
    return "".join(character for character in text if character in "\t\n" or character.isprintable())
