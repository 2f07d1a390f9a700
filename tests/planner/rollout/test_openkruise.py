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


def stays_in_place(text: str) -> bool:
    """Whether the rollout of a second manifest leaves its pods in place."""
    manifest = MANIFEST.format(
        version="apps.kruise.io/v1beta1", rolling="rollingUpdateType: InPlaceIfPossible"
    )
    sides = read_manifests(manifest, "old"), read_manifests(text.join(manifest.split(":1.0")), "new")
    inventory = read_inventory(f"nodes:\n{NODES}", "nodes.yaml")
    old, new = (plan_objects(side.objects, inventory, (), NEWEST) for side in sides)
    (pair,) = compare_plans(old, new).pairs
    assert pair.forecast is not None
    return pair.forecast.in_place


def test_pods_stay_in_place_where_only_images_change() -> None:
    assert stays_in_place(":2.0")
    assert not stays_in_place(':2.0", workingDir: "/tmp')


SCALE = "  scaleStrategy: {partitionedScaling: true}\n  template:\n"
PROGRESSIVE = "metadata: {name: agent, annotations: {daemonset.kruise.io/progressive-create-pod: 'true'}}"


@pytest.mark.parametrize(
    "rolling,old,new,created",
    [
        ("partition: 2", "  template:\n", "  template:\n", "abcde"),
        ("partition: 2", "  template:\n", SCALE, "abc"),
        ("partition: 50%", "  template:\n", SCALE, "abc"),
        ("partition: 9", "  template:\n", SCALE, ""),
        ("", "  template:\n", SCALE, "abcde"),
        ("partition: 2, paused: true", "  template:\n", SCALE, "abc"),
        ("partition: 4", "metadata: {name: agent}", PROGRESSIVE, "a"),
    ],
)
def test_partitioned_scaling_creates_pods_on_the_first_nodes_by_name(
    rolling: str, old: str, new: str, created: str
) -> None:
    manifest = MANIFEST.format(version="apps.kruise.io/v1beta1", rolling=rolling).replace(old, new)
    difference = dslint.diff("", manifest, f"nodes:\n{NODES}")
    effects = {effect.node: effect.effect for effect in difference.effects}
    assert effects == {node: "created" if node in created else "none" for node in "abcde"}


def test_partitioned_scaling_counts_the_pods_that_are_there() -> None:
    """All but one of five nodes may have a pod of the template, and three have one."""
    manifest = MANIFEST.format(version="apps.kruise.io/v1beta1", rolling="partition: 1").replace(
        "  template:\n", SCALE
    )
    owner = {"apiVersion": "apps.kruise.io/v1beta1", "kind": "DaemonSet", "name": "agent", "controller": True}
    pods = [
        {
            "kind": "Pod",
            "apiVersion": "v1",
            "metadata": {"name": f"agent-{node}", "namespace": "default", "ownerReferences": [owner]},
            "spec": {"nodeName": node, "containers": []},
        }
        for node in "cde"
    ]
    found = dslint.diff(
        manifest, manifest, f"nodes:\n{NODES}", pods=json.dumps({"kind": "List", "items": pods})
    )
    effects = {effect.node: effect.effect for effect in found.effects}
    assert effects == {"a": "created", "b": "none", "c": "untouched", "d": "untouched", "e": "untouched"}
