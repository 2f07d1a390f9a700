"""JSON of a difference by groups of nodes: it says what the full form says, and names each node once."""

from __future__ import annotations

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dslint.planner.difference.comparison import Comparison
from dslint.report.diff import json_
from dslint.report.diff.view import DiffView
from dslint.values.finding import Report
from tests.needs import ROOT
from tests.planner.cases import daemonset
from tests.planner.difference.test_change_cost import compared

SCHEMA = Draft202012Validator(json.loads((ROOT / "schemas" / "diff.schema.json").read_text("utf-8")))
SMALL = "  - {{name: small-{0}, labels: {{size: small}}, allocatable: {{cpu: 150m, memory: 1Gi, pods: 9}}}}"
LARGE = "  - {{name: large-{0}, allocatable: {{cpu: 2, memory: 4Gi, pods: 9}}}}"


def nodes(small: int, large: int) -> str:
    rows = [SMALL.format(number) for number in range(small)]
    return "\n".join(["nodes:", *rows, *(LARGE.format(number) for number in range(large))])


def grown(**selector: str) -> Comparison:
    """One that asks for more than the small nodes have, and one that is not on them any more."""
    cpu = [
        {"name": "c", "image": "example.com/c:1", "resources": {"requests": {"cpu": amount}}}
        for amount in ("100m", "200m")
    ]
    old = daemonset("a", containers=cpu[:1]) + "\n---\n" + daemonset("b")
    new = daemonset("a", containers=cpu[1:]) + "\n---\n" + daemonset("b", nodeSelector=selector)
    return compared(old, new, nodes(3, 5))


def record(both: Comparison, form: str) -> dict[str, Any]:
    text = json_.render(DiffView(both, Report(), "old", "new", json_form=form))
    found: dict[str, Any] = json.loads(text)
    assert [error.message for error in SCHEMA.iter_errors(found)] == []
    return found


def expanded(data: Any, groups: list[dict[str, Any]]) -> Any:
    """The short form with the names of nodes in the place of references."""
    if isinstance(data, list):
        return [expanded(item, groups) for item in data]
    if not isinstance(data, dict):
        return data
    if data.keys() == {"nodes", "node_groups"}:
        names = [name for number in data["node_groups"] for name in groups[number]["nodes"]]
        assert data["nodes"] == len(names)
        return sorted(names, key=lambda name: (name.startswith("large"), name))
    return {key: expanded(value, groups) for key, value in data.items()}


def test_both_forms_say_the_same() -> None:
    both = grown(size="small")
    full, short = record(both, "full"), record(both, "groups")
    groups = short.pop("node_groups")
    assert (full.pop("form"), short.pop("form")) == ("full", "groups")
    assert expanded(short, groups) == full
    assert full["daemonsets"][0]["rollout"]["blocked_by"][0]["nodes"] == ["small-0", "small-1", "small-2"]
    assert full["daemonsets"][1]["lost"] == [f"large-{number}" for number in range(5)]


def test_each_node_is_named_once() -> None:
    names = [name for group in record(grown(), "groups")["node_groups"] for name in group["nodes"]]
    assert sorted(names) == [f"large-{number}" for number in range(5)] + [
        f"small-{number}" for number in range(3)
    ]


def test_a_larger_cluster_costs_its_names_only() -> None:
    one, other = (
        len(json.dumps(record(compared(daemonset(), daemonset(hostPID=True), nodes(0, number)), "groups")))
        for number in (10, 1000)
    )
    named = sum(len(f'"large-{number}", ') for number in range(10, 1000))
    assert other - one < named * 1.01


def test_without_nodes_there_are_no_groups() -> None:
    both = compared(daemonset(), daemonset(hostPID=True), "nodes: [{name: lone, taints: ['a:NoSchedule']}]")
    found = record(both, "groups")
    assert found["node_groups"] == []
    assert found["daemonsets"][0]["pods"]["replaced"] == {"nodes": 0, "node_groups": []}


@pytest.mark.parametrize("form", ["full", "groups"])
def test_the_short_form_needs_its_groups(form: str) -> None:
    found = record(grown(), form)
    found.pop("node_groups", None)
    assert SCHEMA.is_valid(found) == (form == "full")
