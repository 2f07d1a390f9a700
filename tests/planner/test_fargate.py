"""Fargate starts no DaemonSet pod, also where its taint is tolerated."""

from __future__ import annotations

import pytest

from dslint.kubernetes.taints import Taint
from dslint.planner.highlights import highlights
from dslint.planner.node_advice import node_advice
from dslint.planner.node_kinds import FARGATE, virtual_kind
from dslint.planner.nodes import Node
from dslint.planner.notes import notes_of
from dslint.planner.on_pools.answers import pool_answers
from dslint.planner.problems import plan_problems
from tests.planner.cases import daemonset, placed, plan_of

TAINT = "eks.amazonaws.com/compute-type=fargate:NoSchedule"
EVERYWHERE = [{"operator": "Exists"}]
LABELLED = "{name: f, labels: {eks.amazonaws.com/compute-type: fargate}}"
TAINTED = f'{{name: f, taints: ["{TAINT}"]}}'
PROFILE = """\
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: shop, region: eu-central-1}
fargateProfiles:
  - {name: jobs, selectors: [{namespace: jobs}]}
"""
WORDS = "Fargate runs no DaemonSet pods, whatever they tolerate: the pod never starts"


@pytest.mark.parametrize("node", [LABELLED, TAINTED], ids=["label", "taint"])
def test_a_pod_that_is_wanted_on_fargate_never_starts(node: str) -> None:
    placement = placed(plan_of(daemonset(tolerations=EVERYWHERE), nodes=f"nodes: [{node}, {{name: a}}]"))
    assert (placement["f"].outcome, placement["f"].should_run) == ("blocked", True)
    assert [(reason.code, reason.text) for reason in placement["f"].reasons] == [("fargate", WORDS)]
    assert placement["a"].outcome == "runs"


def test_without_the_toleration_the_controller_creates_no_pod() -> None:
    placement = placed(plan_of(daemonset(), nodes=f"nodes: [{TAINTED}]"))["f"]
    assert (placement.outcome, placement.should_run) == ("keeps", False)
    assert [reason.text for reason in placement.reasons] == [f"taint {TAINT} is not tolerated"]


@pytest.mark.parametrize(
    "tolerations, outcome, words",
    [(EVERYWHERE, "blocked", WORDS), ([], "keeps", f"taint {TAINT} is not tolerated")],
    ids=["tolerated", "not-tolerated"],
)
def test_a_fargate_profile_runs_a_daemonset_on_none_of_its_nodes(
    tolerations: list[dict[str, str]], outcome: str, words: str
) -> None:
    planned = plan_of(daemonset(tolerations=tolerations), nodes=PROFILE)
    (answer,) = pool_answers(planned, planned.workloads[0])
    assert answer.answer == "none"
    assert [(part.outcome, [reason.text for reason in part.reasons]) for part in answer.rest] == [
        (outcome, [words])
    ]


def test_the_rule_and_the_plan_agree_on_what_is_virtual() -> None:
    planned = plan_of(daemonset(tolerations=EVERYWHERE), nodes=f"nodes: [{TAINTED}, {{name: a}}]")
    problem = next(p for p in node_advice(planned, planned.workloads[0]) if p.rule == "virtual-node-reached")
    assert "1 virtual node (f)" in problem.message
    assert problem.write == (
        "required node affinity that excludes them: "
        "{key: eks.amazonaws.com/compute-type, operator: NotIn, values: [fargate]}"
    )


@pytest.mark.parametrize(
    "labels, taints, kind",
    [
        ({"eks.amazonaws.com/compute-type": "auto"}, (), ""),
        ({}, (Taint("eks.amazonaws.com/compute-type", "auto", "NoSchedule"),), ""),
        ({}, (Taint("eks.amazonaws.com/compute-type", "fargate", "NoSchedule"),), FARGATE),
        ({}, (Taint("virtual-kubelet.io/other", "x", "NoSchedule"),), "virtual-kubelet"),
        ({"kubernetes.azure.com/virtual-node": "true"}, (), "virtual node"),
    ],
)
def test_what_a_node_is_called(labels: dict[str, str], taints: tuple[Taint, ...], kind: str) -> None:
    assert virtual_kind(Node(name="n", labels=labels, taints=taints)) == kind


def test_the_outcome_says_it_and_no_note_repeats_it() -> None:
    planned = plan_of(daemonset(tolerations=EVERYWHERE), nodes=f"nodes: [{LABELLED}, {{name: a}}]")
    assert [
        note.words for note in notes_of(planned, planned.workloads[0]) if note.code == "virtual-node"
    ] == []


def test_a_rollout_that_fargate_stops_does_not_say_that_no_pod_is_created() -> None:
    planned = plan_of(daemonset(tolerations=EVERYWHERE), nodes=f"nodes: [{TAINTED}, {{name: a}}]")
    words = " ".join(highlights(planned))
    assert "An update of agent would stop: f (blocked) uses up the budget of 1." in words
    assert "no pod is created" not in words


def test_taints_that_keep_a_pod_from_the_nodes_left_are_those_of_these_nodes() -> None:
    nodes = "nodes: [{name: a, labels: {x: z}, taints: [k1:NoSchedule]}, {name: b, taints: [k2:NoSchedule]}]"
    planned = plan_of(daemonset(nodeSelector={"x": "z"}), nodes=nodes)
    (problem,) = [told.problem for told in plan_problems(planned) if told.problem.rule == "selects-no-node"]
    assert problem.message.endswith("no toleration for the taints of the 1 of 2 nodes left: k1:NoSchedule")
    many = ", ".join(f"k{number}:NoSchedule" for number in range(5))
    planned = plan_of(daemonset(), nodes=f"nodes: [{{name: a, taints: [{many}]}}]")
    (problem,) = [told.problem for told in plan_problems(planned) if told.problem.rule == "selects-no-node"]
    assert problem.message.endswith("k0:NoSchedule, k1:NoSchedule, k2:NoSchedule and 2 more")
