"""Typing habits from other tools, and help that shows how a command is used."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from dslint.cli.commands import COMMANDS
from dslint.report.diff.formats import DIFF_FORMATS
from dslint.report.findings.formats import FORMATS
from dslint.report.plan.formats import PLAN_FORMATS
from tests.cli.running import run

Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_help_of_every_command_has_two_examples(name: str, capsys: Capture) -> None:
    assert run(name, "--help") == 0
    lines = capsys.readouterr().out.splitlines()
    examples = lines[lines.index("  Examples:") + 1 :]
    assert sum(f"dslint {name}" in line for line in examples) >= 2


@pytest.mark.parametrize("name, formats", [("lint", FORMATS), ("plan", PLAN_FORMATS), ("diff", DIFF_FORMATS)])
def test_help_lists_the_output_formats(name: str, formats: Iterable[str], capsys: Capture) -> None:
    assert run(name, "--help") == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert f"Output format: {', '.join(formats)}. Repeatable" in shown


@pytest.mark.parametrize("name", ["lint", "plan", "diff"])
def test_options_stand_in_groups(name: str, capsys: Capture) -> None:
    run(name, "--help")
    said = capsys.readouterr().out
    titles = [line for line in said.splitlines() if line.endswith(":") and not line.startswith(" ")]
    assert titles[0] == "Input:"
    assert {"Rules:", "Output:", "Other:"} <= set(titles)


def test_the_name_of_a_rule_explains_it(capsys: Capture) -> None:
    assert run("update-on-delete") == 0
    assert capsys.readouterr().out.startswith("update-on-delete: warning")


def test_help_is_a_command_too(capsys: Capture) -> None:
    assert run("help") == 0
    assert "dslint [OPTIONS] COMMAND" in capsys.readouterr().out
    assert run("help", "lint") == 0
    assert "dslint lint [OPTIONS]" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["lint", "plan", "describe"])
def test_files_out_of_habit_with_f_are_answered_kindly(name: str, capsys: Capture) -> None:
    assert run(name, "-f", "agent.yaml") == 2
    assert capsys.readouterr().err == f"dslint: -f is not needed; pass paths directly: dslint {name} FILE\n"
