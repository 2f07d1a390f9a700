"""The rollout of an Advanced DaemonSet: partition, selector, pause, and nodes in order of their names."""

from __future__ import annotations

import json

import pytest

import dslint
from dslint.kubernetes.versions import NEWEST
from dslint.planner.difference.comparison import compare_plans
from dslint.planner.inventory.manifests import read_manifests
from dslint.planner.inventory.reading import read_inventory
from dslint.planner.plan import plan_objects

NODES = "".join(
    f"- {{name: {name}, labels: {{pool: {pool}}}}}\n"
    for name, pool in (("a", "one"), ("b", "one"), ("c", "one"), ("d", "two"), ("e", "two"))
)
MANIFEST = """\
apiVersion: {version}
kind: DaemonSet
metadata: {{name: agent}}
spec:
  selector: {{matchLabels: {{app: agent}}}}
  updateStrategy: {{type: RollingUpdate, rollingUpdate: {{{rolling}}}}}
  template:
    metadata: {{labels: {{app: agent}}}}
    spec:
      containers: [{{name: agent, image: "registry.example/agent:1.0"}}]
"""


def rollout(rolling: str, never_ready: tuple[str, ...] = ()) -> dslint.Rollout:
    manifest = MANIFEST.format(version="apps.kruise.io/v1beta1", rolling=rolling)
    return dslint.rollout(manifest, f"nodes:\n{NODES}", never_ready=never_ready)


@pytest.mark.parametrize(
    "rolling,waves",
    [
        ("", (1, 1, 1, 1, 1)),
        ("partition: 2", (1, 1, 1)),
        ("partition: 50%", (1, 1, 1)),  # two of five are kept: a share is rounded down
        ("partition: 9", ()),
        ("selector: {matchLabels: {pool: two}}", (1, 1)),
        ("selector: {matchLabels: {pool: one}}, partition: 3", (1, 1)),
        ("paused: true", ()),
        ("maxUnavailable: 2", (2, 2, 1)),
    ],
)
def test_only_the_chosen_nodes_get_the_new_pod(rolling: str, waves: tuple[int, ...]) -> None:
    forecast = rollout(rolling)
    assert forecast.waves == waves
    assert forecast.finishes


def test_nodes_are_taken_by_name_the_last_first() -> None:
    assert rollout("", never_ready=("e",)).waves == (1,)
    assert rollout("", never_ready=("c",)).waves == (1, 1, 1)
    assert rollout("partition: 3", never_ready=("c",)).finishes


def test_a_daemonset_of_another_group_is_not_planned() -> None:
    manifest = MANIFEST.format(version="example.com/v1", rolling="")
    assert not list(dslint.plan(manifest, f"nodes:\n{NODES}").placements)
    assert dslint.lint(manifest).findings == ()
    assert [skipped.why for skipped in dslint.lint(manifest).skipped] == [
        "a DaemonSet of the API group example.com, which dslint does not know"
    ]


def changes(rolling: str, old: str = ":1.0", new: str = ":2.0") -> dict[str, str]:
    """Node -> what a new template does there."""
    manifest = MANIFEST.format(version="apps.kruise.io/v1beta1", rolling=rolling)
    difference = dslint.diff(manifest, manifest.replace(old, new), f"nodes:\n{NODES}")
    return {effect.node: effect.effect for effect in difference.effects}


@pytest.mark.parametrize(
    "rolling,replaced",
    [
        ("", "abcde"),
        ("partition: 2", "cde"),
        ("partition: 50%", "cde"),
        ("partition: 100%", ""),
        ("selector: {matchLabels: {pool: one}}", "abc"),
        ("selector: {matchLabels: {pool: one}}, partition: 3", "bc"),
        ("paused: true", ""),
    ],
)
def test_a_difference_replaces_only_the_chosen_nodes(rolling: str, replaced: str) -> None:
    assert changes(rolling) == {
        node: "replaced" if node in replaced else "untouched" for node in ("a", "b", "c", "d", "e")
    }


def stays_in_place(text: str, before: str = "InPlaceIfPossible") -> bool:
    """Whether the rollout of a second manifest leaves its pods in place."""
    former, manifest = (
        MANIFEST.format(version="apps.kruise.io/v1beta1", rolling=f"rollingUpdateType: {kind}")
        for kind in (before, "InPlaceIfPossible")
    )
    sides = read_manifests(former, "old"), read_manifests(text.join(manifest.split(":1.0")), "new")
    inventory = read_inventory(f"nodes:\n{NODES}", "nodes.yaml")
    old, new = (plan_objects(side.objects, inventory, (), NEWEST) for side in sides)
    (pair,) = compare_plans(old, new).pairs
    assert pair.forecast is not None
    return pair.forecast.in_place


def test_pods_stay_in_place_where_only_images_change() -> None:
    assert stays_in_place(":2.0")
    assert not stays_in_place(':2.0", workingDir: "/tmp')


def test_pods_of_another_update_type_are_replaced() -> None:
    """OpenKruise updates a pod in place only where it was created with the readiness gate for it."""
    assert not stays_in_place(":2.0", before="Standard")


SCALE = "  scaleStrategy: {partitionedScaling: true}\n  template:\n"
PROGRESSIVE = "metadata: {name: agent, annotations: {daemonset.kruise.io/progressive-create-pod: 'true'}}"
SCALED = [
    ("partition: 2", "  template:\n", "  template:\n", "abcde"),
    ("partition: 2", "  template:\n", SCALE, "abc"),
    ("partition: 50%", "  template:\n", SCALE, "abc"),  # two of five are held back: rounded down
    ("partition: 9", "  template:\n", SCALE, ""),
    ("", "  template:\n", SCALE, "abcde"),
    ("partition: 2, paused: true", "  template:\n", SCALE, "abc"),
    ("partition: 2, selector: {matchLabels: {pool: two}}", "  template:\n", SCALE, "abc"),
    ("partition: 4", "metadata: {name: agent}", PROGRESSIVE, "a"),
]


def owned_pods(nodes: str, template: str = "") -> str:
    """A list of pods of the DaemonSet on some nodes."""
    owner = {"apiVersion": "apps.kruise.io/v1beta1", "kind": "DaemonSet", "name": "agent", "controller": True}
    pods = [
        {
            "kind": "Pod",
            "apiVersion": "v1",
            "metadata": {
                "name": f"agent-{node}",
                "namespace": "default",
                "ownerReferences": [owner],
                "labels": {"pod-template-generation": template} if template else {},
            },
            "spec": {"nodeName": node, "containers": []},
        }
        for node in nodes
    ]
    return json.dumps({"kind": "List", "items": pods})


def scaled(rolling: str, old: str = "  template:\n", new: str = SCALE) -> str:
    return MANIFEST.format(version="apps.kruise.io/v1beta1", rolling=rolling).replace(old, new)


@pytest.mark.parametrize("rolling,old,new,created", SCALED)
def test_partitioned_scaling_creates_pods_on_the_first_nodes_by_name(
    rolling: str, old: str, new: str, created: str
) -> None:
    manifest = scaled(rolling, old, new)
    difference = dslint.diff("", manifest, f"nodes:\n{NODES}")
    effects = {effect.node: effect.effect for effect in difference.effects}
    assert effects == {node: "created" if node in created else "none" for node in "abcde"}
    placements = dslint.plan(manifest, f"nodes:\n{NODES}").placements
    assert {placement.node: placement.outcome for placement in placements} == {
        node: "runs" if node in created else "excluded" for node in "abcde"
    }


def test_partitioned_scaling_says_why_a_node_gets_no_pod() -> None:
    *_, held = dslint.plan(scaled("partition: 2"), f"nodes:\n{NODES}").placements
    assert (held.should_run, held.should_continue_running) == (True, True)
    (reason,) = held.reasons
    assert (reason.code, reason.subject) == ("partition", "partition=2")
    assert reason.text == (
        "OpenKruise creates no pod on 2 of 5 nodes for now (partitionedScaling with partition: 2), "
        "the last by name"
    )
    assert reason.field == "spec.updateStrategy.rollingUpdate.partition"
    assert reason.span is not None
    assert (reason.span.line, reason.span.column) == (6, 68)


def test_a_partition_holds_nothing_back_without_a_rolling_update() -> None:
    manifest = scaled("partition: 2").replace("RollingUpdate", "OnDelete")
    placements = dslint.plan(manifest, f"nodes:\n{NODES}").placements
    assert [placement.outcome for placement in placements] == ["runs"] * 5


@pytest.mark.parametrize(
    "pods,template,running",
    [
        ("cde", "", "acde"),  # four of five may have a pod of the template, and three have one
        ("abcd", "", "abcd"),
        ("cde", "7", "abcde"),  # they are of an older template, so that four more may come
        ("cde", "8", "acde"),
    ],
)
def test_partitioned_scaling_counts_the_pods_of_the_template(pods: str, template: str, running: str) -> None:
    manifest = scaled("partition: 1")
    if template:
        generation = "metadata: {name: agent, annotations: {deprecated.daemonset.template.generation: '8'}}"
        manifest = manifest.replace("metadata: {name: agent}", generation)
    placements = dslint.plan(manifest, f"nodes:\n{NODES}", pods=owned_pods(pods, template)).placements
    assert "".join(placement.node for placement in placements if placement.outcome == "runs") == running


def test_a_pod_that_is_held_back_takes_no_room() -> None:
    """On the nodes where it is held back, another DaemonSet has the room for itself."""
    large = 'registry.example/agent:1.0", resources: {requests: {cpu: 800m}}, name: "agent'
    agent = scaled("partition: 2").replace(
        'name: agent, image: "registry.example/agent:1.0', f'image: "{large}'
    )
    other = MANIFEST.format(version="apps/v1", rolling="").replace("name: agent}", "name: other}")
    other = other.replace('name: agent, image: "registry.example/agent:1.0', f'image: "{large}')
    nodes = "".join(f"- {{name: {name}, allocatable: {{cpu: 1, pods: 9}}}}\n" for name in "abcde")
    placements = dslint.plan(f"{agent}---\n{other}", f"nodes:\n{nodes}").placements
    found = {(placement.daemonset, placement.node): placement.outcome for placement in placements}
    assert [found["default/other", node] for node in "abcde"] == ["pending"] * 3 + ["runs"] * 2


def test_partitioned_scaling_counts_the_pods_that_are_there() -> None:
    """All but one of five nodes may have a pod of the template, and three have one."""
    manifest = scaled("partition: 1")
    found = dslint.diff(manifest, manifest, f"nodes:\n{NODES}", pods=owned_pods("cde"))
    effects = {effect.node: effect.effect for effect in found.effects}
    assert effects == {"a": "created", "b": "none", "c": "untouched", "d": "untouched", "e": "untouched"}


def test_a_new_template_comes_first_where_there_is_no_pod() -> None:
    """Pods of the old template on a, b and c: the new one is created on d and e, and replaces one more."""
    manifest = scaled("partition: 2")
    found = dslint.diff(manifest, manifest.replace(":1.0", ":2.0"), f"nodes:\n{NODES}")
    effects = {effect.node: effect.effect for effect in found.effects}
    assert effects == {"a": "untouched", "b": "untouched", "c": "replaced", "d": "created", "e": "created"}


def test_a_partition_counts_nodes_without_a_pod_first() -> None:
    """Two of five nodes get the new template: the one whose pod is missing is one of them."""
    manifest = MANIFEST.format(version="apps.kruise.io/v1beta1", rolling="partition: 3")
    quota = (
        "---\napiVersion: v1\nkind: ResourceQuota\nmetadata: {name: few, namespace: default}\n"
        "spec: {hard: {pods: '4'}}\n"
    )
    found = dslint.diff(f"{manifest}{quota}", manifest.replace(":1.0", ":2.0"), f"nodes:\n{NODES}")
    effects = {effect.node: effect.effect for effect in found.effects}
    assert effects == {
        "a": "untouched",
        "b": "untouched",
        "c": "untouched",
        "d": "replaced",
        "e": "created",
    }


def test_pods_that_are_down_on_held_nodes_use_up_no_budget() -> None:
    nodes = NODES.replace("{name: a,", "{name: a, ready: false,")
    manifest = MANIFEST.format(version="apps.kruise.io/v1beta1", rolling="partition: 2")
    forecast = dslint.rollout(manifest, f"nodes:\n{nodes}")
    assert (forecast.waves, forecast.finishes) == ((1, 1, 1), True)
