"""The README shows what is really printed, and names what is really there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import dslint
from tests.needs import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")

CONSOLES = re.findall(r"^```console\n\$ (dslint [^\n]*)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
"""(command, what the README shows of its output); a line `...` stands for any lines."""


@pytest.mark.parametrize("command, shown", CONSOLES, ids=[command for command, _ in CONSOLES])
def test_the_readme_shows_what_is_printed(command: str, shown: str) -> None:
    words = [sys.executable, "-m", *command.split()]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    printed = _without_times(done.stdout + done.stderr)
    parts = [re.escape(part) for part in _without_times(shown).split("...\n")]
    assert re.fullmatch("(?:.*\n)*?".join(parts), printed), f"{command} prints:\n{printed}"


def test_the_readme_shows_both_commands() -> None:
    assert [command.split()[1] for command, _ in CONSOLES][:2] == ["plan", "lint"]


def _without_times(text: str) -> str:
    return re.sub(r"\d+\.\d\d s\b", "0.00 s", text)


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "examples/README.md"])
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?://|#)([^)#]+)", text)
    missing = [target for target in targets if not (ROOT / page).parent.joinpath(target).exists()]
    assert missing == []


@pytest.mark.parametrize("page", ["CONTRIBUTING.md", "SECURITY.md"])
def test_the_files_that_a_page_names_exist(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    named = re.findall(r"`((?:dslint|tests|scripts|rules|schemas|docs)/[\w/.]*)`", text)
    assert [path for path in named if not (ROOT / path).exists()] == []


@pytest.mark.parametrize("script", re.findall(r"python3 (scripts/\S+\.py)", README))
def test_the_scripts_it_names_exist(script: str) -> None:
    assert (ROOT / script).is_file()


def test_the_python_example_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    example = re.search(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    assert example
    monkeypatch.chdir(ROOT)
    exec(compile(example[1], "README.md", "exec"), {})  # noqa: S102 - our own text
    assert capsys.readouterr().out == _comments(example[1])


def _comments(code: str) -> str:
    """What the example says it prints, in comments beginning `# prints`."""
    return "".join(f"{line}\n" for line in re.findall(r"# prints (.*)", code))


def test_every_public_name_is_in_the_readme() -> None:
    functions = [name for name in dslint.__all__ if name[0].islower()]
    assert [name for name in functions if f"`{name}" not in README and f"dslint.{name}" not in README] == []


def test_every_exit_code_is_in_the_readme() -> None:
    table = Path(ROOT / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| \*\*(\d+)\*\* \|", table, re.MULTILINE) == ["0", "1", "2", "3", "130"]
