"""Machine configurations with a count, as entries of `pools:` in a compact inventory."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dslint.planner.errors import InventoryError
from dslint.planner.inventory.reading import read_inventory
from dslint.reader.stream import read_stream
from tests.planner.cases import daemonset, placed, plan_of

ROOT = Path(__file__).resolve().parent.parent.parent.parent
SCHEMA = Draft202012Validator(json.loads((ROOT / "schemas" / "inventory.schema.json").read_text("utf-8")))
KUBEADM = """\
pools:
  - name: join
    count: 2
    config:
      apiVersion: kubeadm.k8s.io/v1beta4
      kind: JoinConfiguration
      nodeRegistration:
        taints: [{key: team, value: ml, effect: NoExecute}]
        kubeletExtraArgs: [{name: node-labels, value: "disk=ssd"}]
"""
K3S = """\
pools:
  - name: pi-{n:02}
    count: 3
    config:
      node-label: [disk=ssd]
      node-taint: ["team=ml:NoExecute"]
"""
TALOS = """\
pools:
  - name: rack
    count: 2
    config:
      version: v1alpha1
      machine:
        type: worker
        nodeLabels: {disk: ssd}
        nodeTaints: {team: "ml:NoExecute"}
"""
NODE_CONFIG = """\
pools:
  - name: rack
    count: 1
    config:
      apiVersion: v1alpha1
      kind: KubeNodeConfig
      labels: {disk: ssd}
      taints: {team: "ml:NoExecute"}
"""


@pytest.mark.parametrize(
    "text, name, names",
    [
        (KUBEADM, "join", ["join-1", "join-2"]),
        (K3S, "pi", ["pi-01", "pi-02", "pi-03"]),
        (TALOS, "rack", ["rack-1", "rack-2"]),
        (NODE_CONFIG, "rack", ["rack-1"]),
    ],
    ids=["kubeadm", "k3s", "talos", "talos-node-config"],
)
def test_a_configuration_becomes_as_many_nodes_as_the_count_says(
    text: str, name: str, names: list[str]
) -> None:
    (pool,) = read_inventory(text, "nodes.yaml").pools
    count = len(names)
    assert (pool.name, pool.counts) == (name, (count, count, count))
    assert [str(taint.taint) for taint in pool.taints] == ["team=ml:NoExecute"]
    assert not any("not known" in note for note in pool.notes)
    found = placed(plan_of(daemonset(nodeSelector={"disk": "ssd"}), nodes=text))
    assert list(found) == names
    assert {reason.text for placement in found.values() for reason in placement.reasons} == {
        "taint team=ml:NoExecute is not tolerated"
    }


def test_the_place_is_that_of_the_configuration() -> None:
    (pool,) = read_inventory(K3S, "nodes.yaml").pools
    assert str(pool.taints[0].origin.place) == "nodes.yaml:6"


def test_a_count_of_zero_is_a_pool_without_nodes_now() -> None:
    planned = plan_of(
        daemonset(tolerations=[{"operator": "Exists"}]), nodes=K3S.replace("count: 3", "count: 0")
    )
    assert planned.there == 0
    assert [node.name for node in planned.inventory.nodes] == ["pi"]


def test_pools_written_by_hand_stand_beside_configurations() -> None:
    text = K3S + "  - {name: other, count: 1, labels: {disk: hdd}}\nnodes: [{name: single}]\n"
    found = placed(plan_of(daemonset(tolerations=[{"operator": "Exists"}]), nodes=text))
    assert sorted(found) == ["other-1", "pi-01", "pi-02", "pi-03", "single"]


def test_alone_the_configuration_says_that_its_count_is_not_known() -> None:
    (pool,) = read_inventory("node-label: [disk=ssd]\n", "config.yaml").pools
    assert pool.notes[-1] == (
        "k3s-agent: this configures one machine; how many have this configuration is not known "
        "(pools: with config: and count: in an inventory can say it)"
    )


@pytest.mark.parametrize(
    "entry, fault",
    [
        (
            "{name: a, count: 1, config: {kind: Deployment, apiVersion: apps/v1}}",
            "nodes.yaml:1:37: config is not a machine configuration; expected a JoinConfiguration",
        ),
        (
            "{name: a, count: 1, config: [x]}",
            "nodes.yaml:1:37: config is a list; expected a machine configuration",
        ),
        (
            "{name: a, count: 1, config: }",
            "nodes.yaml:1:9: config is empty; expected a machine configuration",
        ),
        (
            "{name: a, config: {node-label: [a=b]}}",
            "nodes.yaml:1:9: this pool has no count; write how many nodes it has, 0 for none now",
        ),
        (
            "{name: a, count: 1, config: {node-label: [a=b]}, os: linux}",
            "nodes.yaml:1:58: unknown key 'os'; accepted here: name, count, config",
        ),
        (
            "{name: A_b, count: 1, config: {node-label: [a=b]}}",
            "nodes.yaml:1:16: node name 'A_b-1' ",
        ),
        (
            "{name: a, count: 1, config: {node-label: ['a b=c']}}",
            "nodes.yaml:1:51: ",
        ),
    ],
)
def test_what_is_wrong_is_said_with_its_place(entry: str, fault: str) -> None:
    with pytest.raises(InventoryError) as raised:
        read_inventory(f"pools: [{entry}]", "nodes.yaml")
    (found,) = raised.value.faults
    assert f"{found.file}:{found.line}:{found.column}: {found.message}".startswith(fault)


def loaded(text: str) -> Any:
    return read_stream(text.encode()).documents[0].node.data


@pytest.mark.parametrize("text", [KUBEADM, K3S, TALOS, NODE_CONFIG])
def test_the_schema_accepts_what_is_read(text: str) -> None:
    assert list(SCHEMA.iter_errors(loaded(text))) == []


def test_the_schema_wants_nothing_else_beside_a_configuration() -> None:
    (entry,) = loaded(K3S)["pools"]
    (error,) = SCHEMA.iter_errors({"pools": [{**entry, "os": "linux"}]})
    assert list(error.path) == ["pools", 0]
