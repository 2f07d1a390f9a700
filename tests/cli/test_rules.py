"""`dslint explain` and `dslint rules`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dslint.cli.main import main
from dslint.linter.rulebook import rules
from tests.linter.test_rule_files_of_users import RULE


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as stopped:
        main(list(words))
    assert isinstance(stopped.value.code, int)
    return stopped.value.code


EXPLAINED = """\
node-name-set: warning, policy, in profiles recommended and all, since 0.1

  nodeName pins the DaemonSet to one node and bypasses the scheduler.

Why
  All other nodes are excluded, and the pod goes to the named node without the scheduler. The
  kubelet rejects a pod that does not fit, and the controller recreates it again and again. When a
  node with another name replaces this one, the DaemonSet runs nowhere.

Result
  One pod runs on <value>, even if the node is cordoned or full, and none anywhere else.

What to do
  Select nodes by label with nodeSelector; for one node, use kubernetes.io/hostname.

Write
  nodeSelector: {kubernetes.io/hostname: <value>}

Wrong, at line:column 14:17
    1 | apiVersion: apps/v1
    2 | kind: DaemonSet
    3 | metadata:
    4 |   name: agent
    5 | spec:
    6 |   selector:
    7 |     matchLabels:
    8 |       app: agent
    9 |   template:
   10 |     metadata:
   11 |       labels:
   12 |         app: agent
   13 |     spec:
>  14 |       nodeName: worker-1
   15 |       containers:
   16 |         - name: agent
   17 |           image: example.com/agent:1.4.2

Right
    1 | apiVersion: apps/v1
    2 | kind: DaemonSet
    3 | metadata:
    4 |   name: agent
    5 | spec:
    6 |   selector:
    7 |     matchLabels:
    8 |       app: agent
    9 |   template:
   10 |     metadata:
   11 |       labels:
   12 |         app: agent
   13 |     spec:
   14 |       nodeSelector:
   15 |         kubernetes.io/hostname: worker-1
   16 |       containers:
   17 |         - name: agent
   18 |           image: example.com/agent:1.4.2

References
  https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#nodename
  https://kubernetes.io/docs/concepts/workloads/controllers/daemonset/
  https://github.com/kubernetes/kubernetes/blob/master/pkg/controller/daemon/util/daemonset_util.go

To suppress it, add at the end of the line:  # dslint: ignore[node-name-set] <why>
"""


def test_explain_prints_the_whole_page(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("explain", "node-name-set") == 0
    assert capsys.readouterr().out == EXPLAINED


@pytest.mark.parametrize("name", rules())
def test_every_rule_can_be_explained(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("explain", name) == 0
    out = capsys.readouterr().out
    assert out.startswith(f"{name}: ")
    assert all(len(line) <= 100 or "http" in line or " | " in line for line in out.splitlines())


@pytest.mark.parametrize(
    "name,hint",
    [("node-name", "did you mean node-name-set"), ("qqq", "`dslint rules` lists them all")],
)
def test_an_unknown_rule_is_wrong_usage(name: str, hint: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("explain", name) == 2
    captured = capsys.readouterr()
    assert f"unknown rule {name!r}" in captured.err
    assert hint in captured.err
    assert captured.out == ""


def test_the_list_names_every_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("rules") == 0
    text = capsys.readouterr().out
    assert [line.split()[:2] for line in text.splitlines()] == [
        [name, rule.severity] for name, rule in rules().items()
    ]
    assert run("rules", "list", "--format", "json") == 0
    assert [load["id"] for load in json.loads(capsys.readouterr().out)] == list(rules())
    assert run("rules", "--format", "markdown") == 0
    head, line, *rows = capsys.readouterr().out.splitlines()
    assert (head.count("|"), line.count("|")) == (5, 5)
    assert [row.split("|")[1].strip() for row in rows] == list(rules())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one rule file of somebody's own."""
    (tmp_path / "scheduler-set.yaml").write_text(RULE, "utf-8")
    return tmp_path


def test_rules_of_ones_own_are_tested_by_their_examples(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("rules", "test", str(folder)) == 0
    assert capsys.readouterr().err == "1 rule tested, 0 examples failed\n"


WRONG = [
    ('at: ["9:22"]', 'at: ["9:1"]', "scheduler-set: bad example 1: expected at 9:1, found at 9:22"),
    (
        "values: [mine]",
        "values: [yours]",
        "scheduler-set: bad example 1: expected at 9:22, found at nowhere",
    ),
    (
        'at: ["9:22"]',
        'at: ["9:22"]\n      message: hers',
        "scheduler-set: bad example 1: expected the message 'hers', found 'mine schedules these pods'",
    ),
    (
        "spec: {containers:",
        "spec: {schedulerName: mine, containers:",
        "good example 1: 8:27 scheduler-set: mine schedules these pods",
    ),
]


@pytest.mark.parametrize("old,new,said", WRONG, ids=[case[1] for case in WRONG])
def test_an_example_that_does_not_hold_is_a_finding(
    folder: Path, old: str, new: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert old in RULE
    (folder / "scheduler-set.yaml").write_text(RULE.replace(old, new, 1), "utf-8")
    assert run("rules", "test", str(folder)) == 1
    assert said in capsys.readouterr().out


def test_a_broken_rule_file_is_wrong_usage(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "scheduler-set.yaml").write_text("severity: fatal\n", "utf-8")
    assert run("rules", "test", str(folder)) == 2
    assert "scheduler-set.yaml:1:" in capsys.readouterr().err


def test_a_placeholder_that_the_check_does_not_have_is_wrong_usage(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "scheduler-set.yaml").write_text(RULE.replace("{value} schedules", "{valu} schedules"), "utf-8")
    assert run("rules", "test", str(folder)) == 2
    assert "message: unknown placeholder {valu}; check field-value has {value}" in capsys.readouterr().err


def test_a_folder_without_rules_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("rules", "test", str(tmp_path)) == 2
    assert "no rule files (*.yaml) in this folder" in capsys.readouterr().err


def test_a_folder_is_tested_and_not_listed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("rules", "list", str(folder)) == 2
    assert f"dslint rules test {folder}" in capsys.readouterr().err


def test_an_unknown_check_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "scheduler-set.yaml").write_text(
        RULE.replace("check: field-value", "check: field-valu"), "utf-8"
    )
    assert run("rules", "test", str(folder)) == 2
    assert "unknown check 'field-valu'; did you mean field-value?" in capsys.readouterr().err
