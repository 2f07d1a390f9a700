"""Progress of work that takes more than a second: lines in a log, nothing with --quiet."""

from __future__ import annotations

from pathlib import Path

import pytest

from dslint.cli.outputs import progress
from tests.cli.config.places import agent, write
from tests.cli.running import run

Capture = pytest.CaptureFixture[str]

CALLS = [
    ("lint", "deploy"),
    ("plan", "deploy", "--nodes", "nodes.yaml"),
    ("diff", "deploy", "deploy"),
]


@pytest.fixture(autouse=True)
def slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder to read where every file counts as long work."""
    write(
        tmp_path,
        {"deploy/a.yaml": agent("a"), "deploy/b.yaml": agent("b"), "nodes.yaml": "nodes: [{name: worker}]"},
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(progress, "_SECONDS_BEFORE", 0.0)
    monkeypatch.setattr(progress, "_SECONDS_BETWEEN", 0.0)


@pytest.mark.parametrize("words", CALLS)
def test_a_log_gets_lines(words: tuple[str, ...], capsys: Capture) -> None:
    run(*words)
    lines = capsys.readouterr().err.splitlines()
    assert lines[:2] == ["dslint: 1 files so far", "dslint: 2 files so far"]


@pytest.mark.parametrize("words", CALLS)
def test_quiet_says_nothing(words: tuple[str, ...], capsys: Capture) -> None:
    run(*words, "--quiet")
    assert "so far" not in capsys.readouterr().err
