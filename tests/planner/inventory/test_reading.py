"""Every form of an inventory is read; every fault has a message of its own, with its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dslint.planner.errors import InventoryError
from dslint.planner.inventory.contents import Source
from dslint.planner.inventory.reading import not_an_inventory, read_contents, read_inventory, read_sources
from dslint.planner.nodes import ENOUGH
from dslint.reader.stream import read_stream

ROOT = Path(__file__).resolve().parents[3]
SCHEMA = Draft202012Validator(json.loads((ROOT / "schemas" / "inventory.schema.json").read_text("utf-8")))

NODE: dict[str, Any] = {
    "apiVersion": "v1",
    "kind": "Node",
    "metadata": {"name": "n1", "labels": {"kubernetes.io/os": "linux"}},
    "spec": {"taints": [{"key": "a", "value": "b", "effect": "NoSchedule"}]},
    "status": {
        "allocatable": {"cpu": "3920m", "memory": "16Gi", "pods": "110"},
        "conditions": [{"type": "Ready", "status": "True"}, {"type": "DiskPressure", "status": "True"}],
        "nodeInfo": {"kubeletVersion": "v1.36.2"},
    },
}


def faults(text: str, file: str = "nodes.yaml") -> list[str]:
    """All that is said of a text that was named as an inventory."""
    with pytest.raises(InventoryError) as caught:
        read_sources([Source(file, text.encode())])
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"apiVersion": "v1", "kind": "List", "items": [NODE]}),
        json.dumps({"apiVersion": "v1", "kind": "List", "items": [NODE]}, indent=4),
        json.dumps(
            {"kind": "NodeList", "items": [{key: NODE[key] for key in ("metadata", "spec", "status")}]}
        ),
        json.dumps({"metadata": {}, "items": [{key: NODE[key] for key in ("metadata", "spec", "status")}]}),
        json.dumps([NODE]),
        json.dumps(NODE),
        json.dumps({key: NODE[key] for key in ("metadata", "spec", "status")}),
        "---\n" + json.dumps(NODE) + "\n---\n# nothing here\n",
        """
nodes:
  - name: n1
    labels: {kubernetes.io/os: linux}
    taints: ["a=b:NoSchedule"]
    allocatable: {cpu: 3920m, memory: 16Gi, pods: 110}
    conditions: [DiskPressure]
    kubelet: v1.36.2
""",
        """
kubernetes: v1.36.2
pools:
  - name: n
    count: 1
    labels: {kubernetes.io/os: linux}
    taints: [{key: a, value: b, effect: NoSchedule}]
    allocatable: {cpu: 3.92, memory: 16Gi, pods: "110"}
    conditions: [DiskPressure]
""".replace("name: n", "name: n{n}"),
    ],
)
def test_every_form_gives_the_same_node(text: str) -> None:
    (node,) = read_inventory(text).nodes
    assert node.name == "n1"
    assert node.labels == {"kubernetes.io/os": "linux"}
    assert [str(taint) for taint in node.taints] == [
        "a=b:NoSchedule",
        "node.kubernetes.io/disk-pressure:NoSchedule",
    ]
    assert [str(taint) for taint in node.implied] == ["node.kubernetes.io/disk-pressure:NoSchedule"]
    assert node.allocatable is not None
    assert {name: number for name, number in node.allocatable.items() if number != ENOUGH} == {
        "cpu": 3920,
        "memory": 16 << 30,
        "pods": 110,
    }
    assert node.kubelet == "v1.36.2"
    assert node.ready


def test_nodes_know_where_they_are_written() -> None:
    inventory = read_inventory("nodes:\n  - name: a\n\n  - name: b\n", "small.yaml")
    assert [str(node.place) for node in inventory.nodes] == ["small.yaml:2", "small.yaml:4"]


@pytest.mark.parametrize(
    "name, count, names",
    [
        ("edge", 2, ["edge-1", "edge-2"]),
        ("edge-{n}-west", 2, ["edge-1-west", "edge-2-west"]),
        ("n{n:03}", 2, ["n001", "n002"]),
        ("gpu", 0, ["gpu"]),
    ],
)
def test_pools_stand_for_that_many_nodes(name: str, count: int, names: list[str]) -> None:
    inventory = read_inventory(f"pools: [{{name: '{name}', count: {count}}}]")
    assert [node.name for node in inventory.nodes] == names
    assert [node.count for node in inventory.nodes] == [1 if count else 0] * len(names)


@pytest.mark.parametrize(
    "written, taints",
    [
        (
            "ready: false",
            ["node.kubernetes.io/not-ready:NoSchedule", "node.kubernetes.io/not-ready:NoExecute"],
        ),
        (
            "ready: unknown",
            ["node.kubernetes.io/unreachable:NoSchedule", "node.kubernetes.io/unreachable:NoExecute"],
        ),
        ("ready: true", []),
        ("unschedulable: true", ["node.kubernetes.io/unschedulable:NoSchedule"]),
        ("{unschedulable: true, taints: ['node.kubernetes.io/unschedulable:NoSchedule']}", []),
    ],
)
def test_taints_that_are_not_written_are_added_and_marked(written: str, taints: list[str]) -> None:
    entry = written if written.startswith("{") else f"{{{written}}}"
    (node,) = read_inventory(f"nodes: [{{name: a, {entry[1:]}]").nodes
    assert [str(taint) for taint in node.implied] == taints


def test_os_and_arch_are_short_for_the_labels_that_clusters_keep() -> None:
    (node,) = read_inventory("nodes: [{name: a, os: linux, arch: arm64}]").nodes
    assert node.labels == {
        "beta.kubernetes.io/os": "linux",
        "kubernetes.io/os": "linux",
        "beta.kubernetes.io/arch": "arm64",
        "kubernetes.io/arch": "arm64",
    }


def test_what_is_not_said_of_the_room_is_assumed_and_told() -> None:
    inventory = read_inventory("nodes: [{name: a, allocatable: {cpu: 4}}, {name: b}]")
    assert [node.allocatable for node in inventory.nodes] == [
        {"cpu": 4000, "memory": ENOUGH, "ephemeral-storage": ENOUGH, "pods": 110},
        None,
    ]
    assert inventory.notes == ("nodes take 110 pods where their allocatable does not say (the default)",)


def test_capacity_stands_in_for_allocatable() -> None:
    node = {**NODE, "status": {"capacity": {"cpu": "2"}}}
    (read,) = read_inventory(json.dumps({"kind": "List", "items": [node]})).nodes
    assert read.allocatable == {"cpu": 2000}


def test_an_empty_list_is_an_inventory_without_nodes() -> None:
    for text in ('{"kind": "List", "items": []}', "nodes: []", "kind: NodeList\nitems: []\n"):
        assert read_inventory(text).nodes == ()


def test_labels_of_a_cluster_are_taken_as_they_are() -> None:
    node = {**NODE, "metadata": {"name": "n1", "labels": {"num": "-0"}}}
    (read,) = read_inventory(json.dumps({"kind": "List", "items": [node]})).nodes
    assert read.labels == {"num": "-0"}


@pytest.mark.parametrize(
    "text, message",
    [
        ("nodes:\n  - name: [\n", "nodes.yaml:2:11: cannot be read as YAML: "),
        (
            "apiVersion: v1\nkind: Deployment\n",
            "nodes.yaml:1:1: this is a Deployment, not an inventory; accepted: ",
        ),
        ("just words\n", "nodes.yaml:1:1: this is text, not an inventory; accepted: "),
        ("a: 1\n", "nodes.yaml:1:1: this is a mapping without a kind, not an inventory; accepted: "),
        ("- 1\n", "nodes.yaml:1:3: this is a number, not an inventory; accepted: "),
        (
            '{"kind": "List", "items": [{"kind": "Pod", "metadata": {"name": "p"}}]}',
            "nodes.yaml:1:1: this holds 1 Pods and no Node; give it as --pods nodes.yaml, and the nodes as ",
        ),
        (
            "kind: Pod\nmetadata: {name: p}\n",
            "nodes.yaml:1:1: this holds 1 Pods and no Node; give it as --pods nodes.yaml, and the nodes as ",
        ),
        (
            "nodes:\n  - name: a\n    taint: []\n",
            "nodes.yaml:3:5: unknown key 'taint'; did you mean 'taints'? accepted here: name, os, arch, ",
        ),
        (
            "nodes: []\nnode: []\n",
            "nodes.yaml:2:1: unknown key 'node'; did you mean 'nodes'? accepted here: ",
        ),
        ("nodes: {a: 1}\n", "nodes.yaml:1:8: nodes is a mapping; expected a list of nodes"),
        ("nodes: [a]\n", "nodes.yaml:1:9: an entry of nodes is text; expected a mapping with a name"),
        ("nodes: [{os: linux}]\n", "nodes.yaml:1:9: this node has no name"),
        ("nodes: [{name: 5}]\n", "nodes.yaml:1:16: name is a number; expected a string (in quotes "),
        (
            "nodes: [{name: A_b}]\n",
            "nodes.yaml:1:16: node name 'A_b' must be lower-case letters, digits, '-' and",
        ),
        (
            "nodes: [{name: a, labels: [x]}]\n",
            "nodes.yaml:1:27: labels is a list; expected a mapping of label keys",
        ),
        (
            "nodes: [{name: a, labels: {x: 5}}]\n",
            'nodes.yaml:1:31: label x is a number; expected a string: write x: "5"',
        ),
        (
            "nodes: [{name: a, labels: {x: on}}]\n",
            "nodes.yaml:1:31: label x is true or false; expected a string: write x",
        ),
        (
            "nodes: [{name: a, labels: {x: a b}}]\n",
            "nodes.yaml:1:31: label x: the value 'a b' must be letters",
        ),
        (
            "nodes: [{name: a, labels: {a b: x}}]\n",
            "nodes.yaml:1:28: label key 'a b' must be letters, digits",
        ),
        (
            "nodes: [{name: a, taints: [gpu]}]\n",
            "nodes.yaml:1:28: 'gpu' is not a valid taint; expected key=value:Effect or ",
        ),
        (
            "nodes: [{name: a, taints: ['gpu:NoSchedul']}]\n",
            "nodes.yaml:1:28: taint gpu: unknown effect 'NoSchedul'; accepted: NoSchedule, Prefer",
        ),
        (
            "nodes: [{name: a, taints: ['g u:NoSchedule']}]\n",
            "nodes.yaml:1:28: taint key 'g u' must be letters",
        ),
        (
            "nodes: [{name: a, taints: [5]}]\n",
            "nodes.yaml:1:28: a taint is a number; write key=value:Effect or",
        ),
        (
            "nodes: [{name: a, taints: {k: v}}]\n",
            "nodes.yaml:1:27: taints is a mapping; expected a list of taints",
        ),
        (
            "nodes: [{name: a, allocatable: {memory: 16 Gi}}]\n",
            "nodes.yaml:1:41: memory: '16 Gi' is not a valid quantity (examples: 4, 500m, 16Gi)",
        ),
        (
            "nodes: [{name: a, allocatable: {cpu: -1}}]\n",
            "nodes.yaml:1:38: cpu: -1 is negative; expected 0 or more",
        ),
        (
            "nodes: [{name: a, allocatable: {cpu: true}}]\n",
            "nodes.yaml:1:38: cpu: 'true' is not a valid quantity (examples:",
        ),
        (
            "nodes: [{name: a, ready: maybe}]\n",
            "nodes.yaml:1:26: ready is 'maybe'; accepted: true, false, unknown",
        ),
        (
            "nodes: [{name: a, conditions: [Hot]}]\n",
            "nodes.yaml:1:32: unknown condition 'Hot'; accepted: Disk",
        ),
        (
            "nodes: [{name: a, unschedulable: 1}]\n",
            "nodes.yaml:1:34: unschedulable is a number; expected true or fa",
        ),
        ("pools: [{name: a, count: -1}]\n", "nodes.yaml:1:26: count is -1; expected 0 or more"),
        (
            "pools: [{name: a, count: 1000000000}]\n",
            "nodes.yaml:1:26: count is 1000000000; a plan takes at most 1000000 nodes",
        ),
        (
            "pools: [{name: a, count: 1.5}]\n",
            "nodes.yaml:1:26: count is a number (1.5); expected an integer, 0",
        ),
        (
            "pools: [{name: a}]\n",
            "nodes.yaml:1:9: this pool has no count; write how many nodes it has, 0 for none",
        ),
        ("pools: [{count: 1}]\n", "nodes.yaml:1:9: this pool has no name"),
        ("kind: Node\nmetadata: {labels: {}}\n", "nodes.yaml:1:1: this Node has no metadata.name"),
        (
            "kind: Node\nmetadata: {name: a}\nspec: {taints: [{key: a, effect: Never}]}\n",
            "nodes.yaml:3:17: taint a: unknown effect 'Never'; accepted: NoSchedule, Pref",
        ),
        (
            'kind: Node\nmetadata: {name: "{{ name }}"}\n',
            "nodes.yaml:2:18: the name is '{{ name }}': this is a template; render it first",
        ),
        (
            "NAME   STATUS   ROLES    AGE   VERSION\ncp-1   Ready    <none>   14s   v1.37.0\n",
            "nodes.yaml:1:1: this is the table of kubectl get nodes; it has no taints and no allocatable ",
        ),
        (
            "node/cp-1\nnode/cp-2\n",
            "nodes.yaml:1:1: these are names of nodes only, with nothing else about them; ",
        ),
    ],
)
def test_a_fault_has_its_own_message_and_place(text: str, message: str) -> None:
    found = faults(text)
    assert len(found) == 1, found
    assert found[0].startswith(message), found[0]


def test_all_faults_are_told_at_once() -> None:
    found = faults("nodes:\n  - name: a\n    ready: no way\n  - name: b\n    os: 5\n")
    assert [fault.split(": ")[0] for fault in found] == ["nodes.yaml:3:12", "nodes.yaml:5:9"]


def test_a_fault_in_a_large_json_list_is_found_with_its_line() -> None:
    bad = {**NODE, "spec": {"taints": [{"key": "a", "effect": "Never"}]}}
    text = json.dumps({"kind": "List", "items": [NODE, {**NODE, "metadata": {"name": "n2"}}, bad]}, indent=4)
    line = text[: text.index("Never")].count("\n") + 1
    (found,) = faults(text)
    assert found.startswith(f"nodes.yaml:{line - 2}:21: taint a: unknown effect 'Never'; accepted: NoSch")


def test_a_node_that_is_there_twice_is_told_with_both_places() -> None:
    with pytest.raises(InventoryError) as caught:
        read_inventory("nodes:\n  - name: a\n  - name: b\n  - name: a\n", "two.yaml")
    assert str(caught.value) == "two.yaml:4:1: node a is a duplicate; the first one is at two.yaml:2"


def test_objects_beside_nodes_are_kept_for_the_plan() -> None:
    text = json.dumps(
        {"kind": "List", "items": [NODE, {"kind": "DaemonSet", "metadata": {"name": "d"}}]}, indent=2
    )
    source = Source("dump.json", text.encode())
    contents = read_contents(source)
    assert not_an_inventory(source, contents) is None
    (found,) = contents.objects
    manifest = found.manifest
    line = text[: text.index('"d"')].count("\n") + 1
    name = manifest.node.at(("metadata", "name"))
    assert name is not None
    assert manifest.document.span(name)[:2] == (line, text.splitlines()[line - 1].index('"d"') + 1)


GOOD = [
    "nodes: []",
    "nodes: [{name: a, ready: unknown}]",
    "pools: [{name: p, count: 0, arch: arm64}]",
    "kubernetes: v1.36\nnodes: []",
]
BAD = [
    "nodes: {}",
    "nodes: [{nam: a}]",
    "nodes: [{name: a, labels: {x: 5}}]",
    "nodes: [{name: a, taints: [5]}]",
    "nodes: [{name: a, ready: maybe}]",
    "pools: [{name: a}]",
    "pools: [{name: a, count: -1}]",
    "pools: [{name: a, count: 1000001}]",
    "nodes: []\nother: 1",
]


@pytest.mark.parametrize("text", GOOD)
def test_the_schema_takes_what_is_read(text: str) -> None:
    read_inventory(text)
    assert [error.message for error in SCHEMA.iter_errors(read_stream(text).documents[0].data)] == []


@pytest.mark.parametrize("text", BAD)
def test_the_schema_refuses_what_is_refused(text: str) -> None:
    assert faults(text)
    assert not SCHEMA.is_valid(read_stream(text).documents[0].data)


def long_list(kind: str = "List") -> str:
    """A list of Nodes as kubectl prints it, long enough to be read item by item."""
    items = "".join(map(_long_item, range(300)))
    return f"apiVersion: v1\nitems:\n{items}kind: {kind}\nmetadata:\n  resourceVersion: ''\n"


def _long_item(number: int) -> str:
    return f"""- apiVersion: v1
  kind: Node
  metadata:
    annotations:
      text: |
        images:
        - not one
    labels:
      number: "{number}"
    managedFields:
    - manager: kubelet
      fieldsV1:
        f:metadata: {{}}
    name: n{number}
  spec:
    taints:
    - effect: NoSchedule
      key: a
  status:
    allocatable:
      cpu: "2"
      pods: "9"
    conditions:
    - status: "False"
      type: Ready
    images:
    - names:
      - example.com/{"x" * 400}:1
      sizeBytes: 5
    nodeInfo:
      kubeletVersion: v1.36.0
"""


def test_a_long_yaml_list_is_read_item_by_item_with_its_places() -> None:
    text = long_list()
    nodes = read_inventory(text, "long.yaml").nodes
    assert len(nodes) == 300
    last = nodes[-1]
    assert (last.name, last.labels, last.kubelet) == ("n299", {"number": "299"}, "v1.36.0")
    assert last.allocatable == {"cpu": 2000, "pods": 9}
    assert [str(taint) for taint in last.written_taints] == ["a:NoSchedule"]
    assert not last.ready
    line = text.splitlines()[last.place.line - 1]
    assert (last.place.file, line) == ("long.yaml", "- apiVersion: v1")


def test_a_fault_in_a_long_yaml_list_has_its_place() -> None:
    text = long_list().replace(
        "name: n200\n  spec:\n    taints:\n    - effect: NoSchedule",
        "name: n200\n  spec:\n    taints:\n    - effect: Never",
    )
    line = text[: text.index("Never")].count("\n") + 1
    (found,) = faults(text)
    assert found.startswith(f"nodes.yaml:{line}:7: taint a: unknown effect 'Never'; accepted: ")


def test_items_of_a_long_node_list_need_not_say_their_kind() -> None:
    text = long_list("NodeList").replace("- apiVersion: v1\n  kind: Node\n  metadata", "- metadata")
    assert len(read_inventory(text).nodes) == 300
