"""What the programs that read the formats demand: SARIF viewers, GitHub, GitLab, and hostile file names."""

from __future__ import annotations

import json
import re
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from dslint.report.findings.formats import FORMATS, format_named
from dslint.values.finding import Report
from tests.report.sample import REPORT, TEXT

NAMES = ["b\udcff.yaml", "a,b:c%d.yaml", "new\nline.yaml", '<x>&"y.yaml', "a|`b`.yaml", "\x1b[31mred.yaml"]
"""Bytes that are no UTF-8 (as Python names them), and what means something to one format or another."""


def named(name: str) -> Report:
    """The sample report, of a file of another name."""
    return REPORT._replace(
        findings=tuple(finding._replace(file=name) for finding in REPORT.findings),
        suppressed=tuple(
            hidden._replace(finding=hidden.finding._replace(file=name)) for hidden in REPORT.suppressed
        ),
        texts=((name, TEXT),),
    )


def rendered(name: str, report: Report = REPORT) -> str:
    """A format as it reaches a file: what is no Unicode is escaped."""
    return format_named(name)(report).encode("utf-8", "backslashreplace").decode("utf-8")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("form", sorted(FORMATS))
def test_no_name_of_a_file_breaks_a_format(form: str, name: str) -> None:
    text = rendered(form, named(name))
    assert form == "github" or "\x1b" not in text
    if form in ("json", "sarif", "gitlab"):
        json.loads(text)
    elif form == "junit":
        ET.fromstring(text)  # noqa: S314 - our own text
    elif form in ("compact", "jsonl", "github"):
        assert len(text.splitlines()) == len(REPORT.findings)


def closed(required: dict[str, Any], optional: dict[str, Any] | None = None) -> dict[str, Any]:
    """A JSON object with these properties and no others."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def array(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


STRING = {"type": "string"}
POSITIVE = {"type": "integer", "minimum": 1}
MESSAGE = closed({"text": {"type": "string", "minLength": 1}})
REGION = closed({"startLine": POSITIVE, "startColumn": POSITIVE, "endLine": POSITIVE, "endColumn": POSITIVE})
ARTIFACT = closed({"uri": {"type": "string", "pattern": r"\A(?:[-\w.~/!$&'()*+,;=:@]|%[0-9A-F]{2})+\Z"}})
LOCATION = closed(
    {"physicalLocation": closed({"artifactLocation": ARTIFACT}, {"region": REGION})}, {"message": MESSAGE}
)
LEVEL = {"enum": ["none", "note", "warning", "error"]}
REPLACEMENT = closed({"deletedRegion": REGION, "insertedContent": closed({"text": STRING})})
FIX = closed(
    {
        "description": MESSAGE,
        "artifactChanges": array(
            closed({"artifactLocation": ARTIFACT, "replacements": {**array(REPLACEMENT), "minItems": 1}})
        ),
    }
)
RULE = closed(
    {
        "id": STRING,
        "shortDescription": MESSAGE,
        "fullDescription": MESSAGE,
        "help": MESSAGE,
        "defaultConfiguration": closed({"level": LEVEL}),
    }
)
SUPPRESSION = closed({"kind": {"enum": ["inSource", "external"]}}, {"justification": STRING})
RESULT = closed(
    {
        "ruleId": STRING,
        "ruleIndex": {"type": "integer", "minimum": 0},
        "level": LEVEL,
        "message": MESSAGE,
        "locations": {**array(LOCATION), "maxItems": 1},
    },
    {
        "partialFingerprints": {"type": "object", "additionalProperties": STRING},
        "relatedLocations": array(LOCATION),
        "fixes": array(FIX),
        "suppressions": array(SUPPRESSION),
    },
)
VERSION = {"type": "string", "pattern": r"\A\d+\.\d+\.\d+"}
DRIVER = closed({"name": STRING, "version": STRING, "semanticVersion": VERSION, "rules": array(RULE)})
RUN = closed(
    {
        "tool": closed({"driver": DRIVER}),
        "columnKind": {"const": "unicodeCodePoints"},
        "results": array(RESULT),
    }
)
SARIF = closed({"$schema": STRING, "version": {"const": "2.1.0"}, "runs": array(RUN)})
"""The part of SARIF 2.1.0 that dslint writes, closed: names as in its sections 3.13 to 3.58."""


@pytest.mark.parametrize("name", ["deploy/log-agent.yaml", *NAMES])
def test_sarif_has_the_shape_of_the_standard(name: str) -> None:
    log = json.loads(rendered("sarif", named(name)))
    assert [error.message for error in Draft202012Validator(SARIF).iter_errors(log)] == []


def test_sarif_results_point_at_their_rule_and_say_together_what_is_suppressed() -> None:
    (run,) = json.loads(rendered("sarif"))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert len({rule["id"] for rule in rules}) == len(rules)
    assert [len(result["suppressions"]) for result in run["results"]].count(1) == len(REPORT.suppressed) == 1
    (run,) = json.loads(rendered("sarif", REPORT._replace(suppressed=())))["runs"]
    assert not any("suppressions" in result for result in run["results"])


_COMMAND = re.compile(
    r"::(error|warning|notice) (?:(?:file|line|endLine|col|endColumn|title)=[^,:\r\n]*,?)+::.+"
)


@pytest.mark.parametrize("name", NAMES)
def test_github_commands_are_escaped(name: str) -> None:
    for line in rendered("github", named(name)).splitlines():
        assert _COMMAND.fullmatch(line), line


def test_gitlab_has_what_its_widget_needs() -> None:
    rows = json.loads(rendered("gitlab"))
    assert len({row["fingerprint"] for row in rows}) == len(rows) == len(REPORT.findings)
    for row in rows:
        assert row["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert row["description"]
        assert row["location"]["lines"]["begin"] >= 1
        assert not row["location"]["path"].startswith(("/", "./"))
