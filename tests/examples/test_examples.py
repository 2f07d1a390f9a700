"""What everyone meets first: each example with what it must show, and the whole output as golden files."""

from __future__ import annotations

import subprocess
import sys

import pytest

import dslint
from tests import golden
from tests.needs import ROOT

EXAMPLES = ROOT / "examples"
GOLDEN = ROOT / "tests" / "examples"
INVENTORY = (EXAMPLES / "inventory.yaml").read_text(encoding="utf-8")

FINDINGS = {
    "kube-proxy.yaml": [],
    "log-collector.yaml": [],
    "logstash-input.yaml": [],
    "nginx-pinned.yaml": [("node-name-set", 17, 17)],
    "node-exporter.yaml": [],
    "old-api.yaml": [("removed-api-version", 3, 13)],
    "pasted-flat.yaml": [("lost-indentation", 4, 1)],
    "pasted-spaces.yaml": [("pasted-characters", 5, 1)],
    "redis-and-filebeat.yaml": [],
    "storage-agent.yaml": [("update-on-delete", 12, 11)],
}
"""File: (rule, line, column) of every finding of the recommended profile."""

CONTROL_PLANE = {"cp-1", "cp-2", "cp-3"}
EDGE = {"edge-1", "edge-2"}
GPU = {"gpu-1", "gpu-2"}
ZONE_B = {"worker-b-1", "worker-b-2", "worker-b-3"}
WORKERS = {"worker-a-1", "worker-a-2", "worker-a-3", "arm-1", *ZONE_B}

RUNS_ON = {
    "kube-proxy.yaml": CONTROL_PLANE | EDGE | GPU | WORKERS | {"worker-b-4", "virtual-1"},
    "log-collector.yaml": CONTROL_PLANE | EDGE | WORKERS,
    "logstash-input.yaml": {"worker-b-1"},
    "nginx-pinned.yaml": {"worker-b-3"},
    "node-exporter.yaml": CONTROL_PLANE | GPU | WORKERS,
    "redis-and-filebeat.yaml": CONTROL_PLANE | EDGE | WORKERS,
    "storage-agent.yaml": ZONE_B,
}
"""File: the nodes of the inventory that run a pod."""


def _text(name: str) -> str:
    return (EXAMPLES / name).read_text(encoding="utf-8")


def _dslint(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "dslint", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)


def test_every_example_is_in_the_table() -> None:
    assert {path.name for path in EXAMPLES.glob("*.yaml")} - {"inventory.yaml"} == set(FINDINGS)


@pytest.mark.parametrize("name", FINDINGS)
def test_an_example_shows_what_it_is_there_for(name: str) -> None:
    report = dslint.lint(_text(name), filename=name)
    found = [
        (finding.rule, finding.span.line, finding.span.column) for finding in report.findings if finding.span
    ]
    assert found == FINDINGS[name]


@pytest.mark.parametrize("name", RUNS_ON)
def test_an_example_runs_where_it_is_meant_to(name: str) -> None:
    plan = dslint.plan(_text(name), INVENTORY)
    running = {placement.node for placement in plan.placements if placement.outcome == "runs"}
    assert len(plan.placements) == 17
    assert running == RUNS_ON[name]


def test_the_edge_nodes_are_excluded_for_their_label() -> None:
    plan = dslint.plan(_text("node-exporter.yaml"), INVENTORY)
    reasons = {
        placement.node: placement.reasons
        for placement in plan.placements
        if placement.node.startswith("edge")
    }
    assert sorted(reasons) == ["edge-1", "edge-2"]
    for (reason,) in reasons.values():
        assert (reason.code, reason.subject) == ("node-affinity", "node-role.kubernetes.io/edge")
        assert reason.field is not None
        assert reason.field.endswith("nodeSelectorTerms[0].matchExpressions[0]")


def test_linting_them_prints() -> None:
    done = _dslint("lint", "examples")
    golden.check(done.stdout, GOLDEN / "lint.txt")
    assert done.returncode == 1


def test_planning_them_prints() -> None:
    done = _dslint("plan", "examples", "--nodes", "examples/inventory.yaml")
    golden.check(done.stdout, GOLDEN / "plan.txt")
    assert done.returncode == 1


def test_a_good_example_has_no_findings() -> None:
    done = _dslint("lint", "examples/log-collector.yaml")
    assert (done.stdout, done.stderr, done.returncode) == ("", "1 DaemonSet in 1 file, no findings\n", 0)
