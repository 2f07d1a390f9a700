"""What becomes of the pods wanted on one node: room, ports, priorities, and who pushes off whom."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dslint.planner.nodes import Node
from dslint.planner.scheduling.classes import schedule_classes
from dslint.planner.scheduling.node_load import Occupant, lacking
from dslint.planner.scheduling.one_node import NodeScheduler, Wanted, schedule
from dslint.planner.workload.podshape import shape_of
from dslint.planner.workload.surroundings import Surroundings

CLASSES: dict[str, dict[str, Any]] = {
    "low": {"value": -5},
    "high": {"value": 1000},
    "polite": {"value": 2000, "preemptionPolicy": "Never"},
}
AROUND = Surroundings(priority_classes=CLASSES)


def wanted(number: int, cpu: str = "", priority: str = "", port: int = 0, **spec: Any) -> Wanted:
    container: dict[str, Any] = {"resources": {"requests": {"cpu": cpu} if cpu else {}}}
    if port:
        container["ports"] = [{"containerPort": port, "hostPort": port}]
    pod = {"containers": [container], "priorityClassName": priority, **spec}
    return Wanted(number, f"ns/d{number}", shape_of({"spec": {"template": {"spec": pod}}}, AROUND))


NODE = {"cpu": 1000, "pods": 10}


@pytest.mark.parametrize(
    "pods, waiting, preempted",
    [
        ([("600m", "", 0), ("400m", "", 0)], [], []),
        ([("600m", "", 0), ("600m", "", 0)], [1], []),
        ([("", "", 80), ("", "", 80)], [1], []),
        ([("600m", "", 0), ("600m", "high", 0)], [0], ["ns/d0"]),
        ([("600m", "high", 0), ("600m", "", 0)], [1], []),
        ([("600m", "", 0), ("600m", "polite", 0)], [1], []),
        ([("400m", "", 0), ("500m", "low", 0), ("600m", "high", 0)], [1], ["ns/d1"]),
        ([("300m", "low", 0), ("300m", "", 0), ("300m", "", 0), ("400m", "high", 0)], [0], ["ns/d0"]),
        ([("", "", 80), ("", "high", 80)], [0], ["ns/d0"]),
        ([("2", "high", 0), ("1", "", 0)], [0], []),
        ([("1", "", 0), ("2", "high", 0)], [1], []),
        # What goes makes room for another that waits.
        ([("900m", "low", 0), ("200m", "low", 0), ("600m", "high", 0)], [0], ["ns/d0"]),
    ],
)
def test_pods_come_one_after_the_other(
    pods: list[tuple[str, str, int]], waiting: list[int], preempted: list[str]
) -> None:
    found = schedule(NODE, (), [wanted(number, *pod) for number, pod in enumerate(pods)])
    assert sorted(found.waiting) == waiting
    assert [eviction.victim.name for eviction in found.preempted] == preempted


def test_everything_that_lacks_is_told() -> None:
    occupant = Occupant("ns/other", -1, {"cpu": 900}, wanted(9, port=80).shape.ports, 0)
    found = schedule({"cpu": 1000, "pods": 1}, (occupant,), [wanted(0, "200m", port=80)])
    assert [reason.text for reason in found.waiting[0]] == [
        "host port 80/TCP is taken by ns/other",
        "cpu: asks for 200m, 100m of the node's 1 are free; held by ns/other 900m",
        "pods: the node allows 1 and already has 1: ns/other 1",
    ]
    assert found.waiting[0][1].field == "spec.template.spec.containers[0].resources.requests[cpu]"


def test_missing_pods_in_allocatable_is_room_for_none() -> None:
    found = schedule({"cpu": 1000}, (), [wanted(0)])
    assert [reason.subject for reason in found.waiting[0]] == ["pods"]


def test_where_nothing_is_said_of_the_room_everything_fits() -> None:
    assert schedule(None, (), [wanted(0, "900"), wanted(1, "900")]).waiting == {}


def test_a_pod_that_names_its_node_is_turned_away_by_the_kubelet_only() -> None:
    found = schedule(NODE, (), [wanted(0, "2", nodeName="n")])
    assert (list(found.waiting), list(found.refused)) == ([], [0])


def test_an_existing_pod_of_lower_priority_is_pushed_off() -> None:
    occupant = Occupant("web/shop-1", -1, {"cpu": 900}, (), 0)
    found = schedule(NODE, (occupant,), [wanted(0, "200m", "high")])
    assert [(eviction.victim.name, eviction.by) for eviction in found.preempted] == [("web/shop-1", "ns/d0")]


def test_a_race_between_equals_is_told() -> None:
    assert schedule(NODE, (), [wanted(0, "600m"), wanted(1, "600m")]).races == {1}
    assert schedule(NODE, (), [wanted(0, "600m", "high"), wanted(1, "600m")]).races == frozenset()
    assert schedule(NODE, (), [wanted(0, "600m"), wanted(1, "1600m")]).races == frozenset()


PODS = st.lists(
    st.tuples(
        st.sampled_from(["", "100m", "400m", "700m", "1500m"]),
        st.sampled_from(["", "low", "high", "polite"]),
        st.sampled_from([0, 0, 80, 81]),
    ),
    max_size=5,
)


@settings(max_examples=200, deadline=None)
@given(PODS, st.integers(0, 4))
def test_nothing_is_ever_overcommitted(pods: list[tuple[str, str, int]], slots: int) -> None:
    shapes = [wanted(number, *pod) for number, pod in enumerate(pods)]
    found = schedule({"cpu": 1000, "pods": slots}, (), shapes)
    bound = [shape for shape in shapes if shape.number not in found.waiting]
    assert sum(pod.shape.requests.get("cpu", 0) for pod in bound) <= 1000
    assert len(bound) <= slots
    ports = [port.port for pod in bound for port in pod.shape.ports]
    assert len(ports) == len(set(ports))
    assert all(found.waiting.values())


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 31), st.sampled_from([500, 1000, 2000])), min_size=1, max_size=12),
    PODS,
)
def test_classes_give_what_scheduling_every_node_gives(
    written: list[tuple[int, int]], pods: list[tuple[str, str, int]]
) -> None:
    """`written`: per node, which pods want it (as bits) and its cpu."""
    nodes = [
        Node(f"n{number}", {}, allocatable={"cpu": cpu, "pods": 3}) for number, (_, cpu) in enumerate(written)
    ]
    shapes = [wanted(number, *pod) for number, pod in enumerate(pods)]
    sets = [
        (shape, sum(1 << place for place, (bits, _) in enumerate(written) if bits >> shape.number & 1))
        for shape in shapes
    ]
    classes = schedule_classes(nodes, sets, {}, {})
    for place, node in enumerate(nodes):
        here = [pod for pod, nodes_wanted in sets if nodes_wanted >> place & 1]
        expected = schedule(node.allocatable, (), here)
        got = classes.schedules[classes.of.codes[place]]
        assert (got.waiting, got.preempted) == (expected.waiting, expected.preempted)


def test_nodes_of_one_size_are_one_class_whoever_wrote_it_down() -> None:
    nodes = [Node(f"n{number}", {}, allocatable={"cpu": 1000, "pods": 3}) for number in range(4)]
    nodes.append(Node("other", {}, allocatable={"pods": 3, "cpu": 2000}))
    classes = schedule_classes(nodes, [(wanted(0, "1500m"), 0b11111)], {}, {})
    assert [bool(schedule.waiting) for schedule in classes.schedules] == [True, False]
    assert classes.of.codes == [0, 0, 0, 0, 1]


@settings(max_examples=200)
@given(
    pods=st.lists(st.sampled_from(["", "100m", "300m", "1"]), max_size=6),
    there=st.lists(st.integers(0, 700), max_size=2),
    room=st.fixed_dictionaries({"pods": st.integers(0, 5)}, optional={"cpu": st.integers(0, 1200)}),
)
def test_the_short_way_ends_like_the_long_one(
    pods: list[str], there: list[int], room: dict[str, int]
) -> None:
    present = [Occupant(f"ns/p{place}", -1, {"cpu": cpu}, (), 0) for place, cpu in enumerate(there)]
    coming = [wanted(number, cpu) for number, cpu in enumerate(pods)]
    step_by_step = NodeScheduler(
        present, lambda shape, load: lacking(shape, room, load), {pod.number: pod for pod in coming}
    )
    for pod in coming:
        step_by_step.add(pod)
    assert schedule(room, present, coming) == step_by_step.result()
