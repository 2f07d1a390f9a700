"""`plan` and `diff` with `--upgrade`: planned for the newer version, with what the upgrade changes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import run

MANIFEST = """\
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: old}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec:
      hostAliases: [{ip: 010.0.0.1, hostnames: [a]}]
      containers: [{name: agent, image: "registry.example/agent:1.0"}]
"""
REFUSED = (
    "old.yaml:9:26: error upgrade-refused: from Kubernetes 1.36, the API server rejects this: "
    "`ip: 010.0.0.1` has a number with leading zeros\n"
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.yaml").write_text(MANIFEST, encoding="utf-8")
    (tmp_path / "nodes.yaml").write_text("nodes: [{name: a}]\n", encoding="utf-8")


@pytest.mark.parametrize(
    "words", [("plan", "old.yaml", "--nodes", "nodes.yaml"), ("diff", "old.yaml", "old.yaml")]
)
def test_what_the_upgrade_changes_is_among_the_findings(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*words, "--upgrade", "1.35..1.36", "-o", "compact") == 1
    assert REFUSED in capsys.readouterr().out
    assert run(*words, "--upgrade", "1.33..1.35", "-o", "compact") == 0
    assert "upgrade-" not in capsys.readouterr().out


def test_a_plan_is_made_for_the_newer_version(capsys: pytest.CaptureFixture[str]) -> None:
    run("plan", "old.yaml", "--nodes", "nodes.yaml", "--upgrade", "1.33..1.35")
    assert "Kubernetes 1.35" in capsys.readouterr().out


def test_a_single_version_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("plan", "old.yaml", "--nodes", "nodes.yaml", "--upgrade", "1.36") == 2
    assert "--upgrade takes the versions before and after" in capsys.readouterr().err
