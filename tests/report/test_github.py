"""Annotations: ten of a level, the worst first, and a count of the rest."""

from __future__ import annotations

from pathlib import Path

import pytest

from dslint.report.findings.formats import format_named
from dslint.values.finding import Finding, Report
from dslint.values.problem import Severity
from dslint.values.span import Span
from tests.cli.config.places import agent, write
from tests.cli.running import run


def finding(severity: Severity, line: int) -> Finding:
    return Finding(
        "node-name-set", severity, f"m{line}", "a.yaml", Span(line, 1, line, 2), None, "policy", None, None
    )


def test_ten_of_a_level_are_printed_and_the_rest_is_counted() -> None:
    findings = (
        *(finding("warning", line) for line in range(1, 13)),
        finding("error", 99),
        finding("info", 5),
    )
    lines = format_named("github")(Report(findings)).splitlines()
    assert [line.partition(" ")[0] for line in lines] == ["::error", *["::warning"] * 10, "::notice", "2"]
    assert lines[-1] == "2 more findings in the job summary; all: 1 error, 12 warning, 1 info"


def test_what_a_chart_rendered_names_its_template() -> None:
    rendered = finding("error", 1)._replace(origin="agent/templates/daemonset.yaml")
    for form in ("github", "compact", "gitlab", "junit", "markdown", "sarif", "json"):
        assert "agent/templates/daemonset.yaml" in format_named(form)(Report((rendered,)))


def test_the_job_summary_holds_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {f"{number}.yaml": agent(f"agent-{number}") for number in range(12)})
    summary = tmp_path / "summary.md"
    summary.write_text("before\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    monkeypatch.chdir(tmp_path)
    assert run("lint", "-q", "-o", "github", ".") == 1
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) == 11
    text = summary.read_text(encoding="utf-8")
    assert text.startswith("before\n<!-- dslint lint -->\n**dslint:** 36 warnings.")
    assert sum(line.startswith("| `") for line in text.splitlines()) == 36
