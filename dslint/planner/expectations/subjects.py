"""The data that expectations are checked against, and the description of a failure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from dslint.kubernetes.taints import Toleration
from dslint.planner.expectations.grammar import Expectation
from dslint.planner.values import Outcome, Reason


class Planned(NamedTuple):
    """One DaemonSet of a plan; sets of nodes are bits.

    run       the nodes it wants, those of empty pools included
    requests  what its pod reserves on a node
    held      the nodes it wants and gets no pod on for now
    outcome   of the node with a number, and the reasons for it
    there     the nodes that count: all but those of empty pools
    definition  0 for the last definition of its name; another one is not there beside it
    tolerations  those of its pods
    unset     containers and the resource of cpu and memory that they do not ask for
    restarts  how many pods a change replaces; None where nothing changes
    """

    key: str
    run: int
    pending: int
    blocked: int
    requests: Mapping[str, int]
    outcome: Callable[[int], tuple[Outcome, tuple[Reason, ...]]]
    there: int = ~0
    definition: int = 0
    tolerations: tuple[Toleration, ...] = ()
    unset: tuple[tuple[str, str], ...] = ()
    held: int = 0
    restarts: int | None = None

    @property
    def runs(self) -> int:
        """Return the nodes whose pod is scheduled."""
        return self.run & ~self.pending & ~self.blocked & ~self.held


class Failure(NamedTuple):
    """One expectation that a plan does not meet. `daemonset` is empty if it is about none or all."""

    expectation: Expectation
    daemonset: str
    expected: str
    got: str
    reasons: tuple[str, ...] = ()
