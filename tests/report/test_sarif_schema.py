"""SARIF against the official schema of OASIS (version 2.1.0, errata 01)."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft4Validator

from dslint.report.findings.formats import format_named
from dslint.values.finding import OwnRule, Report, Suppressed
from tests.report.sample import REPORT

SCHEMA = json.loads((Path(__file__).parent / "sarif-schema-2.1.0.json").read_text(encoding="utf-8"))
HIDDEN = tuple(
    Suppressed(REPORT.findings[0], "why", kind, "x:1")
    for kind in ("comment", "file-comment", "annotation", "configuration", "baseline")
)
REPORTS = {
    "findings": REPORT,
    "nothing": Report(kubernetes="1.37"),
    "suppressed in every way": REPORT._replace(suppressed=HIDDEN),
    "a rule of one's own": REPORT._replace(
        findings=(REPORT.findings[1]._replace(rule="mine"),), own_rules=(OwnRule("mine", "info", "Mine."),)
    ),
}


@pytest.mark.parametrize("name", REPORTS)
def test_sarif_is_valid(name: str) -> None:
    log = json.loads(format_named("sarif")(REPORTS[name]))
    faults = [f"{list(error.path)}: {error.message}" for error in Draft4Validator(SCHEMA).iter_errors(log)]
    assert faults == []


def test_a_suppression_says_its_kind_and_reason() -> None:
    log = json.loads(format_named("sarif")(REPORTS["suppressed in every way"]))
    said = [result["suppressions"] for result in log["runs"][0]["results"] if result["suppressions"]]
    assert said == [
        [{"kind": kind, "justification": "why"}]
        for kind in ("inSource", "inSource", "inSource", "external", "external")
    ]
