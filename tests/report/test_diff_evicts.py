"""Who is preempted because of a change, and on which nodes: in every form for people."""

from __future__ import annotations

import pytest

from dslint.report.diff.formats import render_diff
from dslint.report.diff.view import DiffView
from dslint.values.finding import Report
from tests.planner.cases import daemonset
from tests.planner.difference.test_change_cost import compared
from tests.planner.overhead.test_overhead import asking
from tests.planner.test_pod_life import pod

NODES = """
nodes:
  - {name: n1, allocatable: {cpu: 1, memory: 4Gi, pods: 9}}
  - {name: n2, allocatable: {cpu: 1, memory: 4Gi, pods: 9}}
  - {name: n3, allocatable: {cpu: 4, memory: 4Gi, pods: 9}}
"""
THERE = tuple(pod(f"web-5d-{node}", node, "900m") for node in ("n1", "n2", "n3"))


@pytest.mark.parametrize("name", ["text", "wide", "markdown", "html"])
def test_every_form_names_the_nodes(name: str) -> None:
    both = compared(
        daemonset(containers=asking(cpu="100m")),
        daemonset(containers=asking(cpu="200m"), priorityClassName="system-node-critical"),
        NODES,
        THERE,
    )
    words = " ".join(render_diff(DiffView(both, Report(), "old", "new"), name).split())
    assert "2 pods of test/web on n1..2: its priority is higher" in words


def test_nobody_is_named_where_nobody_goes() -> None:
    both = compared(daemonset(), daemonset(priorityClassName="system-node-critical"), NODES, THERE)
    assert "its priority is higher" not in render_diff(DiffView(both, Report(), "old", "new"), "markdown")
