"""Advice that the profile does not show: it costs no place, and is still there for what counts it."""

from __future__ import annotations

import pytest

from dslint.linter import engine
from dslint.linter.findings import finding_of
from dslint.linter.options import Options
from dslint.linter.selection import ConfiguredIgnore, Selection, Tuning
from dslint.reader.objects import Manifest
from dslint.values.finding import Finding
from dslint.values.problem import Problem
from tests.manifests import manifest_text

AGENT = manifest_text(
    """\
containers:
  - name: agent
    image: registry.example/agent:1.0
    resources: {requests: {cpu: 10m, memory: 10Mi}, limits: {memory: 10Mi}}
""",
    "monitoring",
)
ALL = Options(selection=Selection(profile="all"))


@pytest.fixture
def placed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The rules of the problems that were given a place."""
    rules: list[str] = []

    def counted(problem: Problem, manifest: Manifest, file: str, versions: tuple[str, ...] = ()) -> Finding:
        rules.append(problem.rule)
        return finding_of(problem, manifest, file, versions)

    monkeypatch.setattr(engine, "finding_of", counted)
    return rules


def test_what_is_not_shown_is_not_placed(placed: list[str]) -> None:
    shown = {finding.rule for finding in engine.lint_text(AGENT, "a.yaml", ALL).findings}
    hidden = [
        finding.rule
        for finding in engine.lint_text(AGENT, "a.yaml", ALL).findings
        if finding.severity == "info"
    ]
    assert hidden
    placed.clear()
    report = engine.lint_text(AGENT, "a.yaml")
    assert set(placed) == {finding.rule for finding in report.findings} == shown - set(hidden)


def test_a_suppression_of_hidden_advice_is_not_unused() -> None:
    hidden = next(
        finding
        for finding in engine.lint_text(AGENT, "a.yaml", ALL).findings
        if finding.severity == "info" and finding.span is not None
    )
    assert hidden.span is not None
    rows = AGENT.splitlines()
    rows[hidden.span.line - 1] += f"  # dslint: ignore[{hidden.rule}] known"
    report = engine.lint_text("\n".join(rows) + "\n", "a.yaml")
    assert "unused-suppression" not in {finding.rule for finding in report.findings}


def test_an_ignore_entry_of_a_configuration_is_used_by_hidden_advice() -> None:
    hidden = [
        finding.rule
        for finding in engine.lint_text(AGENT, "a.yaml", ALL).findings
        if finding.severity == "info"
    ]
    entry = ConfiguredIgnore(hidden[0], "known", (".dslint.yaml", 3, 5))
    options = Options(tuning_of=lambda _: Tuning(ignores=(entry,)))
    assert engine.lint_text(AGENT, "a.yaml", options).used == {entry.where}


def test_a_severity_of_a_configuration_shows_what_is_info_otherwise() -> None:
    hidden = next(
        finding.rule
        for finding in engine.lint_text(AGENT, "a.yaml", ALL).findings
        if finding.severity == "info"
    )
    options = Options(tuning_of=lambda _: Tuning(severity={hidden: "warning"}))
    found = {
        finding.rule: finding.severity for finding in engine.lint_text(AGENT, "a.yaml", options).findings
    }
    assert found[hidden] == "warning"
