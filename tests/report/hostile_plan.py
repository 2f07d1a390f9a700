"""A plan whose every name is meant to break out of the report: nothing in an input can be trusted."""

from __future__ import annotations

from dslint.kubernetes.taints import Taint
from dslint.planner.inventory.inventory import Inventory
from dslint.planner.inventory.manifests import read_manifests
from dslint.planner.nodes import Node
from dslint.planner.plan import plan_objects
from dslint.report.plan.view import PlanView
from tests.planner.cases import daemonset

SCRIPT = "</script><script>alert(1)</script>"
IMAGE = "\"'><img src=x onerror=alert(1)>"
COMMENT = "<!--<script>"
TEMPLATE = "$title ${policy} $data"
MARKDOWN = "![p](http://x/p.png) [l](http://x) `a|b` **b** @team <b> \u2028 | end"
NAMES = (SCRIPT, IMAGE, COMMENT, TEMPLATE, MARKDOWN)


def hostile_view(*names: str) -> PlanView:
    """One DaemonSet and one node for each name, which is also a label, a taint and an assumption."""
    manifests = read_manifests("\n---\n".join(_daemonset(name) for name in names), f"{names[0]}.yaml")
    nodes = tuple(_node(name) for name in names)
    return PlanView(
        plan_objects(manifests.objects, Inventory(nodes, (names[0],)), (), "1.37"),
        assumptions=names,
        version_from=names[0],
        command=f"dslint plan {names[0]}",
    )


def _daemonset(name: str) -> str:
    return daemonset(name, nodeSelector={name: name}, tolerations=[{"key": name, "operator": "Exists"}])


def _node(name: str) -> Node:
    return Node(name, {name: name, "zone": name}, (Taint(f"{name}x", name, "NoSchedule"),), pool=name)
