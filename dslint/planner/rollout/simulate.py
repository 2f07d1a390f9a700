"""How the DaemonSet controller replaces old pods: round by round, on counts of equal nodes.

Source: Kubernetes 1.37, pkg/controller/daemon/update.go (rollingUpdate) and daemon_controller.go
(manage). The controller acts on every event; here all pods of one round finish together, so the
number of rounds is the least there can be. Available old pods are taken in random order; here
those whose successor never gets ready come first, so that a rollout stops as early as it can,
and `most_down` is the most that any order leads to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from dslint.kubernetes.update_strategy import pods_of, update_strategy_of

OldPod = Literal["ready", "unready", "none"]


class NodeState(NamedTuple):
    """What the rollout meets on a node; nodes with equal states share their fate.

    wanted       the controller wants a pod there
    old          the pod of the old template
    gets_ready   whether the new pod will ever be ready once it is alone; on a node that is not wanted:
                 whether the old pod goes away when it is deleted (on a dead node it does not)
    fits_beside  whether the new pod can start while a ready old one is still there (surge only)
    """

    wanted: bool = True
    old: OldPod = "ready"
    gets_ready: bool = True
    fits_beside: bool = True


class Budget(NamedTuple):
    """An update strategy resolved to numbers of nodes."""

    on_delete: bool = False
    max_unavailable: int = 1
    max_surge: int = 0


class Wave(NamedTuple):
    """`times` rounds of `size` pods each, one after the other."""

    size: int
    times: int = 1


class Course(NamedTuple):
    """How a rollout goes.

    waves      old pods deleted together (with surge: new pods created together), in order
    waiting    rounds at whose end a new pod must have become available
    most_down  most nodes at once without a ready pod, nodes that lose their pod for good included
    replaced   wanted nodes that have a new pod in the end, ready or not; more, up to
               `replaced_at_best`, if chance takes the nodes that fail later
    finishes   every wanted node ends with a new pod that is available
    """

    waves: tuple[Wave, ...]
    waiting: int
    most_down: int
    replaced: int
    finishes: bool
    replaced_at_best: int = 0


def budget_of(spec: Mapping[str, Any], desired: int) -> Budget:
    """Resolve `spec.updateStrategy` of a DaemonSet for a desired number of pods.

    Percentages round up for both numbers; when both come to 0, one pod may be unavailable.
    """
    strategy = update_strategy_of(spec)
    if strategy.on_delete:
        return Budget(on_delete=True, max_unavailable=0)
    surge = pods_of(strategy.max_surge, desired)
    unavailable = pods_of(strategy.max_unavailable, desired)
    if surge == 0 and unavailable == 0 and desired > 0:
        unavailable = 1
    return Budget(max_unavailable=unavailable, max_surge=surge)


def simulate(budget: Budget, nodes: Mapping[NodeState, int]) -> Course:
    """Roll a new template out over `nodes` (how many there are of each state)."""
    start = _count(nodes, surging=budget.max_surge > 0)
    if budget.on_delete:
        course = _nothing_moves(start)
        return course._replace(replaced_at_best=course.replaced)
    roll, number = (
        (_surge, budget.max_surge) if budget.max_surge > 0 else (_delete_first, budget.max_unavailable)
    )
    course, best, worst = (roll(number, start, order) for order in (_STUCK_SOONEST, _STUCK_LAST, _MOST_DOWN))
    return course._replace(most_down=max(course.most_down, worst.most_down), replaced_at_best=best.replaced)


def simulate_in_order(budget: Budget, nodes: Mapping[NodeState, int], failing: Sequence[bool]) -> Course:
    """As `simulate`, for a controller that takes the nodes with a ready old pod in a known order.

    `failing` says of each of them, first to last, whether its new pod never gets ready.
    """
    if budget.on_delete or budget.max_surge > 0:
        return simulate(budget, nodes)
    course = _delete_in_order(budget.max_unavailable, _count(nodes, surging=False), failing)
    return course._replace(replaced_at_best=course.replaced)


class _Start(NamedTuple):
    """The counts the controller's code branches on. `failing` nodes never get a ready new pod."""

    ready: int
    ready_failing: int
    unready: int
    unready_failing: int
    none: int
    none_failing: int
    unwanted: int
    unwanted_unready: int
    unwanted_failing: int

    @property
    def wanted(self) -> int:
        return self.ready + self.unready + self.none + self.failing

    @property
    def failing(self) -> int:
        return self.ready_failing + self.unready_failing + self.none_failing

    @property
    def unavailable_old(self) -> int:
        return self.unready + self.unready_failing + self.unwanted_unready + self.unwanted_failing

    @property
    def down(self) -> int:
        return self.unavailable_old + self.none + self.none_failing


def _count(nodes: Mapping[NodeState, int], *, surging: bool) -> _Start:
    counts = dict.fromkeys(_Start._fields, 0)
    for state, number in nodes.items():
        field = _field(state, surging=surging)
        if field is not None:
            counts[field] += number
    return _Start(**counts)


def _field(state: NodeState, *, surging: bool) -> str | None:
    if not state.wanted:
        unready = "unwanted_unready" if state.gets_ready else "unwanted_failing"
        return {"ready": "unwanted", "unready": unready, "none": None}[state.old]
    held_back = surging and state.old == "ready" and not state.fits_beside
    return state.old if state.gets_ready and not held_back else f"{state.old}_failing"


_STUCK_SOONEST = ("failing", "unwanted", "ready")
_STUCK_LAST = ("ready", "unwanted", "failing")
_MOST_DOWN = ("unwanted", "failing", "ready")
"""The order in which available old pods are replaced: the controller's own is random."""


class _Available(NamedTuple):
    """Available old pods that wait for their turn."""

    failing: int
    unwanted: int
    ready: int

    @property
    def total(self) -> int:
        return self.failing + self.unwanted + self.ready

    def first(self, number: int, order: Iterable[str]) -> _Available:
        """The first `number` of them."""
        taken = {}
        for kind in order:
            taken[kind] = min(getattr(self, kind), max(0, number))
            number -= taken[kind]
        return _Available(**taken)

    def without(self, taken: _Available, times: int = 1) -> _Available:
        """What is left when `taken` has been taken out `times` times."""
        return _Available(*(have - took * times for have, took in zip(self, taken, strict=True)))

    def repeats(self, batch: _Available) -> int:
        """How often `batch` can be taken in a row: more than once if only pods of one kind are in it."""
        if batch.failing:
            return 1
        return max(
            (have // took for have, took in zip(self, batch, strict=True) if took == batch.total), default=1
        )


class _Log:
    """The rounds so far."""

    def __init__(self, down: int) -> None:
        self.waves: list[Wave] = []
        self.waiting = 0
        self.most_down = down

    def add(self, size: int, *, waits: bool, down: int, times: int = 1) -> None:
        if size and self.waves and self.waves[-1].size == size:
            self.waves[-1] = Wave(size, self.waves[-1].times + times)
        elif size:
            self.waves.append(Wave(size, times))
        self.waiting += times if waits else 0
        self.most_down = max(self.most_down, down)

    def course(self, start: _Start, replaced: int) -> Course:
        finishes = replaced == start.wanted and not start.failing
        return Course(tuple(self.waves), self.waiting, self.most_down, replaced, finishes)


def _nothing_moves(start: _Start) -> Course:
    """OnDelete: the controller fills empty nodes and otherwise waits for people to delete pods."""
    log = _Log(start.down)
    log.add(0, waits=start.none > 0, down=start.down)
    return log.course(start, replaced=start.none + start.none_failing)


def _delete_first(budget: int, start: _Start, order: Iterable[str]) -> Course:
    """Without surge: delete old pods within the budget; unavailable ones at once and beyond it."""
    log = _Log(start.down)
    left = _Available(start.ready_failing, start.unwanted, start.ready)
    batch = left.first(budget - start.down, order)
    recovering = start.unready + start.none + batch.ready
    log.add(start.unavailable_old + batch.total, waits=recovering > 0, down=start.down + batch.total)
    left = left.without(batch)
    stuck = start.unready_failing + start.none_failing + start.unwanted_failing + batch.failing
    lost = start.unwanted_unready + batch.unwanted
    while left.total and budget > stuck:
        batch = left.first(budget - stuck, order)
        times = left.repeats(batch)
        left = left.without(batch, times)
        lost += batch.unwanted * times
        down = stuck + lost + batch.failing + batch.ready
        log.add(batch.total, waits=batch.ready > 0, down=down, times=times)
        stuck += batch.failing
    return log.course(start, replaced=start.wanted - left.failing - left.ready)


def _delete_in_order(budget: int, start: _Start, failing: Sequence[bool]) -> Course:
    """As `_delete_first`, with the pods taken one after the other."""
    log = _Log(start.down)
    taken = min(len(failing), max(0, budget - start.down))
    stuck = start.unready_failing + start.none_failing + start.unwanted_failing
    recovering = start.unready + start.none + failing[:taken].count(False)
    log.add(start.unavailable_old + taken, waits=recovering > 0, down=start.down + taken)
    stuck += failing[:taken].count(True)
    while taken < len(failing) and budget > stuck:
        batch = failing[taken : taken + budget - stuck]
        log.add(len(batch), waits=False in batch, down=stuck + len(batch))
        taken += len(batch)
        stuck += batch.count(True)
    return log.course(start, replaced=start.wanted - len(failing) + taken)


def _surge(budget: int, start: _Start, order: Iterable[str]) -> Course:
    """With surge: create new pods beside old ones within the budget, where the old one is unready at once.

    An old pod goes when the new one beside it is available. Pods on nodes no longer wanted go
    while more pods are available than desired.
    """
    spare = start.ready + start.ready_failing + start.unwanted - start.wanted
    down = start.down + min(start.unwanted, max(0, spare))
    log = _Log(down)
    left = _Available(start.ready_failing, 0, start.ready)
    batch = left.first(budget, order)
    forced = start.unready + start.unready_failing
    log.add(forced + batch.total, waits=start.unready + start.none + batch.ready > 0, down=down)
    left = left.without(batch)
    held = batch.failing
    while left.total and budget > held:
        batch = left.first(budget - held, order)
        times = left.repeats(batch)
        left = left.without(batch, times)
        log.add(batch.total, waits=batch.ready > 0, down=down, times=times)
        held += batch.failing
    log.add(0, waits=False, down=_lost_in_the_end(start))
    return log.course(start, replaced=start.wanted - start.ready_failing - left.ready)


def _lost_in_the_end(start: _Start) -> int:
    """Nodes without a ready pod after a surge: those that never get one, and those no longer wanted."""
    failing = start.unready_failing + start.none_failing
    return failing + start.unwanted_unready + start.unwanted_failing + max(0, start.unwanted - failing)
