"""Policies in the text of `dslint.plan` and `dslint.rollout`: what they add counts and denials are told."""

from __future__ import annotations

import dslint
from tests.policies.test_admit import AGENT, policies, validation
from tests.policies.test_mutating import TOLERATION, mutating

NODES = "nodes: [{name: plain}, {name: edge, taints: ['edge:NoSchedule']}]"


def running(text: str) -> list[str]:
    return [each.node for each in dslint.plan(text, NODES).placements if each.outcome == "runs"]


def test_a_plan_counts_what_a_policy_adds() -> None:
    assert running(AGENT) == ["plain"]
    assert running(mutating(TOLERATION) + AGENT) == ["plain", "edge"]


def test_a_rollout_counts_what_a_policy_adds() -> None:
    assert dslint.rollout(AGENT, NODES).waves == (1,)
    assert dslint.rollout(mutating(TOLERATION) + AGENT, NODES).waves == (1, 1)


def test_a_plan_says_what_a_policy_denies_and_changes() -> None:
    text = mutating(TOLERATION) + policies(validation("false", message="no agents")) + "---\n" + AGENT
    told = [
        (finding.rule, finding.message, finding.file)
        for finding in dslint.plan(text, NODES).report.findings
        if finding.rule in ("admission-policy", "policy-mutates")
    ]
    assert told == [
        ("admission-policy", "policy p denies this: no agents", "<manifest>"),
        (
            "policy-mutates",
            'policy m sets spec.template.spec.tolerations to [{"key": "edge", "operator": "Exists"}]',
            "<manifest>",
        ),
    ]
