"""`dslint diff` says what of a change does not arrive."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import run

Out = pytest.CaptureFixture[str]
AGENT = """\
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: agent
  namespace: agents
spec:
  selector:
    matchLabels: {app: agent}
  template:
    metadata:
      labels: {app: agent}
    spec:
      containers:
      - name: agent
        image: registry.example/agent:1.2.3
        env:
        - name: LEVEL
          valueFrom: {configMapKeyRef: {name: levels, key: level}}
        volumeMounts:
        - {name: config, mountPath: /etc/agent}
        - {name: config, mountPath: /etc/agent.yaml, subPath: agent.yaml}
        - {name: plain, mountPath: /etc/plain}
      volumes:
      - {name: config, configMap: {name: config}}
      - {name: plain, configMap: {name: plain}}
"""


def config(name: str, value: str, namespace: str = "agents") -> str:
    return (
        f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}, namespace: {namespace}}}\n"
        f"data: {{level: '{value}'}}\n"
    )


@pytest.fixture(name="sides")
def _sides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, Path]:
    monkeypatch.chdir(tmp_path)
    for side in ("old", "new"):
        Path(side).mkdir()
        Path(side, "agent.yaml").write_text(AGENT, encoding="utf-8")
    return Path("old"), Path("new")


def found(capsys: Out, *words: str) -> list[str]:
    run("diff", "old", "new", "-o", "compact", "--profile", "all", *words)
    lines = capsys.readouterr().out.splitlines()
    return [line for line in lines if ": config-" in f": {line.partition(': ')[2].partition(' ')[2]}"]


def test_changed_configuration_that_no_pod_sees(sides: tuple[Path, Path], capsys: Out) -> None:
    for side, value in zip(sides, ("1", "2"), strict=True):
        for name in ("config", "levels", "plain"):
            Path(side, f"{name}.yaml").write_text(config(name, value), encoding="utf-8")
    said = "config-change-unseen: ConfigMap {} changes and no pod restarts: "
    unseen = "it is never refreshed in a running pod"
    files = "its files change in the running pods within minutes"
    assert found(capsys) == [
        f"new/agent.yaml:18:47: warning {said.format('levels')}set as variables, {unseen}",
        f"new/agent.yaml:21:63: warning {said.format('config')}mounted by subPath, {unseen}",
        f"new/agent.yaml:25:41: info {said.format('plain')}{files}",
    ]


def test_only_the_keys_that_a_pod_takes_count(sides: tuple[Path, Path], capsys: Out) -> None:
    for side, value in zip(sides, ("1", "2"), strict=True):
        text = config("levels", "same") + f"  other: '{value}'\n"
        Path(side, "levels.yaml").write_text(
            text.replace("data: {level: 'same'}", "data:\n  level: x"), "utf-8"
        )
    assert found(capsys) == []


def test_an_immutable_object_cannot_change(sides: tuple[Path, Path], capsys: Out) -> None:
    for side, value in zip(sides, ("1", "2"), strict=True):
        text = config("levels", value) + "immutable: true\n"
        Path(side, "levels.yaml").write_text(text, encoding="utf-8")
    assert found(capsys) == [
        (
            "new/agent.yaml:18:47: error config-change-unseen: "
            "ConfigMap levels is immutable, and its data changes"
        )
    ]


def test_nothing_is_said_where_pods_restart_or_nothing_changes(sides: tuple[Path, Path], capsys: Out) -> None:
    for side, value in zip(sides, ("1", "2"), strict=True):
        Path(side, "levels.yaml").write_text(config("levels", value, "elsewhere"), encoding="utf-8")
    assert found(capsys) == []
    for side, value in zip(sides, ("1", "2"), strict=True):
        Path(side, "levels.yaml").write_text(config("levels", value), encoding="utf-8")
    sides[1].joinpath("agent.yaml").write_text(AGENT.replace("1.2.3", "1.2.4"), encoding="utf-8")
    assert found(capsys) == []


def test_a_daemonset_that_becomes_a_hook(sides: tuple[Path, Path], capsys: Out) -> None:
    hook = AGENT.replace("  name: agent\n", "  name: agent\n  annotations: {helm.sh/hook: pre-install}\n", 1)
    sides[1].joinpath("agent.yaml").write_text(hook, encoding="utf-8")
    run("diff", "old", "new", "-o", "compact")
    said = "helm.sh/hook: pre-install takes the DaemonSet out of its release"
    assert capsys.readouterr().out == f"new/agent.yaml:5:17: warning helm-hook: {said}\n"
