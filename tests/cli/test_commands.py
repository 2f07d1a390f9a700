"""Commands do what is meant: a file without a command, help, lists of rules, near names."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import run

Out = pytest.CaptureFixture[str]
AGENT = """\
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: agents}
spec:
  selector: {matchLabels: {app: agent}}
  updateStrategy: {type: OnDelete}
  template:
    metadata: {labels: {app: agent}}
    spec:
      nodeSelector: {kubernetes.io/arch: x86_64}
      containers: [{name: agent, image: registry.example/agent}]
"""


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("agent.yaml").write_text(AGENT, encoding="utf-8")


def rules_found(capsys: Out, *words: str) -> list[str]:
    run(*words, "-o", "json")
    return [finding["rule"] for finding in json.loads(capsys.readouterr().out)["findings"]]


def test_a_file_without_a_command_is_linted(capsys: Out) -> None:
    assert rules_found(capsys, "agent.yaml") == rules_found(capsys, "lint", "agent.yaml")
    assert "update-on-delete" in rules_found(capsys, "agent.yaml", "--select", "update-on-delete")


def test_help_is_help(capsys: Out) -> None:
    assert run("help") == 0
    assert capsys.readouterr().out.startswith("Usage: dslint [OPTIONS] COMMAND")
    assert run("help", "lint") == 0
    assert capsys.readouterr().out.startswith("Usage: dslint lint ")


def test_a_word_that_is_nothing_is_told_with_what_is_near(capsys: Out) -> None:
    assert run("lnit", "agent.yaml") == 2
    said = "dslint: 'lnit' is not a command, a file or a rule; did you mean dslint lint?\n"
    assert capsys.readouterr().err == said


def test_rules_come_in_lists(capsys: Out) -> None:
    both = rules_found(capsys, "lint", "agent.yaml", "--select", "update-on-delete, image-tag-*")
    assert both == ["update-on-delete", "image-tag-floating"]
    few = rules_found(capsys, "lint", "agent.yaml", "--select", both[0], "--ignore", "update-*,image-*")
    assert few == []
    assert rules_found(capsys, "lint", "agent.yaml", "--only", "a/b,agents/*")


def test_several_rules_are_explained_in_every_format(capsys: Out) -> None:
    assert run("explain", "update-on-delete", "helm-hook,toleration-invalid") == 0
    text = capsys.readouterr().out
    assert "update-on-delete: warning, policy, in profiles recommended and all, since" in text
    assert "toleration-invalid: error, api, in every profile, since" in text
    assert run("explain", "-o", "json", "helm-hook", "priority-missing") == 0
    pages = json.loads(capsys.readouterr().out)
    assert [page["id"] for page in pages] == ["helm-hook", "priority-missing"]
    assert pages[1]["profiles"] == ["all"]
    assert run("explain", "-o", "markdown", "helm-hook") == 0
    assert capsys.readouterr().out.startswith("# helm-hook\n")
    assert run("explain", "helm-hok") == 2


def test_fixes_that_are_not_safe_are_counted(capsys: Out) -> None:
    run("lint", "--fix", "agent.yaml")
    err = capsys.readouterr().err
    assert "agent.yaml: 1 finding has an unsafe fix, which changes what the pods are; see: " in err
    assert "dslint lint --diff --unsafe-fixes agent.yaml\n" in err
    run("lint", "--fix", "--unsafe-fixes", "agent.yaml")
    assert "unsafe" not in capsys.readouterr().err
