"""Steps of a what-if as text: who stays away from new nodes, and every name with a flag."""

from __future__ import annotations

from dslint.planner.inventory.reading import read_inventory
from dslint.planner.whatif.consequences import Outcome, run_steps
from dslint.planner.whatif.steps import parse_step
from dslint.planner.workload.surroundings import Surroundings
from dslint.report.plan.json_ import step_record
from dslint.report.plan.whatif_text import render
from tests.planner.cases import daemonset, plan_of

NODES = "nodes: [{name: a, allocatable: {cpu: 1, memory: 1Gi, pods: 9}}]"
MORE = """
nodes:
  - {name: big, labels: {zone: b}, taints: ["gpu:NoSchedule"], allocatable: {cpu: 8, memory: 1Gi, pods: 9}}
  - {name: tiny, allocatable: {cpu: 100m, memory: 1Gi, pods: 9}}
"""


def added(*names: str) -> tuple[Outcome, ...]:
    containers = [{"name": "c", "image": "c:1", "resources": {"requests": {"cpu": "200m"}}}]
    agents = [daemonset(name, containers=containers) for name in names]
    free = daemonset("free", tolerations=[{"operator": "Exists"}])
    plan = plan_of(*agents, free, nodes=NODES)
    step = parse_step("add:more.yaml")
    return tuple(run_steps(plan, Surroundings(), (), [step], {"more.yaml": read_inventory(MORE)}))


def test_new_nodes_say_who_stays_away_and_why() -> None:
    outcomes = added("one", "two")
    assert render(outcomes).splitlines() == [
        "what if add:more.yaml   (2 nodes: big, tiny)",
        "  test/one, test/two",
        "    Pending       1  tiny  created, but not scheduled",
        "  test/free",
        "    created       2  big, tiny",
        "  no pod of test/one, test/two on big",
        "    taint gpu:NoSchedule is not tolerated",
        "  no pod of test/one, test/two on tiny",
        "    cpu: asks for 200m, the node has 100m",
    ]
    assert step_record(outcomes[0])["away"][0] == {
        "daemonset": "test/one",
        "nodes": ("big",),
        "why": ("taint gpu:NoSchedule is not tolerated",),
    }


def test_a_flag_shows_what_is_cut_off() -> None:
    names = [f"agent-{letter}" for letter in "abcdef"]
    outcomes = added(*names)
    four = ", ".join(f"test/{name}" for name in names[:4])
    assert f"  no pod of {four} and 2 more (--verbose) on big" in render(outcomes).splitlines()
    everything = render(outcomes, every=True)
    assert "more" not in everything.replace("more.yaml", "")
    assert all(f"test/{name}" in everything for name in names)


def test_the_model_of_an_empty_pool_is_no_node_that_a_step_touches() -> None:
    nodes = "pools: [{name: spot, count: 0, allocatable: {cpu: 1, memory: 1Gi, pods: 9}}]"
    plan = plan_of(daemonset("one"), nodes=nodes)
    steps = [parse_step(text) for text in ("scale:spot:2", "scale:spot:0", "scale:spot:0")]
    outcomes = tuple(run_steps(plan, Surroundings(), (), steps, {}))
    assert [line for line in render(outcomes).splitlines() if line.startswith("what if")] == [
        "what if scale:spot:2   (2 nodes: spot-1..2)",
        "what if scale:spot:0   (2 nodes: spot-1..2)",
        "what if scale:spot:0   (0 nodes)",
    ]
