"""Typing habits from other tools, and help that shows how a command is used."""

from __future__ import annotations

import pytest

from dslint.cli.commands import COMMANDS
from tests.cli.running import run

Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_help_of_every_command_has_an_example(name: str, capsys: Capture) -> None:
    assert run(name, "--help") == 0
    said = capsys.readouterr().out
    assert f"dslint {name} " in said.partition("\n")[2] or f"dslint {name}\n" in said.partition("\n")[2]


@pytest.mark.parametrize("name", ["lint", "plan", "diff"])
def test_options_stand_in_groups(name: str, capsys: Capture) -> None:
    run(name, "--help")
    said = capsys.readouterr().out
    titles = [line for line in said.splitlines() if line.endswith(":") and not line.startswith(" ")]
    assert titles[0] == "What is read:"
    assert {"Rules:", "Output:", "Help:"} <= set(titles)


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
