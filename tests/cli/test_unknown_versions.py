"""A Kubernetes version that dslint does not know: typed, configured, or that of the nodes."""

from __future__ import annotations

from pathlib import Path

import pytest

from dslint.kubernetes.versions import KNOWN, NEWEST
from tests.cli.running import run
from tests.planner.cases import AGENT

COMMANDS = {
    "lint": ("lint", "agent.yaml"),
    "lint with nodes": ("lint", "agent.yaml", "--nodes", "nodes.yaml"),
    "plan": ("plan", "agent.yaml", "--nodes", "nodes.yaml"),
    "diff": ("diff", "agent.yaml", "agent.yaml", "--nodes", "nodes.yaml"),
}
Out = pytest.CaptureFixture[str]
every_command = pytest.mark.parametrize("words", COMMANDS.values(), ids=COMMANDS)


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "agent.yaml").write_text(AGENT, encoding="utf-8")
    nodes(tmp_path, "v1.35.1")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def nodes(folder: Path, kubelet: str) -> None:
    text = f"nodes: [{{name: a, kubelet: {kubelet}, labels: {{kubernetes.io/os: linux}}}}]"
    (folder / "nodes.yaml").write_text(text, encoding="utf-8")


@every_command
def test_an_unknown_version_that_is_typed_is_wrong_usage(words: tuple[str, ...], capsys: Out) -> None:
    assert run(*words, "--kubernetes", "1.91") == 2
    wanted = f"dslint: Kubernetes 1.91 is not known; dslint knows {KNOWN[0]} to {NEWEST}"
    assert capsys.readouterr().err.startswith(wanted)


@every_command
def test_nearest_says_once_what_is_taken(words: tuple[str, ...], capsys: Out) -> None:
    assert run(*words, "--kubernetes", "nearest:1.20") == 0
    note = f"Kubernetes 1.20 is unknown; checked against {KNOWN[0]}, the nearest known\n"
    assert capsys.readouterr().err.count(note) == 1


@every_command
def test_an_unknown_version_of_the_configuration_is_the_nearest(
    words: tuple[str, ...], here: Path, capsys: Out
) -> None:
    (here / ".dslint.yaml").write_text('kubernetes: "1.91"\n', encoding="utf-8")
    assert run(*words) == 0
    captured = capsys.readouterr()
    note = f"Kubernetes 1.91 is unknown; checked against {NEWEST}, the nearest known\n"
    assert captured.err.count(note) == 1
    if words[0] == "plan":
        assert f"Kubernetes {NEWEST} (nearest to 1.91, as configured)" in captured.out


@pytest.mark.parametrize("name", ["lint with nodes", "plan", "diff"])
def test_an_unknown_kubelet_is_the_nearest(name: str, here: Path, capsys: Out) -> None:
    nodes(here, "v1.91.0")
    assert run(*COMMANDS[name]) == 0
    note = f"Kubernetes 1.91 (newest kubelet in nodes.yaml) is unknown; checked against {NEWEST}"
    assert capsys.readouterr().err.count(note) == 1
