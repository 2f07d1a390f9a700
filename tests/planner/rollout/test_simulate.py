"""The rollout on counts agrees with a plain loop over single nodes, and never promises too much."""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dslint.planner.rollout.simulate import Budget, NodeState, Wave, budget_of, simulate

BUDGETS = [
    ({}, 10, Budget(max_unavailable=1)),
    ({"rollingUpdate": {"maxUnavailable": "15%"}}, 10, Budget(max_unavailable=2)),
    ({"rollingUpdate": {"maxUnavailable": "1%"}}, 10, Budget(max_unavailable=1)),
    ({"rollingUpdate": {"maxUnavailable": "50%"}}, 3, Budget(max_unavailable=2)),
    ({"rollingUpdate": {"maxUnavailable": 20}}, 10, Budget(max_unavailable=20)),
    ({"rollingUpdate": {"maxUnavailable": 0, "maxSurge": "34%"}}, 3, Budget(max_unavailable=0, max_surge=2)),
    ({"rollingUpdate": {"maxUnavailable": 0, "maxSurge": 0}}, 3, Budget(max_unavailable=1)),
    ({"rollingUpdate": {"maxUnavailable": "10%"}}, 0, Budget(max_unavailable=0)),
    ({"type": "OnDelete"}, 10, Budget(on_delete=True, max_unavailable=0)),
]


@pytest.mark.parametrize("strategy, desired, want", BUDGETS)
def test_percentages_round_up_on_the_desired_number(
    strategy: dict[str, object], desired: int, want: Budget
) -> None:
    assert budget_of({"updateStrategy": strategy}, desired) == want


def test_a_spec_without_strategy_has_the_servers_defaults() -> None:
    assert budget_of({}, 5) == Budget(on_delete=False, max_unavailable=1, max_surge=0)


def test_on_delete_moves_nothing_but_fills_empty_nodes() -> None:
    course = simulate(Budget(on_delete=True), {NodeState(): 5, NodeState(old="none"): 2})
    assert (course.waves, course.most_down, course.replaced, course.finishes) == ((), 2, 2, False)


def test_surge_and_host_ports_lock_each_other_out() -> None:
    course = simulate(Budget(max_unavailable=0, max_surge=2), {NodeState(fits_beside=False): 9})
    assert (course.waves, course.most_down, course.replaced, course.finishes) == ((Wave(2),), 0, 0, False)


def test_a_gained_node_holds_the_budget_until_its_pod_is_ready() -> None:
    course = simulate(Budget(max_unavailable=1), {NodeState(): 2, NodeState(old="none"): 1})
    assert (course.waves, course.waiting, course.finishes) == ((Wave(1, 2),), 3, True)


def test_a_hundred_thousand_nodes_cost_what_a_hundred_do() -> None:
    def once(nodes: int) -> float:
        start = time.process_time()
        states = {NodeState(): nodes, NodeState(old="unready"): 3}
        courses = [simulate(Budget(max_unavailable=1), states) for _ in range(100)]
        assert sum(wave.size * wave.times for wave in courses[0].waves) == nodes + 3
        return time.process_time() - start

    many, few = (min(once(nodes) for _ in range(5)) for nodes in (100_000, 100))
    assert many < 5 * few


STATES = st.lists(
    st.builds(
        NodeState, st.booleans(), st.sampled_from(["ready", "unready", "none"]), st.booleans(), st.booleans()
    ),
    max_size=12,
)


def plain_rounds(
    nodes: list[NodeState], budget: int, order: Callable[[list[int]], None]
) -> tuple[list[int], int, int]:
    """(sizes, most down, new pods) of a rollout without surge, one node at a time.

    `order` sorts the places of available old pods before some are taken.

    A node is `old`, `unready` (old), `empty`, `new`, `stuck` (new, never ready) or `gone`.
    """
    state = {
        place: {"ready": "old", "unready": "unready", "none": "empty"}[node.old]
        for place, node in enumerate(nodes)
        if node.wanted or node.old != "none"
    }
    sizes: list[int] = []
    most_down = sum(value != "old" for value in state.values())
    while True:
        counted = [place for place, value in state.items() if value in ("unready", "empty", "stuck")]
        taken = [place for place, value in state.items() if value == "unready"]
        candidates = [place for place, value in state.items() if value == "old"]
        order(candidates)
        taken += candidates[: max(0, budget - len(counted))]
        waiting = [place for place, value in state.items() if value == "empty"]
        if not taken and not waiting:
            break
        if taken:
            sizes.append(len(taken))
        down = {place for place, value in state.items() if value not in ("old", "new")} | set(taken)
        most_down = max(most_down, len(down))
        for place in (*taken, *waiting):
            node = nodes[place]
            state[place] = _next(node)
        most_down = max(most_down, sum(value not in ("old", "new") for value in state.values()))
    replaced = sum(nodes[place].wanted and value in ("new", "stuck") for place, value in state.items())
    return sizes, most_down, replaced


def stuck_soonest(node: NodeState) -> tuple[bool, bool]:
    """Nodes whose new pod never gets ready, then those not wanted, then the rest."""
    return node.wanted and node.gets_ready, not node.wanted


def unwanted_first(node: NodeState) -> tuple[bool, bool]:
    """Nodes not wanted, then those whose new pod never gets ready, then the rest."""
    return node.wanted, node.gets_ready


def _by(nodes: list[NodeState], key: Callable[[NodeState], object]) -> Callable[[list[int]], None]:
    return lambda places: places.sort(key=lambda place: key(nodes[place]))  # type: ignore[arg-type, return-value]


def _next(node: NodeState) -> str:
    """What a node is after its round; a pod on a dead node stays and counts for ever."""
    if node.wanted:
        return "new" if node.gets_ready else "stuck"
    return "stuck" if node.old == "unready" and not node.gets_ready else "gone"


@given(STATES, st.integers(1, 6))
def test_counting_agrees_with_a_loop_over_single_nodes(nodes: list[NodeState], budget: int) -> None:
    course = simulate(Budget(max_unavailable=budget), Counter(nodes))
    sizes, most_down, replaced = plain_rounds(nodes, budget, _by(nodes, stuck_soonest))
    other = plain_rounds(nodes, budget, _by(nodes, unwanted_first))[1]
    assert [wave.size for wave in course.waves for _ in range(wave.times)] == sizes
    assert (course.most_down, course.replaced) == (max(most_down, other), replaced)
    wanted = [node for node in nodes if node.wanted]
    assert course.finishes == (replaced == len(wanted) and all(node.gets_ready for node in wanted))


@given(STATES, st.integers(1, 6), st.randoms(use_true_random=False))
def test_no_order_of_the_nodes_is_worse_or_quicker(
    nodes: list[NodeState], budget: int, shuffle: random.Random
) -> None:
    course = simulate(Budget(max_unavailable=budget), Counter(nodes))
    sizes, most_down, replaced = plain_rounds(nodes, budget, shuffle.shuffle)
    assert course.most_down >= most_down
    assert course.replaced <= replaced <= course.replaced_at_best
    if course.finishes:
        assert replaced == course.replaced
        assert sum(wave.times for wave in course.waves) <= len(sizes)


@given(STATES, st.integers(1, 6))
def test_a_surge_loses_no_ready_node_that_is_wanted(nodes: list[NodeState], surge: int) -> None:
    course = simulate(Budget(max_unavailable=0, max_surge=surge), Counter(nodes))
    wanted = [node for node in nodes if node.wanted]
    ready = [node for node in wanted if node.old == "ready"]
    lost = sum(node.old != "none" for node in nodes if not node.wanted)
    assert course.most_down <= sum(node.old != "ready" for node in wanted) + lost
    held = sum(not (node.gets_ready and node.fits_beside) for node in ready)
    finishes = all(node.gets_ready for node in wanted) and held == 0
    assert course.finishes == finishes
    created = sum(wave.size * wave.times for wave in course.waves)
    unready = sum(node.old == "unready" for node in wanted)
    assert created == unready + (len(ready) if held < surge else min(surge, len(ready)))
