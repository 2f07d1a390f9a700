"""Nodes that stand for a pool, compared with nodes drawn from the pool's own requirements."""

from __future__ import annotations

import json
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dslint.kubernetes.affinity import required_terms, selector_requirements
from dslint.planner.nodes import Node
from dslint.planner.placement.controller import decide
from dslint.planner.pools.expand import MOST_NODES, Question, Variant, Wish, variants_of
from dslint.planner.pools.pool import Pool
from dslint.planner.pools.values import ABSENT
from dslint.planner.workload.demands import Demands
from tests.planner.pools.reading import pools_in

_KEYS = ["zone", "tier", "disk", "example.com/team", "beta.kubernetes.io/arch", "kubernetes.io/arch"]
_VALUES = ["a", "b", "1", "3", "8"]
_UNIVERSE: list[str | None] = [None, "a", "b", "zz", *map(str, range(-1, 12))]


def expression(key: str, operator: str, values: list[str], bound: int = 0) -> dict[str, Any]:
    if operator in ("Exists", "DoesNotExist"):
        return {"key": key, "operator": operator}
    return {"key": key, "operator": operator, "values": [str(bound)] if operator in ("Gt", "Lt") else values}


def of_ec2(key: str, *values: str) -> Pool:
    """A NodePool of AWS, where machine types are known."""
    return pool_of([expression(key, "In", list(values))], "karpenter.k8s.aws")


_EXPRESSIONS = st.builds(
    expression,
    st.sampled_from(_KEYS),
    st.sampled_from(["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"]),
    st.lists(st.sampled_from(_VALUES), min_size=1, max_size=2, unique=True),
    st.integers(0, 9),
)
_PODS = st.fixed_dictionaries(
    {},
    optional={
        "nodeSelector": st.dictionaries(st.sampled_from(_KEYS), st.sampled_from(_VALUES), max_size=2),
        "terms": st.lists(
            st.fixed_dictionaries({"matchExpressions": st.lists(_EXPRESSIONS, min_size=1, max_size=2)}),
            min_size=1,
            max_size=3,
        ),
    },
)


def pool_of(requirements: list[dict[str, Any]], group: str = "karpenter.azure.com") -> Pool:
    """A NodePool with these requirements; of Azure, where no machine types are known."""
    reference = {"group": group, "kind": "AKSNodeClass", "name": "default"}
    spec = {"template": {"spec": {"requirements": requirements, "nodeClassRef": reference}}}
    text = json.dumps(
        {"apiVersion": "karpenter.sh/v1", "kind": "NodePool", "metadata": {"name": "p"}, "spec": spec}
    )
    (pool,) = pools_in(text)
    return pool


def demands(pod: dict[str, Any]) -> Demands:
    spec: dict[str, Any] = {"nodeSelector": pod.get("nodeSelector", {})}
    if "terms" in pod:
        required = {"nodeSelectorTerms": pod["terms"]}
        spec["affinity"] = {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": required}}
    return Demands("", selector_requirements(spec), required_terms(spec), ())


def wish(wanted: Demands) -> Wish:
    return Wish(wanted.selector, wanted.terms)


def drawn(pool: Pool, keys: list[str]) -> list[Node]:
    """Every node with labels that the pool allows, out of a small universe of values."""
    known = {key: pool.labels[key].values if key in pool.labels else ABSENT for key in keys}
    ways = [[value for value in _UNIVERSE if known[key].may_be(value)] for key in keys]
    nodes = []
    for values in product(*ways):
        labels = {key: value for key, value in zip(keys, values, strict=True) if value is not None}
        if "kubernetes.io/arch" in labels:
            labels["beta.kubernetes.io/arch"] = labels["kubernetes.io/arch"]
        nodes.append(Node("n", labels))
    return nodes


def answer(wanted: Demands, nodes: list[Node]) -> str:
    runs = [decide(wanted, node).should_run for node in nodes]
    return "every" if all(runs) else "some" if any(runs) else "none"


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(st.lists(_EXPRESSIONS, max_size=4), st.lists(_PODS, min_size=1, max_size=3))
def test_every_some_and_none_are_those_of_the_nodes_of_the_pool(
    requirements: list[dict[str, Any]], pods: list[dict[str, Any]]
) -> None:
    pool = pool_of(requirements)
    wanted = [demands(pod) for pod in pods]
    variants = variants_of(pool, Question(tuple(map(wish, wanted))))
    for one in wanted:
        asked = wish(one).requirements()
        keys = sorted({key.replace("beta.", "") for key in (requirement.key for requirement in asked)})
        expected = answer(one, drawn(pool, keys))
        assert answer(one, [variant.node for variant in variants]) == expected


def test_nodes_are_named_after_what_distinguishes_them() -> None:
    pool = pool_of([expression("zone", "In", ["a", "b"])])
    wanted = demands({"nodeSelector": {"zone": "a"}})
    assert [variant.node.name for variant in variants_of(pool, Question((wish(wanted),)))] == [
        "p[zone=a]",
        "p[zone=b]",
    ]
    assert [variant.node.name for variant in variants_of(pool, Question(()))] == ["p"]


def test_machine_types_that_nobody_tells_apart_are_one_node() -> None:
    pool = pool_of(
        [expression("karpenter.k8s.aws/instance-category", "In", ["c", "m", "r"], 0)], "karpenter.k8s.aws"
    )
    (variant,) = variants_of(pool, Question(()))
    assert variant.node.name == "p"
    assert len(variant.part.types) > 700


def test_sizes_differ_only_where_there_is_not_room_for_all() -> None:
    types = ["m5.large", "m5.xlarge", "m5.24xlarge"]
    pool = of_ec2("node.kubernetes.io/instance-type", *types)
    small = Wish(requests={"cpu": 1000, "memory": 1 << 30})
    large = Wish(requests={"cpu": 3000})
    assert names(pool, small) == ["p"]
    assert names(pool, small, large) == ["p[m5.24xlarge]", "p[m5.large]", "p[m5.xlarge]"]
    assert names(pool, large) == ["p[m5.xlarge]", "p[m5.large]"]


def names(pool: Pool, *wishes: Wish) -> list[str]:
    return [variant.node.name for variant in variants_of(pool, Question(wishes))]


def asking(**selector: str) -> tuple[Variant, ...]:
    """The nodes of a pool of m5 and t4g machines for one DaemonSet with a nodeSelector."""
    pool = of_ec2("karpenter.k8s.aws/instance-family", "m5", "t4g")
    keys = {"arch": "kubernetes.io/arch", "family": "karpenter.k8s.aws/instance-family"}
    wanted = demands({"nodeSelector": {keys[name]: value for name, value in selector.items()}})
    return tuple(variants_of(pool, Question((wish(wanted),))))


def test_labels_of_a_machine_type_go_together() -> None:
    variants = asking(arch="arm64", family="t4g")
    assert [(variant.node.name, variant.possible) for variant in variants] == [
        ("p[arch=amd64,instance-family=m5]", True),
        ("p[arch=arm64,instance-family=t4g]", True),
    ]


def test_labels_that_no_known_machine_has_are_marked() -> None:
    variants = asking(arch="arm64", family="m5")
    assert [(variant.node.name, variant.possible) for variant in variants] == [
        ("p[arch=amd64,instance-family=m5]", True),
        ("p[arch=arm64,instance-family=t4g]", True),
        ("p[arch=arm64,instance-family=m5,no known type]", False),
    ]


def test_many_open_labels_cost_no_more_than_a_bounded_number_of_nodes() -> None:
    keys = [f"example.com/k{number}" for number in range(40)]
    pool = pool_of([{"key": key, "operator": "Exists"} for key in keys])
    pod = {"nodeSelector": dict.fromkeys(keys, "x")}
    variants = variants_of(pool, Question(tuple(wish(demands(pod)) for _ in range(3))))
    assert 2 <= len(variants) <= MOST_NODES
    assert any(decide(demands(pod), variant.node).should_run for variant in variants)
