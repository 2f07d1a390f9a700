"""Every public result can be sent to another process."""

from __future__ import annotations

import pickle

import dslint
from tests.needs import ROOT

AGENT = (ROOT / "examples" / "log-collector.yaml").read_text(encoding="utf-8")
NODES = (ROOT / "examples" / "inventory.yaml").read_text(encoding="utf-8")


def test_results_without_nodes() -> None:
    for result in (dslint.read(AGENT), dslint.lint(AGENT), dslint.lint_update(AGENT, AGENT)):
        assert pickle.loads(pickle.dumps(result)) == result  # noqa: S301 - our own bytes


def test_results_with_nodes() -> None:
    plan = dslint.plan(AGENT, NODES)
    again = pickle.loads(pickle.dumps(plan))  # noqa: S301 - our own bytes
    assert list(again.placements) == list(plan.placements)
    assert (again.report, again.assumptions) == (plan.report, plan.assumptions)
    difference = dslint.diff(AGENT, AGENT.replace("maxUnavailable: 2", "maxUnavailable: 3"), NODES)
    again = pickle.loads(pickle.dumps(difference))  # noqa: S301 - our own bytes
    assert list(again.effects) == list(difference.effects)
    rollout = dslint.rollout(AGENT, NODES)
    assert pickle.loads(pickle.dumps(rollout)) == rollout  # noqa: S301 - our own bytes
