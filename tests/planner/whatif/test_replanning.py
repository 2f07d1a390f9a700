"""Planning only the nodes that a step changes says what planning all of them says."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dslint.planner.assumptions import assumptions_of
from dslint.planner.inventory.contents import Source
from dslint.planner.inventory.inventory import Inventory
from dslint.planner.inventory.manifests import read_manifests
from dslint.planner.inventory.pods import Pod
from dslint.planner.inventory.reading import read_contents, read_inventory
from dslint.planner.outcomes import groups_of, trouble_of
from dslint.planner.placement.chosen_nodes import chosen_nodes
from dslint.planner.placement.node_sets import Index, places, set_of
from dslint.planner.placement.renumbering import Removal
from dslint.planner.placements import Placements
from dslint.planner.plan import Planned, make_plan
from dslint.planner.rollout.old_pods import old_pods
from dslint.planner.whatif import replanning
from dslint.planner.whatif.apply import apply
from dslint.planner.whatif.consequences import run_steps
from dslint.planner.whatif.step_faults import NoSuchNodeError
from dslint.planner.whatif.steps import Step, parse_step
from dslint.planner.workload.surroundings import Surroundings
from dslint.planner.workload.workloads import Workload, workloads_of
from tests.manifests import daemonset_of

NAMES = [f"n{number}" for number in range(6)]
KEYS = ["pool", "zone"]
VALUES = ["a", "b"]
TAINTS = ["gpu", "spot"]
EFFECTS = ["NoSchedule", "NoExecute"]
SIZES = [{"cpu": 1, "pods": 3}, {"cpu": "300m", "pods": 2}]
MORE = read_inventory(json.dumps({"nodes": [{"name": "n8", "labels": {"pool": "a"}}, {"name": "n9"}]}))

LABELS = st.dictionaries(st.sampled_from(KEYS), st.sampled_from(VALUES))
WRITTEN_TAINTS = st.lists(
    st.builds(lambda key, effect: f"{key}:{effect}", st.sampled_from(TAINTS), st.sampled_from(EFFECTS)),
    max_size=2,
    unique=True,
)
NODE = st.fixed_dictionaries(
    {"labels": LABELS, "taints": WRITTEN_TAINTS, "ready": st.sampled_from([True, True, True, False])},
    optional={"allocatable": st.sampled_from(SIZES), "unschedulable": st.just(True)},
)
WHERE = st.sampled_from([*NAMES[:4], "pool=a", "zone in (a,b)", "!pool", "pool=b,zone!=a", "every node"])
STEP = st.one_of(
    st.builds("taint:{}:{}:{}".format, WHERE, st.sampled_from(TAINTS), st.sampled_from(EFFECTS)),
    st.builds("untaint:{}:{}".format, WHERE, st.sampled_from(TAINTS)),
    st.builds("label:{}:{}={}".format, WHERE, st.sampled_from(KEYS), st.sampled_from(VALUES)),
    st.builds("unlabel:{}:{}".format, WHERE, st.sampled_from(KEYS)),
    st.builds("{}:{}".format, st.sampled_from(["cordon", "drain", "not-ready", "lose"]), WHERE),
    st.just("add:more.yaml"),
)
ANTI_AFFINITY = {
    "podAntiAffinity": {
        "requiredDuringSchedulingIgnoredDuringExecution": [
            {"topologyKey": "zone", "labelSelector": {"matchLabels": {"a": "one"}}}
        ]
    }
}
NODE_AFFINITY = {
    "nodeAffinity": {
        "requiredDuringSchedulingIgnoredDuringExecution": {
            "nodeSelectorTerms": [
                {"matchExpressions": [{"key": "zone", "operator": "NotIn", "values": ["a"]}]}
            ]
        }
    }
}
POD_SPEC = st.fixed_dictionaries(
    {"cpu": st.sampled_from(["50m", "200m", "600m"])},
    optional={
        "nodeSelector": st.just({"pool": "a"}),
        "affinity": st.sampled_from([NODE_AFFINITY, NODE_AFFINITY, ANTI_AFFINITY]),
        "tolerations": st.sampled_from([[{"operator": "Exists"}], [{"key": "gpu", "operator": "Exists"}]]),
        "priorityClassName": st.just("system-node-critical"),
        "runtimeClassName": st.just("special"),
        "hostPort": st.just(9100),
    },
)
RUNTIME_CLASS = {
    "apiVersion": "node.k8s.io/v1",
    "kind": "RuntimeClass",
    "metadata": {"name": "special"},
    "handler": "special",
    "scheduling": {"nodeSelector": {"zone": "a"}},
}
QUOTA = {
    "apiVersion": "v1",
    "kind": "ResourceQuota",
    "metadata": {"name": "few", "namespace": "default"},
    "spec": {"hard": {"pods": "3"}},
}


def daemonset(name: str, written: dict[str, Any]) -> dict[str, Any]:
    spec = {key: value for key, value in written.items() if key not in ("cpu", "hostPort")}
    container: dict[str, Any] = {
        "name": "c",
        "image": "x:1",
        "resources": {"requests": {"cpu": written["cpu"]}},
    }
    if "hostPort" in written:
        container["ports"] = [{"containerPort": 1, "hostPort": written["hostPort"]}]
    return daemonset_of({**spec, "containers": [container]}, name=name, labels={"a": name})


def pod(number: int, node: str, *, owned: bool) -> dict[str, Any]:
    owner = {"apiVersion": "apps/v1", "kind": "DaemonSet", "name": "one", "controller": True, "uid": "u"}
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {
            "name": f"p{number}",
            "namespace": "default",
            "labels": {"a": "one"},
            **({"ownerReferences": [owner]} if owned else {}),
        },
        "spec": {"nodeName": node, "containers": [{"name": "c", "resources": {"requests": {"cpu": "250m"}}}]},
        "status": {"phase": "Running"},
    }


def listed(items: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "List", "items": list(items)}


def everything_said(planned: Planned) -> dict[str, object]:
    """All that a report can ask a plan for."""
    index = planned.index
    return {
        "placements": list(Placements(planned)),
        "groups": [groups_of(planned, workload) for workload in planned.workloads],
        "decisions": planned.decisions,
        "presence": planned.presence,
        "nodes": (planned.inventory, planned.there, planned.dead),
        "trouble": [trouble_of(planned, workload) for workload in planned.workloads],
        "old": [old_pods(planned, workload.number) for workload in planned.workloads],
        "assumed": assumptions_of(planned, pods_given=True),
        "met": [
            [index.met(requirement) for requirement in found.demands.selector] for found in planned.workloads
        ],
        "preempted": [
            planned.schedules[planned.class_of[place]].preempted
            for place in range(len(planned.inventory.nodes))
        ],
    }


def stepwise(
    workloads: tuple[Workload, ...],
    around: Surroundings,
    inventory: Inventory,
    pods: Sequence[Pod],
    steps: Sequence[Step],
) -> list[Planned]:
    """The plan after every step, made from nothing each time."""
    plans = []
    for step in steps:
        if step.action == "drain":
            assert step.where is not None
            chosen = {
                inventory.nodes[place].name
                for place in places(chosen_nodes(step.where, Index(inventory.nodes)))
            }
            pods = [pod for pod in pods if pod.owner or pod.node not in chosen]
        inventory = apply(step, inventory, MORE)
        plans.append(make_plan(workloads, inventory, around, pods, kubernetes="1.37"))
    return plans


def possible(steps: Sequence[Step], inventory: Inventory) -> list[Step]:
    """The steps that mean some node when it is their turn."""
    found = []
    for step in steps:
        try:
            inventory = apply(step, inventory, MORE)
        except NoSuchNodeError:
            continue
        found.append(step)
    return found


@pytest.mark.slow
@settings(max_examples=250, deadline=None)
@given(
    nodes=st.lists(NODE, min_size=2, max_size=6),
    specs=st.lists(POD_SPEC, min_size=1, max_size=3),
    written=st.lists(STEP, min_size=1, max_size=4),
    pods=st.lists(st.tuples(st.sampled_from([*NAMES, "n8", "n9"]), st.booleans()), max_size=5),
    quota=st.sampled_from([False, False, False, True]),
)
def test_what_is_planned_in_part_is_what_is_planned_anew(
    nodes: list[dict[str, Any]],
    specs: list[dict[str, Any]],
    written: list[str],
    pods: list[tuple[str, bool]],
    *,
    quota: bool,
) -> None:
    agents = [daemonset(name, spec) for name, spec in zip(("one", "two", "three"), specs, strict=False)]
    objects = [*agents, RUNTIME_CLASS, *([QUOTA] if quota else [])]
    workloads, around = workloads_of(read_manifests(json.dumps(listed(objects)), "m").objects, "1.37")
    named = [{"name": name, **node} for name, node in zip(NAMES, nodes, strict=False)]
    inventory = read_inventory(json.dumps({"nodes": named}))
    objects = [pod(number, node, owned=owned) for number, (node, owned) in enumerate(pods)]
    running = read_contents(Source("p", json.dumps(listed(objects)).encode())).pods
    steps = possible(list(map(parse_step, written)), inventory)
    first = make_plan(workloads, inventory, around, running, kubernetes="1.37")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(replanning, "_MOST", 1)  # also where so many of the few nodes change
        outcomes = list(run_steps(first, around, running, steps, {"more.yaml": MORE}))
    anew = stepwise(workloads, around, inventory, running, steps)
    for outcome, plan in zip(outcomes, anew, strict=True):
        assert everything_said(outcome.planned) == everything_said(plan)


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(
    nodes=st.lists(NODE, min_size=2, max_size=6),
    specs=st.lists(st.tuples(POD_SPEC, POD_SPEC, st.booleans()), min_size=1, max_size=3),
    quota=st.sampled_from([False, False, False, True]),
)
def test_a_plan_like_another_is_what_it_would_be_from_nothing(
    nodes: list[dict[str, Any]], specs: list[tuple[dict[str, Any], dict[str, Any], bool]], *, quota: bool
) -> None:
    inventory = read_inventory(
        json.dumps({"nodes": [{"name": f"n{number}", **node} for number, node in enumerate(nodes)]})
    )

    def side(written: list[dict[str, Any]]) -> tuple[tuple[Workload, ...], Surroundings]:
        agents = [daemonset(name, spec) for name, spec in zip(("one", "two", "three"), written, strict=False)]
        objects = listed([*agents, RUNTIME_CLASS, *([QUOTA] if quota else [])])
        return workloads_of(read_manifests(json.dumps(objects), "m").objects, "1.37")

    before = make_plan(*_in_order(side([old for old, _, _ in specs]), inventory))
    new_side = _in_order(side([new if changed else old for old, new, changed in specs]), inventory)
    assert everything_said(make_plan(*new_side, like=before)) == everything_said(make_plan(*new_side))


def _in_order(
    side: tuple[tuple[Workload, ...], Surroundings], inventory: Inventory
) -> tuple[tuple[Workload, ...], Inventory, Surroundings]:
    return side[0], inventory, side[1]


@given(st.integers(0, 300), st.data())
def test_a_removal_keeps_the_nodes_that_are_left(size: int, data: st.DataObject) -> None:
    places = st.integers(0, size - 1) if size else st.nothing()
    gone = sorted(data.draw(st.sets(places)))
    chosen = data.draw(st.sets(places))
    removal = Removal(size, gone)
    left = [place for place in range(size) if place not in gone]
    assert removal.of_list(range(size)) == left
    assert removal(set_of(chosen, size)) == set_of(
        (number for number, place in enumerate(left) if place in chosen), len(left)
    )


def test_only_the_nodes_of_a_step_are_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """The point of it all: the other nodes are not even looked at."""
    asked: list[int] = []

    def counting(workloads: Any, inventory: Inventory, *others: Any, **more: Any) -> Planned:
        asked.append(len(inventory.nodes))
        return make_plan(workloads, inventory, *others, **more)

    workloads, around = workloads_of(
        read_manifests(json.dumps(daemonset("one", {"cpu": "50m"})), "m").objects, "1.37"
    )
    inventory = read_inventory(json.dumps({"pools": [{"name": "w", "count": 64, "labels": {"pool": "w"}}]}))
    first = make_plan(workloads, inventory, around)
    monkeypatch.setattr(replanning, "make_plan", counting)
    steps = ["taint:w-3:gpu:NoExecute", "add:more.yaml", "lose:w-3", "taint:w:spot:NoSchedule"]
    outcomes = list(run_steps(first, around, (), map(parse_step, steps), {"more.yaml": MORE}))
    assert asked == [1, 2, 0, 65]
    assert [outcome.planned.there.bit_count() for outcome in outcomes] == [64, 66, 65, 65]
