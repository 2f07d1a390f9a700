"""Steps applied to an inventory: the nodes meant change, the others do not."""

from __future__ import annotations

import pytest

from dslint.planner.inventory.inventory import Inventory
from dslint.planner.inventory.reading import read_inventory
from dslint.planner.nodes import Node
from dslint.planner.whatif.apply import apply
from dslint.planner.whatif.step_faults import NoSuchNodeError
from dslint.planner.whatif.steps import parse_step

INVENTORY = """\
nodes:
  - name: n1
    labels: {pool: edge, zone: a}
    taints: ["k=v:NoSchedule", "k=v:NoExecute"]
  - name: n2
    labels: {pool: edge}
pools:
  - name: gpu
    count: 2
    labels: {pool: gpu}
"""


@pytest.fixture(scope="module")
def inventory() -> Inventory:
    return read_inventory(INVENTORY)


def changed(inventory: Inventory, *steps: str) -> dict[str, Node]:
    for step in steps:
        inventory = apply(parse_step(step), inventory)
    return {node.name: node for node in inventory.nodes}


def taints(node: Node) -> list[str]:
    return [str(taint) for taint in node.taints]


def test_a_taint_takes_the_place_of_one_with_the_same_key_and_effect(inventory: Inventory) -> None:
    nodes = changed(inventory, "taint:pool=edge:k=w:NoSchedule")
    assert taints(nodes["n1"]) == ["k=v:NoExecute", "k=w:NoSchedule"]
    assert taints(nodes["n2"]) == ["k=w:NoSchedule"]


@pytest.mark.parametrize(
    "step, left",
    [
        ("untaint:n1:k", []),
        ("untaint:n1:k:NoExecute", ["k=v:NoSchedule"]),
    ],
)
def test_a_taint_goes_by_its_key_and_effect(inventory: Inventory, step: str, left: list[str]) -> None:
    assert taints(changed(inventory, step)["n1"]) == left


def test_labels_come_and_go(inventory: Inventory) -> None:
    nodes = changed(inventory, "label:n2:zone=b", "unlabel:n1:zone")
    assert nodes["n1"].labels == {"pool": "edge"}
    assert nodes["n2"].labels == {"pool": "edge", "zone": "b"}


@pytest.mark.parametrize("action", ["cordon", "drain"])
def test_a_cordon_brings_its_taint(inventory: Inventory, action: str) -> None:
    nodes = changed(inventory, f"{action}:n2")
    assert nodes["n2"].unschedulable
    assert taints(nodes["n2"]) == ["node.kubernetes.io/unschedulable:NoSchedule"]
    assert not nodes["n1"].unschedulable


def test_a_node_that_is_not_ready_has_both_taints(inventory: Inventory) -> None:
    assert taints(changed(inventory, "not-ready:n2")["n2"]) == [
        "node.kubernetes.io/not-ready:NoSchedule",
        "node.kubernetes.io/not-ready:NoExecute",
    ]


def test_steps_follow_one_another(inventory: Inventory) -> None:
    nodes = changed(inventory, "label:n2:fresh=yes", "taint:fresh=yes:x:NoExecute", "lose:pool=edge,zone=a")
    assert sorted(nodes) == ["gpu-1", "gpu-2", "n2"]
    assert taints(nodes["n2"]) == ["x:NoExecute"]


def test_a_pool_is_meant_by_its_name(inventory: Inventory) -> None:
    assert sorted(changed(inventory, "lose:gpu")) == ["n1", "n2"]


def test_nodes_are_added(inventory: Inventory) -> None:
    added = read_inventory("nodes: [{name: n9}]")
    nodes = apply(parse_step("add:more.yaml"), inventory, added).nodes
    assert [node.name for node in nodes][-1] == "n9"


@pytest.mark.parametrize(
    "step, message",
    [
        ("cordon:n11", "cordon:n11: no node, pool or label is called n11 (did you mean n1?)"),
        ("lose:pool=none", "lose:pool=none: no node has the labels pool=none: pool is one of edge, gpu"),
        (
            "lose:pol=edge",
            "lose:pol=edge: no node has the labels pol=edge: no node has the label pol (did you mean pool?)",
        ),
        ("lose:pool=gpu,zone=a", "lose:pool=gpu,zone=a: no node has the labels pool=gpu,zone=a"),
        ("untaint:n1:other", "untaint:n1:other: n1 has no taint other"),
        (
            "untaint:pool=gpu:k:NoExecute",
            "untaint:pool=gpu:k:NoExecute: none of 2 nodes has a taint k of effect NoExecute",
        ),
        ("unlabel:n1:zon", "unlabel:n1:zon: n1 has no label zon (did you mean zone?)"),
    ],
)
def test_a_step_that_means_no_node_is_an_error(inventory: Inventory, step: str, message: str) -> None:
    with pytest.raises(NoSuchNodeError) as raised:
        changed(inventory, step)
    assert str(raised.value) == message


def test_a_taint_that_follows_from_the_state_stays(inventory: Inventory) -> None:
    with pytest.raises(
        NoSuchNodeError, match="is set by the cluster from the state of n2; a step cannot remove it"
    ):
        changed(inventory, "cordon:n2", "untaint:n2:node.kubernetes.io/unschedulable")


def test_a_node_cannot_be_added_twice(inventory: Inventory) -> None:
    with pytest.raises(NoSuchNodeError, match=r"node n1 \(more.yaml:1\) is in the inventory already"):
        apply(parse_step("add:more.yaml"), inventory, read_inventory("nodes: [{name: n1}]", "more.yaml"))


@pytest.mark.parametrize(
    "steps, left",
    [
        (("cordon:n2", "uncordon:n2"), []),
        (("not-ready:n2", "ready:n2"), []),
        (("cordon:n2", "not-ready:n2", "ready:n2"), ["node.kubernetes.io/unschedulable:NoSchedule"]),
        (("taint:n2:node.kubernetes.io/unschedulable:NoSchedule", "cordon:n2", "uncordon:n2"), []),
        (("taint:n2:node.kubernetes.io/unreachable:NoExecute", "ready:n2"), []),
    ],
)
def test_a_state_ends_with_the_taints_that_follow_from_it(
    inventory: Inventory, steps: tuple[str, ...], left: list[str]
) -> None:
    node = changed(inventory, *steps)["n2"]
    assert taints(node) == left
    assert node.ready
    assert node.unschedulable is bool(left)


def test_remove_is_another_word_for_lose(inventory: Inventory) -> None:
    assert changed(inventory, "remove:pool=edge") == changed(inventory, "lose:pool=edge")
