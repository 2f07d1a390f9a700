"""Every reason about room names who holds it: also where it is told for many nodes at once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dslint.planner.outcomes import groups_of
from tests.cli.running import run
from tests.planner.cases import daemonset, placed, plan_of
from tests.planner.overhead.test_overhead import asking
from tests.planner.test_pod_life import pod

NODES = "nodes:\n" + "".join(
    f"  - {{name: n{number}, allocatable: {{cpu: {1000 + number}m, memory: 1Gi, pods: {5 + number}}}}}\n"
    for number in range(20)
)


def test_nodes_with_different_room_are_told_together_with_those_who_hold_most() -> None:
    pods = tuple(
        pod(f"web-{number}-{place}", f"n{place}", "290m", owner=("ReplicaSet", f"web{number}-5d"))
        for place in range(20)
        for number in range(3)
    )
    big = daemonset("big", containers=asking(cpu="500m"))
    planned = plan_of(daemonset("log", containers=asking(cpu="100m")), big, nodes=NODES, pods=pods)
    (group,) = (found for found in groups_of(planned, planned.workloads[1]) if found.outcome == "pending")
    assert group.nodes.bit_count() == 20
    assert [reason.text for reason in group.reasons] == [
        "cpu: asks for 500m, and less is free; held by test/web0, test/web1, test/web2 and 1 more"
    ]


def test_a_port_says_who_holds_it() -> None:
    ports = [{"name": "c", "image": "c:1", "ports": [{"containerPort": 80, "hostPort": 80}]}]
    planned = plan_of(daemonset("a", containers=ports), daemonset("b", containers=ports), nodes=NODES)
    (reason,) = placed(planned, 1)["n0"].reasons
    assert reason.text == "host port 80/TCP is taken by test/a"
    assert reason.room is not None
    assert reason.room.held_by == (("test/a", 1),)


@pytest.mark.parametrize("form", ["text", "wide", "csv", "json", "markdown", "html", "sarif", "github"])
def test_every_format_names_the_holders_and_the_origin(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    limited = [{"name": "c", "image": "c:1", "resources": {"limits": {"cpu": "900m"}}}]
    text = f"{daemonset('log', containers=asking(cpu='300m'))}\n---\n{daemonset('big', containers=limited)}"
    Path("agents.yaml").write_text(text, encoding="utf-8")
    Path("nodes.yaml").write_text(NODES.partition("  - {name: n1,")[0], encoding="utf-8")
    run("plan", "agents.yaml", "--nodes", "nodes.yaml", "-o", form)
    out = " ".join(capsys.readouterr().out.split())
    assert "held by test/log 300m" in out
    assert "a limit stands in for the request" in out
    if form == "json":
        (placement,) = json.loads(out)["daemonsets"][0]["placements"]
        assert placement["reasons"][0]["held_by"] == [{"name": "test/log", "amount": "300m"}]
