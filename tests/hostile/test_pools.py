"""Declarations of pools from strangers: whatever is in them, there is a plan or an error with a place."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dslint
from dslint.planner.errors import InventoryError
from dslint.reader.stream import read_stream
from tests.planner.cases import daemonset

FIXTURES = Path(__file__).parent.parent / "planner" / "pools" / "fixtures"
_JUNK = st.sampled_from(
    [
        "null",
        '""',
        '"x"',
        '"${X}"',
        '"a=b:c"',
        "-1",
        "1" + "0" * 30,
        "1.5",
        "true",
        "[]",
        "{}",
        "[null]",
        "[[]]",
    ]
)
_AGENT = daemonset(nodeSelector={"kubernetes.io/arch": "arm64"})


def documents() -> list[tuple[str, Any]]:
    found = []
    for path in sorted(FIXTURES.iterdir()):
        if path.suffix in (".yaml", ".json"):
            stream = read_stream(path.read_text(encoding="utf-8"))
            found += [(path.name, document.data) for document in stream.documents]
    return found


DOCUMENTS = documents()


def places_in(data: Any) -> list[tuple[Any, Any]]:
    """Every place in JSON data as (container, key)."""
    found: list[tuple[Any, Any]] = []
    waiting = [data]
    while waiting:
        current = waiting.pop()
        keys = current if isinstance(current, dict) else range(len(current))
        for key in keys:
            found.append((current, key))
            if isinstance(current[key], dict | list):
                waiting.append(current[key])
    return found


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(DOCUMENTS), st.data())
def test_a_value_of_another_kind_is_an_error_or_is_left_alone(
    document: tuple[str, Any], data: st.DataObject
) -> None:
    changed = json.loads(json.dumps(document[1]))
    for _ in range(data.draw(st.integers(1, 3))):
        places = places_in(changed)
        if not places:
            break
        container, key = data.draw(st.sampled_from(places))
        container[key] = json.loads(data.draw(_JUNK))
    assert planned_nodes(json.dumps(changed)) < 100_000


def planned_nodes(text: str) -> int:
    """How many nodes a plan is made for; none where the text is refused with what is wrong in it."""
    try:
        return len(dslint.plan(_AGENT, text).placements)
    except InventoryError as error:
        return 0 if error.faults else sys.maxsize


_RESOURCES = '{"format_version": "1.2", "planned_values": {"root_module": '
LARGE_AND_ODD = {
    "modules": _RESOURCES + '{"child_modules": [' * 5000,
    "values": _RESOURCES
    + '{"resources": [{"type": "aws_eks_node_group", "values": '
    + "[" * 900
    + "]" * 900
    + "}]}}}",
    "kind": "kind: Cluster\napiVersion: kind.x-k8s.io/v1alpha4\nnodes:\n" + "- role: worker\n" * 2000,
    "k3d": "apiVersion: k3d.io/v1alpha5\nkind: Simple\nagents: 100000000\n",
    "eksctl": "apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmanagedNodeGroups: "
    "[{name: a, desiredCapacity: 99999999999}]\n",
    "karpenter": "apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {name: a}\n"
    "spec: {replicas: 1000000000}\n",
    "talos": "version: v1alpha1\nmachine: {nodeTaints: {a: ':::', b: ''}}\n",
}


@pytest.mark.parametrize("text", LARGE_AND_ODD.values(), ids=LARGE_AND_ODD.keys())
def test_large_and_odd_declarations_stay_cheap(text: str) -> None:
    assert planned_nodes(text) <= 10_000


def test_many_values_and_requirements_stay_cheap() -> None:
    values = [f"v{number}" for number in range(3000)]
    spec = {"requirements": [{"key": "k", "operator": "In", "values": values}]}
    pool = {
        "apiVersion": "karpenter.sh/v1",
        "kind": "NodePool",
        "metadata": {"name": "p"},
        "spec": {"template": {"spec": spec}},
    }
    terms = [
        {"matchExpressions": [{"key": "k", "operator": "In", "values": values[start : start + 10]}]}
        for start in range(0, 3000, 10)
    ]
    required = {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": terms}}
    agent = daemonset(affinity={"nodeAffinity": required})
    plan = dslint.plan(agent, json.dumps(pool))
    assert len(plan.placements) <= 4096
    assert all(placement.should_run for placement in plan.placements)
