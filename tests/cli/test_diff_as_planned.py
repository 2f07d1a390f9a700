"""What `dslint diff` shares with `dslint plan`: policies, steps on the nodes, expectations, completeness."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import dslint
from tests.cli.running import run
from tests.planner.cases import daemonset

NODES = """
nodes:
  - {name: n1, os: linux, taints: ["gpu=yes:NoSchedule"]}
  - {name: n2, os: linux}
"""
POLICY = """
apiVersion: admissionregistration.k8s.io/v1beta1
kind: MutatingAdmissionPolicy
metadata: {name: tolerate}
spec:
  failurePolicy: Fail
  reinvocationPolicy: Never
  matchConstraints:
    resourceRules:
      - {apiGroups: [apps], apiVersions: [v1], operations: [CREATE, UPDATE], resources: [daemonsets]}
  mutations:
    - patchType: JSONPatch
      jsonPatch:
        expression: >-
          [JSONPatch{op: "add", path: "/spec/template/spec/tolerations",
          value: [{"key": "gpu", "operator": "Exists"}]}]
---
apiVersion: admissionregistration.k8s.io/v1beta1
kind: MutatingAdmissionPolicyBinding
metadata: {name: tolerate}
spec: {policyName: tolerate}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.yaml").write_text(daemonset("agent"), encoding="utf-8")
    (tmp_path / "new.yaml").write_text(daemonset("agent", hostPID=True), encoding="utf-8")
    (tmp_path / "nodes.yaml").write_text(NODES, encoding="utf-8")
    (tmp_path / "policies.yaml").write_text(POLICY, encoding="utf-8")
    return tmp_path


def difference(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, object]:
    run("diff", "old.yaml", "new.yaml", "--nodes", "nodes.yaml", "-o", "json", *words)
    found = json.loads(capsys.readouterr().out)
    assert isinstance(found, dict)
    return found


def desired(found: dict[str, object]) -> dict[str, int]:
    daemonsets = found["daemonsets"]
    assert isinstance(daemonsets, list)
    (pair,) = daemonsets
    numbers = pair["desired"]
    assert isinstance(numbers, dict)
    return numbers


@pytest.mark.usefixtures("folder")
def test_both_sides_meet_the_policies_of_the_cluster(capsys: pytest.CaptureFixture[str]) -> None:
    assert desired(difference(capsys)) == {"before": 1, "after": 1}
    assert desired(difference(capsys, "--policies", "policies.yaml")) == {"before": 2, "after": 2}


def test_a_policy_that_comes_with_the_new_side_is_part_of_the_change() -> None:
    old, new = daemonset("agent"), f"{daemonset('agent')}\n---\n{POLICY}"
    effects = {effect.node: effect.effect for effect in dslint.diff(old, new, NODES).effects}
    assert effects == {"n1": "created", "n2": "replaced"}


@pytest.mark.usefixtures("folder")
def test_steps_change_the_nodes_of_both_sides(capsys: pytest.CaptureFixture[str]) -> None:
    found = difference(capsys, "--what-if", "untaint:n1:gpu", "--what-if", "cordon:n2")
    assert desired(found) == {"before": 2, "after": 2}
    assert found["assumptions"] == [
        "the nodes are those after untaint:n1:gpu, cordon:n2",
        *found["assumptions"][1:],  # type: ignore[index]
    ]


@pytest.mark.usefixtures("folder")
def test_a_step_that_means_no_node_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    words = ["diff", "old.yaml", "new.yaml", "--nodes", "nodes.yaml", "--what-if", "cordon:n9"]
    assert run(*words) == 2
    assert "--what-if cordon:n9: no node" in capsys.readouterr().err


def test_expectations_are_held_against_the_new_side(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "expected.txt").write_text("agent restarts at most 0 pods\n", encoding="utf-8")
    words = ["diff", "old.yaml", "new.yaml", "--nodes", "nodes.yaml", "-o", "compact"]
    assert run(*words, "--expect", "agent runs on n2") == 0
    capsys.readouterr()
    assert run(*words, "--expect", "agent runs on n1", "--expectations", "expected.txt") == 1
    out = capsys.readouterr().out
    assert "expected runs on 1 node (n1), got runs on 0" in out
    assert "expected.txt:1:1: error expectation-failed" in out
    assert "expected at most 0 pods restarted, got 1 restarted" in out


def test_expectations_of_the_configuration_hold_for_a_difference_with_nodes(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "expected.txt").write_text("agent runs on n1\n", encoding="utf-8")
    (folder / ".dslint.yaml").write_text("expectations: [expected.txt]\n", encoding="utf-8")
    assert run("diff", "old.yaml", "new.yaml", "--nodes", "nodes.yaml", "-o", "compact") == 1
    assert "expected.txt:1:1: error expectation-failed" in capsys.readouterr().out
    assert run("diff", "old.yaml", "new.yaml", "-o", "compact") == 0
    assert run("diff", "old.yaml", "new.yaml", "--nodes", "nodes.yaml", "--isolated", "-o", "compact") == 0


def test_what_is_missing_is_missing_in_both(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "new.yaml").write_text(daemonset("agent", serviceAccountName="agent"), encoding="utf-8")
    words = ["diff", "old.yaml", "new.yaml", "--nodes", "nodes.yaml", "-o", "compact"]
    run(*words)
    assert "there is no ServiceAccount" not in capsys.readouterr().out
    run(*words, "--complete")
    assert "there is no ServiceAccount agent: no pod is created" in capsys.readouterr().out
