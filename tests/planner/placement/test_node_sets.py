"""The fast form of placement against the plain one, on random DaemonSets and nodes."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dslint.kubernetes.taints import Taint
from dslint.planner.nodes import Node, with_state
from dslint.planner.placement.controller import decide
from dslint.planner.placement.node_sets import Column, Index, places, set_of
from dslint.planner.workload.demands import demands_of

KEYS = st.sampled_from(["zone", "pool", "num", "edge", "kubernetes.io/os"])
VALUES = st.sampled_from(["", "a", "b", "5", "-3", "007", " 5", "1.5", "linux"])
EFFECTS = st.sampled_from(["NoSchedule", "NoExecute", "PreferNoSchedule"])
TAINT_KEYS = st.sampled_from(
    ["gpu", "edge", "node.kubernetes.io/not-ready", "node.kubernetes.io/unschedulable"]
)

TAINTS = st.lists(st.builds(Taint, TAINT_KEYS, VALUES, EFFECTS), max_size=3).map(tuple)
NODES = st.lists(
    st.tuples(st.dictionaries(KEYS, VALUES, max_size=4), TAINTS, st.booleans()), min_size=1, max_size=8
)
TOLERATIONS = st.lists(
    st.fixed_dictionaries(
        {},
        optional={
            "key": TAINT_KEYS,
            "operator": st.sampled_from(["Exists", "Equal", "Gt", ""]),
            "value": VALUES,
            "effect": st.sampled_from(["NoSchedule", "NoExecute", ""]),
        },
    ),
    max_size=3,
)
EXPRESSIONS = st.lists(
    st.fixed_dictionaries(
        {
            "key": KEYS,
            "operator": st.sampled_from(["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt", "Near"]),
            "values": st.lists(VALUES, max_size=2),
        }
    ),
    max_size=3,
)
FIELDS = st.lists(
    st.fixed_dictionaries(
        {
            "key": st.sampled_from(["metadata.name", "spec.name"]),
            "operator": st.sampled_from(["In", "NotIn"]),
            "values": st.lists(st.sampled_from(["n0", "n1"]), min_size=1, max_size=1),
        }
    ),
    max_size=1,
)
TERMS = st.lists(st.fixed_dictionaries({"matchExpressions": EXPRESSIONS, "matchFields": FIELDS}), max_size=3)


def manifest(selector: dict[str, str], terms: Any, tolerations: Any, name: str) -> dict[str, Any]:
    required = {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": terms}}
    spec = {"nodeSelector": selector, "tolerations": tolerations, "nodeName": name, "hostNetwork": True}
    if terms is not None:
        spec["affinity"] = {"nodeAffinity": required}
    return {"spec": {"template": {"spec": spec}}}


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(
    NODES,
    st.dictionaries(KEYS, VALUES, max_size=1),
    st.none() | TERMS,
    TOLERATIONS,
    st.sampled_from(["", "", "", "n0", "n9"]),
)
def test_the_fast_form_says_what_the_plain_one_says(
    written: Any, selector: dict[str, str], terms: Any, tolerations: Any, name: str
) -> None:
    nodes = [
        with_state(
            Node(f"n{number}", labels),
            taints=taints,
            conditions=(("Ready", "False"),) if sick else (),
        )
        for number, (labels, taints, sick) in enumerate(written)
    ]
    demands = demands_of(manifest(selector, terms, tolerations, name))
    fast = Index(nodes).wanted(demands)
    plain = [decide(demands, node) for node in nodes]
    assert list(places(fast.run)) == [place for place, decision in enumerate(plain) if decision.should_run]
    assert list(places(fast.stay)) == [
        place for place, decision in enumerate(plain) if decision.should_continue_running
    ]
    assert all(bool(decision.reasons) is not decision.should_run for decision in plain)


@given(st.sets(st.integers(0, 300)))
def test_a_set_of_nodes_gives_its_places_back(numbers: set[int]) -> None:
    assert list(places(set_of(numbers, 301))) == sorted(numbers)


@given(st.lists(st.integers(0, 400), max_size=400), st.sets(st.integers(0, 400)))
def test_a_column_answers_for_few_and_for_many_values(values: list[int], wanted: set[int]) -> None:
    column = Column(values)
    expected = [place for place, value in enumerate(values) if value in wanted]
    assert list(places(column.among(wanted))) == expected
    assert list(places(column.where(wanted.__contains__))) == expected


def test_no_nodes_at_all() -> None:
    index = Index(())
    assert index.wanted(demands_of({})) == (0, 0)
