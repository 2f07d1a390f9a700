"""What a change costs, on which pools, and whom it leaves no room."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import dslint
from dslint.planner.difference.comparison import Comparison, compare_plans
from dslint.planner.inventory.manifests import read_manifests
from dslint.planner.inventory.reading import read_inventory
from dslint.planner.plan import for_both, plan_objects
from dslint.report.diff.cost_text import cost_words, crowded_words, smallest_words
from tests.cli.running import run
from tests.needs import ROOT
from tests.planner.cases import daemonset, plan_of
from tests.planner.overhead.test_overhead import asking, karpenter
from tests.planner.test_pod_life import pod

POOLS = """
pools:
  - {name: general, count: 14, os: linux, allocatable: {cpu: 4, memory: 16Gi, pods: 110}}
  - {name: edge, count: 2, os: linux, allocatable: {cpu: 1, memory: 2Gi, pods: 20}}
  - {name: spot, count: 0, os: linux, allocatable: {cpu: 8, memory: 16Gi, pods: 110}}
"""
SCHEMA = Draft202012Validator(json.loads((ROOT / "schemas" / "diff.schema.json").read_text("utf-8")))


def compared(old: str, new: str, nodes: str, pods: tuple[dict[str, Any], ...] = ()) -> Comparison:
    sides = read_manifests(old, "old.yaml"), read_manifests(new, "new.yaml")
    inventory = read_inventory(nodes, "nodes.yaml")
    if inventory.pools:
        (inventory,) = for_both(sides[0].objects, sides[1].objects, (inventory,), "1.37")
        before = plan_objects(sides[0].objects, inventory, (), "1.37")
        return compare_plans(before, plan_objects(sides[1].objects, inventory, (), "1.37", like=before))
    return compare_plans(plan_of(old, nodes=nodes, pods=pods), plan_of(new, nodes=nodes, pods=pods))


def words(both: Comparison, number: int = 0) -> list[str]:
    return list(cost_words(both.pairs[number], both))


def test_a_larger_request_is_told_for_each_pool_and_in_all() -> None:
    nodes = POOLS.replace("{name: general, count: 14,", "{name: general, count: 14, labels: {a: b},")
    old, new = asking(cpu="100m", memory="64Mi"), asking(cpu="200m", memory="128Mi")
    both = compared(
        daemonset(containers=old, nodeSelector={"a": "b"}),
        daemonset(containers=new, nodeSelector={"a": "b"}),
        nodes,
    )
    assert "".join(words(both)) == (
        "+100m cpu (100m -> 200m), +64Mi memory (64Mi -> 128Mi) on each of 14 nodes of general; "
        "+1.4 cpu, +896Mi memory in all; then 5 % of 4 cpu, 0.781 % of 16Gi memory"
    )


def test_several_pools_share_a_sentence_and_those_at_zero_are_in_it() -> None:
    both = compared(daemonset(containers=asking(cpu="100m")), daemonset(containers=asking(cpu="200m")), POOLS)
    assert "".join(words(both)) == (
        "+100m cpu (100m -> 200m) on each of 16 nodes (general 14, edge 2) and each node of spot; "
        "+1.6 cpu in all; then 20 % of 1 cpu on edge, 5 % of 4 cpu on general, 2.5 % of 8 cpu on spot"
    )


def test_pods_that_come_and_go_cost_what_they_ask_for() -> None:
    edge = daemonset(containers=asking(cpu="50m"), nodeSelector={"edge": "yes"})
    nodes = POOLS.replace("name: edge, count: 2,", "name: edge, count: 2, labels: {edge: 'yes'},")
    everywhere = daemonset(containers=asking(cpu="50m"))
    assert "".join(words(compared(edge, everywhere, nodes))) == (
        "+50m cpu on each of 14 nodes of general and each node of spot (new pods); +0.7 cpu in all; "
        "then 1.25 % of 4 cpu on general, 0.625 % of 8 cpu on spot"
    )
    assert "".join(words(compared(everywhere, edge, nodes))) == (
        "-50m cpu on each of 14 nodes of general and each node of spot (pods that go); -0.7 cpu in all"
    )
    assert words(compared(everywhere, everywhere, nodes)) == []


def test_a_first_request_is_a_change_of_a_pod_that_runs() -> None:
    both = compared(daemonset(), daemonset(containers=asking(cpu="1")), "nodes: [{name: a}]")
    assert words(both) == ["+1 cpu on 1 node"]


def test_without_nodes_each_pod_is_told() -> None:
    both = compared(daemonset(containers=asking(cpu="1")), daemonset(containers=asking(cpu="2")), "nodes: []")
    assert words(both) == ["+1 cpu (1 -> 2) for each pod"]


NODE = "nodes: [{name: a, allocatable: {cpu: 1, memory: 1Gi, pods: 20}}]"


def crowded(both: Comparison, number: int = 0) -> list[str]:
    return list(crowded_words(both.pairs[number], both))


def test_other_daemonsets_that_find_no_room_any_more_are_named() -> None:
    other = daemonset("exporter", containers=asking(cpu="300m"))
    old, new = (daemonset("log", containers=asking(cpu=cpu)) for cpu in ("500m", "900m"))
    both = compared(f"{old}\n---\n{other}", f"{new}\n---\n{other}", NODE)
    assert crowded(both) == ["test/exporter on 1 node (a)"]
    assert crowded(both, 1) == []
    less = compared(f"{new}\n---\n{other}", f"{old}\n---\n{other}", NODE)
    assert crowded(less) == []


def test_pods_that_wait_and_find_no_room_any_more_are_named() -> None:
    waits = (pod("web-1", cpu="400m"), pod("big", cpu="3", owner=("ReplicaSet", "big")))
    both = compared(
        daemonset(containers=asking(cpu="500m")), daemonset(containers=asking(cpu="700m")), NODE, waits
    )
    assert crowded(both) == ["test/web, whose pods wait: there was room on a, but no longer"]


def test_a_declared_pool_may_need_larger_machines() -> None:
    old, new = (daemonset(containers=asking(cpu=cpu)) for cpu in ("1", "3"))
    both = compared(old, new, karpenter("m5.large", "m5.xlarge"))
    assert list(smallest_words(both)) == [
        "pool general: the smallest type with room for its DaemonSets: m5.large -> m5.xlarge"
    ]


@pytest.mark.parametrize("form", ["text", "json", "markdown", "html"])
def test_every_form_tells_it_once(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    other = daemonset("exporter", containers=asking(cpu="300m"))
    for name, cpu in (("old", "500m"), ("new", "900m")):
        text = f"{daemonset('log', containers=asking(cpu=cpu))}\n---\n{other}"
        Path(f"{name}.yaml").write_text(text, encoding="utf-8")
    Path("nodes.yaml").write_text(NODE, encoding="utf-8")
    run("diff", "old.yaml", "new.yaml", "--nodes", "nodes.yaml", "-o", form)
    out = capsys.readouterr().out
    if form == "json":
        record = json.loads(out)
        assert [error.message for error in SCHEMA.iter_errors(record)] == []
        assert record["daemonsets"][0]["cost_by_pool"] == [
            {
                "pool": "",
                "nodes": ["a"],
                "there": 1,
                "pod": "replaced",
                "before": {"cpu": "500m"},
                "after": {"cpu": "900m"},
                "change": {"cpu": "400m"},
            }
        ]
        fits = record["daemonsets"][0]["no_longer_fits"]
        assert fits == [{"name": "test/exporter", "nodes": ["a"], "waiting": False}]
    else:
        shown = out.partition('<script type="application/json"')[0]  # what the script shows is data
        assert shown.count("on 1 node; then 90 % of 1 cpu") == 1
        assert shown.count("test/exporter on 1 node") == 1


def test_python_gives_the_cost_when_it_is_asked_for() -> None:
    old, new = (daemonset(containers=asking(cpu=cpu)) for cpu in ("100m", "200m"))
    edge, general = sorted(dslint.diff(old, new, POOLS.partition("  - {name: spot")[0]).cost)
    assert edge == dslint.CostChange(
        "test/agent", "edge", ("edge-1", "edge-2"), 2, "replaced", {"cpu": 100}, {"cpu": 200}
    )
    assert (general.pool, general.there) == ("general", 14)
