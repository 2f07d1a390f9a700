"""JUnit as others read it: the schema of Jenkins' xUnit plugin, and the library junitparser."""

from __future__ import annotations

from pathlib import Path

import pytest

from dslint.report.findings.formats import format_named
from dslint.values.finding import Report
from tests.report.sample import REPORT

pytestmark = pytest.mark.needs("junit readers")

SCHEMA = Path(__file__).parent / "junit-10.xsd"
NAMES = ["a,b:c%d.yaml", "new\nline.yaml", '<x>&"y.yaml', "\x1b[31mred.yaml", "日本.yaml"]
REPORTS = {
    "findings": REPORT,
    "nothing": Report(kubernetes="1.37"),
    **{
        repr(name): REPORT._replace(
            findings=tuple(finding._replace(file=name) for finding in REPORT.findings)
        )
        for name in NAMES
    },
}


@pytest.mark.parametrize("name", REPORTS)
def test_junit_is_valid(name: str) -> None:
    import xmlschema

    schema = xmlschema.XMLSchema(SCHEMA)
    text = format_named("junit")(REPORTS[name])
    assert [f"{error.path}: {error.reason}" for error in schema.iter_errors(text)] == []


def test_a_test_case_for_each_finding_fails_above_info() -> None:
    import junitparser

    text = format_named("junit")(REPORT)
    (suite,) = junitparser.JUnitXml.fromstring(text.encode())
    read = [(case.name.split()[0], [each.type for each in case.result]) for case in suite]
    assert read == [
        (finding.rule, [] if finding.severity == "info" else [finding.severity])
        for finding in REPORT.findings
    ]
    assert (suite.tests, suite.failures) == (len(read), sum(bool(results) for _, results in read))
