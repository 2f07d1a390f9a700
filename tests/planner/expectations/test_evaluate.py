"""Expectations held against plans: met, or failed with what was got and why."""

from __future__ import annotations

import pytest

import dslint
from dslint.planner.expectations.collect import expectations_in, unchecked
from dslint.planner.inventory.manifests import read_manifests
from dslint.planner.where import MisreadError

NODES = """\
pools:
  - {name: spot, count: 0, labels: {pool: spot}, allocatable: {cpu: "4", memory: 8Gi, pods: "10"}}
nodes:
  - {name: n1, labels: {pool: edge}, allocatable: {cpu: "2", memory: 4Gi, pods: "10"}}
  - {name: n2, labels: {pool: edge}, taints: ["k:NoSchedule"], allocatable: {cpu: "2", pods: "10"}}
  - {name: n3, allocatable: {cpu: "1", memory: 64Mi, pods: "10"}}
"""


def manifest(*expectations: str, name: str = "agent") -> str:
    comments = "".join(f"# dslint: expect {expectation}\n" for expectation in expectations)
    return f"""\
{comments}apiVersion: apps/v1
kind: DaemonSet
metadata: {{name: {name}}}
spec:
  selector: {{matchLabels: {{a: {name}}}}}
  template:
    metadata: {{labels: {{a: {name}}}}}
    spec:
      containers:
        - {{name: c, image: "x:1", resources: {{requests: {{cpu: 500m, memory: 128Mi}}}}}}
"""


def failed(text: str) -> list[tuple[str, str]]:
    report = dslint.plan(text, NODES).report
    return [
        (finding.message, finding.result)
        for finding in report.findings
        if finding.rule == "expectation-failed"
    ]


MET = [
    "desired=2",
    "desired != 3",
    "runs=1",
    "pending<=1",
    "blocked = 0",
    "runs on n1",
    "runs on pool=spot",
    "never on n2",
    "never on pool=none",
    "fits on pool=edge",
    "at most 25% of cpu on pool=edge",
    "at most 100% of nvidia.com/gpu",
    "together at most 50 % of cpu",
]


@pytest.mark.parametrize("expectation", MET)
def test_what_is_so_is_no_finding(expectation: str) -> None:
    assert failed(manifest(expectation)) == []


PENDING = "n3: pending: memory: asks for 128Mi, the node has 64Mi"
FAILED = [
    ("desired=3", "default/agent: expected desired 3, got desired 2", ""),
    ("runs > 1", "default/agent: expected runs > 1, got runs 1", ""),
    (
        "runs on pool=edge",
        "default/agent: expected runs on 2 nodes (pool=edge), got runs on 1",
        "n2: taint k:NoSchedule is not tolerated",
    ),
    ("runs on n3", "default/agent: expected runs on 1 node (n3), got runs on 0", PENDING),
    (
        "never on pool=edge",
        "default/agent: expected never on 2 nodes (pool=edge), got wanted on 1: n1",
        "n1: runs there",
    ),
    ("fits", "default/agent: expected no pod that stays Pending, got 1 of 2 that do", PENDING),
    (
        "at most 30% of cpu",
        "default/agent: expected at most 30 % of cpu, got 50 % on n3 (500m)",
        "over it on 1 node: n3",
    ),
    ("runs on pool=none", "expected a node with pool=none, got none in the inventory", ""),
    ("fits on n9", "expected a node or pool called n9, got none in the inventory", ""),
    (
        "at most 5% of pods",
        "default/agent: expected at most 5 % of pods, got 10 % on spot (1)",
        "over it on 3 nodes: spot, n1, n3",
    ),
    ("other fits", "expected other in the plan, got no DaemonSet of that name; there are default/agent", ""),
]


@pytest.mark.parametrize("expectation, message, result", FAILED)
def test_a_failure_says_what_was_got_and_why(expectation: str, message: str, result: str) -> None:
    assert failed(manifest(expectation)) == [(message, result)]


def test_together_adds_the_daemonsets_up() -> None:
    text = f"{manifest('together at most 60% of cpu')}---\n{manifest(name='other')}"
    ((message, result),) = failed(text)
    assert message == "expected at most 60 % of cpu, got 100 % on n3 (1)"
    assert result == "over it on 1 node: n3"


def test_the_finding_is_at_the_expectation() -> None:
    (finding,) = dslint.plan(manifest("desired=3"), NODES).report.findings[:1]
    assert (finding.rule, finding.severity) == ("expectation-failed", "error")
    assert finding.span == (1, 18, 1, 27)
    assert finding.object is not None
    assert finding.object.name == "agent"


def test_an_expectation_nobody_understands_has_failed() -> None:
    ((message, result),) = failed(manifest("jumps on n1"))
    assert message.startswith("invalid expectation 'jumps on n1': the expectation of jumps is missing")
    assert result == "dslint checks nothing here; an invalid expectation counts as failed."


def test_a_file_has_one_expectation_a_line() -> None:
    text = "# the edge\n\n- agent runs on pool=edge\nfits\n"
    found = [
        (expectation.expectation.text, expectation.file, expectation.span)
        for expectation in expectations_in(text, "e.txt")
    ]
    assert found == [
        ("agent runs on pool=edge", "e.txt", (3, 3, 3, 26)),
        ("fits", "e.txt", (4, 1, 4, 5)),
    ]


def test_a_fault_in_a_file_has_its_place() -> None:
    with pytest.raises(MisreadError) as raised:
        list(expectations_in("fits\n  - agent desired=x\n", "e.txt"))
    assert raised.value.message == "e.txt:2:20: write it like 'desired=12'"


def test_lint_leaves_expectations_in_peace() -> None:
    assert dslint.lint(manifest("desired=3")).findings == ()


def test_an_expectation_that_no_daemonset_is_near_counts_as_failed() -> None:
    text = f"# dslint: expect desired=1\nkind: ConfigMap\n---\n{manifest()}---\n# dslint: expect desired=2\n"
    read = read_manifests(text, "all.yaml")
    told = list(unchecked([("all.yaml", read.stream)]))
    assert [(one.file, one.span.line, one.span.column) for one in told if one.span] == [
        ("all.yaml", 1, 1),
        ("all.yaml", len(text.splitlines()), 1),
    ]
    assert told[0].problem.message == ("'desired=1' is not checked: this document contains no DaemonSet")


@pytest.mark.parametrize("memory, met", [("9Gi", False), ("1Gi", True)])
def test_a_pool_at_zero_has_the_outcome_that_the_plan_gives_it(memory: str, *, met: bool) -> None:
    text = manifest("runs on pool=spot").replace("memory: 128Mi", f"memory: {memory}")
    assert (failed(text) == []) == met
