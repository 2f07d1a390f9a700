"""Nodes of real clusters, told by their pools: in groups, findings, costs, comments and differences."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from dslint.planner.difference.comparison import compare_plans
from dslint.planner.inventory.manifests import read_manifests
from dslint.planner.inventory.reading import read_inventory
from dslint.planner.plan import Planned, plan_objects
from dslint.planner.problems import plan_problems
from dslint.planner.whatif.consequences import run_steps
from dslint.planner.whatif.step_faults import NoSuchNodeError
from dslint.planner.whatif.steps import parse_step
from dslint.planner.workload.surroundings import Surroundings
from dslint.report.plan import json_, markdown, text, whatif_text
from dslint.report.plan.view import PlanView

DOMAIN = "eu-west-1.compute.internal"
GROUP, KARPENTER = "eks.amazonaws.com/nodegroup", "karpenter.sh/nodepool"


def node(number: int, pool: dict[str, str], cpu: str = "3920m", taint: str = "") -> dict[str, Any]:
    name = f"ip-10-0-{number % 7}-{3 * number}.{DOMAIN}"
    taints = [{"key": taint, "effect": "NoSchedule"}] if taint else []
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {"name": name, "labels": {"kubernetes.io/hostname": name, "zone": "a", **pool}},
        "spec": {"taints": taints},
        "status": {"allocatable": {"cpu": cpu, "memory": "14Gi", "pods": "58"}},
    }


def nodes() -> list[dict[str, Any]]:
    return [
        *(node(number, {GROUP: "general"}) for number in range(14)),
        *(node(number, {GROUP: "general"}, taint="dedicated") for number in range(14, 18)),
        *(node(number, {GROUP: "arm"}, cpu="200m") for number in range(18, 21)),
        *(node(number, {KARPENTER: "spot"}) for number in range(21, 26)),
    ]


def daemonset(**spec: Any) -> str:
    template = {
        "metadata": {"labels": {"app": "agent"}},
        "spec": {
            "containers": [{"name": "a", "image": "x:1", "resources": {"requests": {"cpu": "350m"}}}],
            **spec,
        },
    }
    return json.dumps(
        {
            "apiVersion": "apps/v1",
            "kind": "DaemonSet",
            "metadata": {"name": "agent", "namespace": "mon"},
            "spec": {"selector": {"matchLabels": {"app": "agent"}}, "template": template},
        }
    )


def planned(manifest: str, group_by: str = "") -> Planned:

    listed = json.dumps({"apiVersion": "v1", "kind": "List", "items": nodes()})
    inventory = replace(read_inventory(listed, "nodes.json"), group_by=group_by)
    return plan_objects(read_manifests(manifest, "agent.yaml").objects, inventory, (), "1.37")


def lines(plan: Planned) -> list[str]:
    return text.render(PlanView(plan)).splitlines()


def test_groups_say_the_pool_and_name_the_domain_once() -> None:
    shown = lines(planned(daemonset()))
    start = next(place for place, line in enumerate(shown) if line.startswith("mon/agent"))
    assert shown[start + 1 : start + 4] == [
        "  runs      19  general 14 of 18, spot 5: ip-10-0-0-0, ip-10-0-1-3, ip-10-0-2-6 and 16 more",
        f"                (*.{DOMAIN})",
        f"  pending    3  arm 3: ip-10-0-4-54, ip-10-0-5-57, ip-10-0-6-60 (*.{DOMAIN})",
    ]
    assert "  not here   4  general 4 of 18: ip-10-0-0-42, ip-10-0-1-45, ip-10-0-2-48, ip-10-0-3-51" in shown


def test_whole_pools_of_many_machines_are_told_without_names() -> None:
    shown = lines(planned(daemonset(tolerations=[{"operator": "Exists"}], nodeSelector={GROUP: "general"})))
    assert "  runs      18  general 18" in shown
    words = "4 of 18 nodes of general only through a toleration without key, `operator: Exists`"
    assert f"                {words}" in shown


def test_what_matters_first_and_findings_say_the_pool() -> None:
    plan = planned(daemonset())
    shown = " ".join(line.strip() for line in lines(plan))
    assert "agent stays Pending on 3 nodes of arm: cpu: asks for 350m, the node has 200m" in shown
    assert "agent misses 4 of 18 nodes of general: dedicated:NoSchedule is not tolerated." in shown
    messages = [told.problem.message for told in plan_problems(plan)]
    assert "the pod stays Pending on 3 nodes of arm: cpu: asks for 350m, the node has 200m" in messages


def test_cost_and_comment_say_the_pool() -> None:
    plan = planned(daemonset())
    shown = " ".join(line.strip() for line in lines(plan))
    assert "cost per node   general 14 of 18, spot 5: ip-10-0-0-0," in shown
    assert "- **pending** on 3: arm 3: ip-10-0-4-54," in markdown.render(PlanView(plan))


def test_another_label_groups_them() -> None:
    shown = lines(planned(daemonset(), "zone"))
    assert any(line.startswith("  runs      19  a 19 of 26: ip-10-0-0-0, ip-10-0-1-3") for line in shown)


def test_a_difference_says_the_pool() -> None:
    compared = compare_plans(planned(daemonset()), planned(daemonset(nodeSelector={GROUP: "general"})))
    (lost,) = [told.problem for told in compared.told() if told.problem.rule == "nodes-lost"]
    assert lost.message == (
        "8 nodes no longer get a pod: spot 5, arm 3: "
        "ip-10-0-4-54, ip-10-0-5-57, ip-10-0-6-60, ip-10-0-0-63, ip-10-0-1-66, ip-10-0-2-69, ip-10-0-3-72, "
        f"ip-10-0-4-75 (*.{DOMAIN})"
    )


def test_steps_of_a_what_if_say_the_pool_and_wrap() -> None:
    plan = planned(daemonset())
    steps = [parse_step("taint:general:x=y:NoExecute"), parse_step("lose:arm")]
    outcomes = tuple(run_steps(plan, Surroundings(), (), steps, {}))
    assert whatif_text.render(outcomes).splitlines() == [
        "what if taint:general:x=y:NoExecute   (18 nodes: general 18: ip-10-0-0-0, ip-10-0-1-3, ip-10-0-2-6,",
        f"    ip-10-0-3-9 and 14 more (*.{DOMAIN}) (--verbose))",
        "  mon/agent",
        "    deleted      14  general 14: ip-10-0-0-0, ip-10-0-1-3, ip-10-0-2-6, ip-10-0-3-9 and 10 more",
        f"                     (*.{DOMAIN}) (--verbose)",
        "",
        "what if lose:arm   (3 nodes: arm 3: ip-10-0-4-54, ip-10-0-5-57, ip-10-0-6-60",
        f"    (*.{DOMAIN}))",
        "  mon/agent",
        "    lost          3  arm 3: ip-10-0-4-54, ip-10-0-5-57, ip-10-0-6-60 (*.eu-west-1.compute.internal)",
        "                     with its node",
    ]
    pools = [json_.step_record(outcome)["pools"] for outcome in outcomes]
    assert pools == [{"general": 18}, {"arm": 3}]


def test_a_pool_told_by_labels_is_scaled() -> None:
    plan = planned(daemonset())
    (more,) = run_steps(plan, Surroundings(), (), [parse_step("scale:arm:5")], {})
    assert more.nodes == ("arm-1", "arm-2")
    assert more.planned.inventory.nodes[-1].labels["kubernetes.io/hostname"] == "arm-2"
    assert more.pools == {"arm-1": "arm", "arm-2": "arm"}
    (less,) = run_steps(plan, Surroundings(), (), [parse_step("scale:spot:4")], {})
    assert less.nodes == (f"ip-10-0-4-75.{DOMAIN}",)
    with pytest.raises(NoSuchNodeError, match="the nodes of general differ"):
        list(run_steps(plan, Surroundings(), (), [parse_step("scale:general:20")], {}))
