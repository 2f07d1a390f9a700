"""The least time of a rollout, its words, and the nodes it is counted over."""

from __future__ import annotations

from typing import Any

import pytest

import dslint
from dslint.planner.placement.decisions import Decision
from dslint.planner.rollout.forecast import Situation, forecast, least_time
from dslint.report.plan.rollout_text import duration, rollout_words


def spec(pod_spec: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    return {**fields, "template": {"spec": pod_spec or {}}}


def probed(**probe: int) -> dict[str, Any]:
    return {"containers": [{"readinessProbe": probe}]}


TIMES = [
    (spec(), 0, (0, ())),
    (spec(minReadySeconds=30), 0, (30, ("minReadySeconds 30",))),
    (spec(probed(initialDelaySeconds=10)), 0, (10, ("10 s before its probes can succeed",))),
    (
        spec(probed(initialDelaySeconds=5, successThreshold=3, periodSeconds=10)),
        0,
        (25, ("25 s before its probes can succeed",)),
    ),
    (
        spec({"containers": [{"startupProbe": {"initialDelaySeconds": 20}}, {}]}, minReadySeconds=1),
        0,
        (21, ("minReadySeconds 1", "20 s before its probes can succeed")),
    ),
    (spec(probed(initialDelaySeconds=10)), 40, (40, ("40 s to get ready, as given",))),
    (spec({"terminationGracePeriodSeconds": 600}), 0, (0, ())),
]


@pytest.mark.parametrize("node, given, want", TIMES)
def test_a_wave_takes_at_least(node: dict[str, Any], given: int, want: tuple[int, tuple[str, ...]]) -> None:
    assert least_time(node, given) == want


def words(node: dict[str, Any], situation: Situation) -> str:
    return rollout_words(forecast(node, situation))


ALL = 0b11111111
EVERYWHERE = Situation(Decision(ALL, ALL), old=ALL)
ROLLING = {"updateStrategy": {"rollingUpdate": {"maxUnavailable": 3}}}
SURGING = {"updateStrategy": {"rollingUpdate": {"maxUnavailable": 0, "maxSurge": "50%"}}}

WORDS = [
    (
        spec(minReadySeconds=30),
        EVERYWHERE,
        "8 waves of 1 node, at least 4 min (per wave: minReadySeconds 30)",
    ),
    (spec(**ROLLING), EVERYWHERE, "2 waves of 3 nodes, then 1 of 2"),
    (spec(**SURGING), EVERYWHERE, "2 waves of 4 nodes, each new pod beside the old one"),
    (
        spec(updateStrategy={"type": "OnDelete"}),
        EVERYWHERE,
        "OnDelete: a new image reaches a node when its pod is deleted by hand",
    ),
    (spec(), EVERYWHERE._replace(old=0), "no old pod to replace"),
    (spec(), EVERYWHERE._replace(old=0b11), "2 waves of 1 node after the new pods of empty nodes"),
    (
        spec(),
        EVERYWHERE._replace(failing=1, old_unready=1),
        "it is stuck; 8 waves of 1 node, once it can continue",
    ),
    (
        spec(**SURGING),
        EVERYWHERE._replace(crowded=ALL),
        "it is stuck; 2 waves of 4 nodes, each new pod beside the old one, once it can continue",
    ),
]


@pytest.mark.parametrize("node, situation, want", WORDS)
def test_the_rollout_in_words(node: dict[str, Any], situation: Situation, want: str) -> None:
    assert words(node, situation) == want


@pytest.mark.parametrize(
    "seconds, text",
    [(0, "0 s"), (59, "59 s"), (60, "1 min"), (150, "2 min 30 s"), (3600, "1 h"), (7500, "2 h 5 min")],
)
def test_durations(seconds: int, text: str) -> None:
    assert duration(seconds) == text


MANIFEST = """\
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec:
  selector: {matchLabels: {a: b}}
  updateStrategy: {rollingUpdate: STRATEGY}
  template:
    metadata: {labels: {a: b}}
    spec:
      tolerations: TOLERATIONS
      containers: [{name: c, image: "x:1", ports: [{containerPort: 80, hostPort: 80}]}]
"""
NODES = "nodes: [{name: n1}, {name: n2}, {name: n3, ready: false}]\npools: [{name: p, count: 0}]\n"


def rollout(strategy: str = "{}", tolerations: str = "[]", **options: Any) -> dslint.Rollout:
    text = MANIFEST.replace("STRATEGY", strategy).replace("TOLERATIONS", tolerations)
    return dslint.rollout(text, NODES, **options)


def test_a_pod_left_on_a_dead_node_uses_up_the_budget() -> None:
    found = rollout()
    assert (found.waves, found.finishes, found.blocked_by) == ((1,), False, ("n3",))


def test_a_larger_budget_gets_past_it() -> None:
    found = rollout("{maxUnavailable: 2}")
    assert (found.waves, found.most_down, found.finishes) == ((2, 1), 2, True)


def test_a_dead_node_that_is_wanted_keeps_it_from_finishing() -> None:
    found = rollout("{maxUnavailable: 2}", "[{operator: Exists}]")
    assert (found.finishes, found.blocked_by) == (False, ("n3",))


def test_surge_and_host_ports_block_each_other() -> None:
    found = rollout("{maxSurge: 1, maxUnavailable: 0}")
    assert (found.waves, found.most_down, found.finishes) == ((1,), 1, False)
    assert found.blocked_by == ("n1", "n2")


def test_nodes_may_be_said_never_to_get_ready() -> None:
    found = rollout("{maxUnavailable: 2}", never_ready=["n1"])
    assert (found.finishes, "n1" in found.blocked_by) == (False, True)


def test_a_text_without_a_daemonset_is_an_error() -> None:
    with pytest.raises(ValueError, match="there is no DaemonSet in the text"):
        dslint.rollout("kind: Pod\n", NODES)


POD = """\
{"kind": "Pod", "metadata": {"name": "p", "namespace": "default", "labels": {"a": "b"}OWNED},
 "spec": {"nodeName": "n1", "containers": [{"name": "c"}]}, "status": {"phase": "Running"}}
"""
OWNED_BY = ', "ownerReferences": [{{"kind": "{kind}", "name": "{name}", "controller": true}}]'


@pytest.mark.parametrize(
    "owned, unready",
    [
        (OWNED_BY.format(kind="DaemonSet", name="agent"), True),
        ("", True),
        (OWNED_BY.format(kind="DaemonSet", name="other"), False),
        (OWNED_BY.format(kind="ReplicaSet", name="agent"), False),
    ],
)
def test_old_pods_are_those_it_owns_or_would_adopt(owned: str, unready: bool) -> None:  # noqa: FBT001
    found = rollout("{maxUnavailable: 1}", "[{operator: Exists}]", pods=POD.replace("OWNED", owned))
    assert found.waves == ((2,) if unready else (1,))
