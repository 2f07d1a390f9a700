"""Every format of a report against its golden file, and against what its readers demand."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from dslint.report.findings.formats import FORMATS, format_named
from dslint.report.summary import skipped_lines, summary
from dslint.values.finding import Report
from tests import golden
from tests.report.sample import MISMATCH, REPORT

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
EMPTY = Report(kubernetes="1.37", files=2, daemonsets=2)


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_a_full_report_looks_as_it_did(name: str) -> None:
    golden.check(format_named(name)(REPORT), HERE / "golden" / f"report.{name}")


@pytest.mark.parametrize("name", ["text", "compact", "jsonl", "github"])
def test_a_clean_report_is_silent(name: str) -> None:
    assert format_named(name)(EMPTY) == ""


def test_text_begins_each_finding_with_its_compact_line() -> None:
    text = format_named("text")(REPORT).splitlines()
    for line in format_named("compact")(REPORT).splitlines():
        assert line in text


def test_what_text_says_below_the_excerpt_is_wrapped_at_one_hundred_columns() -> None:
    said = [line for line in format_named("text")(REPORT).splitlines() if line.startswith(("  ", "    "))]
    assert len(said) > 10
    assert [line for line in said if len(line) > 100] == []


@pytest.mark.parametrize("report", [REPORT, EMPTY])
def test_json_follows_its_schema(report: Report) -> None:
    schema = json.loads((ROOT / "schemas" / "report.schema.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    value = json.loads(format_named("json")(report))
    assert [error.message for error in Draft202012Validator(schema).iter_errors(value)] == []


def test_the_schema_refuses_an_unknown_key() -> None:
    schema = json.loads((ROOT / "schemas" / "report.schema.json").read_text(encoding="utf-8"))
    value = json.loads(format_named("json")(REPORT))
    value["findings"][0]["colour"] = "red"
    assert not Draft202012Validator(schema).is_valid(value)


def test_junit_is_xml_that_counts_its_failures() -> None:
    suite = ET.fromstring(format_named("junit")(REPORT))  # noqa: S314 - our own text
    assert suite.get("tests") == "5"
    assert suite.get("failures") == str(len(suite.findall("testcase/failure"))) == "4"


def test_sarif_fixes_delete_the_region_of_the_old_value() -> None:
    run = json.loads(format_named("sarif")(REPORT))["runs"][0]
    result = next(result for result in run["results"] if result["ruleId"] == MISMATCH.rule)
    replacement = result["fixes"][0]["artifactChanges"][0]["replacements"][0]
    assert replacement["deletedRegion"] == {
        "startLine": 14,
        "startColumn": 14,
        "endLine": 14,
        "endColumn": 22,
    }
    assert replacement["insertedContent"] == {"text": "log-agent"}


def test_fingerprints_survive_lines_added_above() -> None:
    moved = REPORT._replace(
        findings=tuple(
            finding._replace(span=finding.span._replace(line=finding.span.line + 7))
            if finding.span is not None
            else finding
            for finding in REPORT.findings
        )
    )
    prints = [row["fingerprint"] for row in json.loads(format_named("gitlab")(REPORT))]
    assert [row["fingerprint"] for row in json.loads(format_named("gitlab")(moved))] == prints
    assert len(set(prints)) == len(prints)


def test_the_summary_counts_what_was_found_refused_and_hidden() -> None:
    assert summary(REPORT) == (
        "3 errors, 1 warning, 1 info; 1 of 3 DaemonSets is rejected; 1 suppressed; 2 not linted. "
        "5 files, Kubernetes 1.36..1.37"
    )


def test_skipped_files_are_said_once_with_what_helps() -> None:
    assert skipped_lines(REPORT) == [
        (
            "not linted: charts/agent/templates/a.yaml and 1 more (Helm template); "
            "render them: helm template charts/agent | dslint lint -"
        )
    ]
