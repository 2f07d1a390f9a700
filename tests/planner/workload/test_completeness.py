"""What is missing for certain, and what is only not in the input."""

from __future__ import annotations

import json
from typing import Any

import pytest

from dslint.planner.assumptions import assumptions_of
from dslint.planner.inventory.contents import Source, inventory_of
from dslint.planner.inventory.reading import read_contents
from dslint.planner.plan import Planned, plan_objects
from tests.planner.cases import daemonset, outcomes, why

NODE = {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "n1"}, "spec": {}, "status": {}}
VOLUME = {"name": "config", "configMap": {"name": "agent"}}
AGENT = json.loads(
    daemonset(
        serviceAccountName="agent",
        priorityClassName="agents",
        runtimeClassName="kata",
        volumes=[VOLUME, {"name": "ca", "configMap": {"name": "kube-root-ca.crt"}}],
    )
)
KINDS = {
    "service-account": ("v1", "ServiceAccount", "agent"),
    "priority-class": ("scheduling.k8s.io/v1", "PriorityClass", "agents"),
    "runtime-class": ("node.k8s.io/v1", "RuntimeClass", "kata"),
    "config-map": ("v1", "ConfigMap", "agent"),
}


def named(code: str, name: str = "") -> dict[str, Any]:
    version, kind, own = KINDS[code]
    return {
        "apiVersion": version,
        "kind": kind,
        "metadata": {"name": name or own, "namespace": "test"},
        "value": 1,
        "handler": "runc",
    }


def others(*codes: str) -> list[dict[str, Any]]:
    return [named(code, "another") for code in codes]


def plan_json(*items: dict[str, Any], complete: bool = False) -> Planned:
    """Plan a dump of a cluster."""
    dump = json.dumps({"apiVersion": "v1", "kind": "List", "items": [NODE, AGENT, *items]})
    contents = read_contents(Source("dump.json", dump.encode()))
    return plan_objects(contents.objects, inventory_of(contents), (), "1.37", complete=complete)


def plan_files(*items: dict[str, Any], complete: bool = False) -> Planned:
    """Plan separate documents."""
    text = "\n---\n".join(json.dumps(item) for item in (NODE, AGENT, *items))
    contents = read_contents(Source("all.yaml", f"# yaml\n---\n{text}".encode()))
    return plan_objects(contents.objects, inventory_of(contents), (), "1.37", complete=complete)


@pytest.mark.parametrize("code", KINDS)
def test_in_a_dump_with_others_of_its_kind_it_is_missing(code: str) -> None:
    rest = [named(other) for other in KINDS if other != code]
    plan = plan_json(*rest, *others(code))
    assert outcomes(plan) == {"n1": "blocked"}
    kind, name = KINDS[code][1:]
    result = "no container starts" if code == "config-map" else "no pod is created"
    assert why(plan, "n1") == [f"{code} {name}: there is no {kind} {name}: {result}"]


@pytest.mark.parametrize("code", KINDS)
def test_in_separate_files_it_is_assumed(code: str) -> None:
    rest = [named(other) for other in KINDS if other != code]
    plan = plan_files(*rest, *others(code))
    assert outcomes(plan) == {"n1": "runs"}
    kind, name = KINDS[code][1:]
    assert any(
        words.startswith(f"{kind} {name} exists (it is not in the input")
        for words in assumptions_of(plan, pods_given=True)
    )


@pytest.mark.parametrize("code", KINDS)
def test_complete_makes_it_certain(code: str) -> None:
    rest = [named(other) for other in KINDS if other != code]
    assert outcomes(plan_files(*rest, complete=True)) == {"n1": "blocked"}
    assert outcomes(plan_files(*rest, named(code), complete=True)) == {"n1": "runs"}


def test_a_dump_without_a_kind_says_nothing_of_it() -> None:
    assert outcomes(plan_json()) == {"n1": "runs"}


def test_yaml_dumps_are_dumps() -> None:
    dump = {"apiVersion": "v1", "kind": "List", "items": [NODE, AGENT, *others("service-account")]}
    contents = read_contents(Source("dump.yaml", f"# yaml\n{json.dumps(dump)}".encode()))
    plan = plan_objects(contents.objects, inventory_of(contents), (), "1.37")
    assert outcomes(plan) == {"n1": "blocked"}


def test_optional_config_maps_and_the_root_certificate_are_not_needed() -> None:
    agent = json.loads(daemonset(volumes=[{"name": "c", "configMap": {"name": "x", "optional": True}}]))
    contents = read_contents(Source("a.yaml", f"# yaml\n---\n{json.dumps(agent)}".encode()))
    inventory = inventory_of(read_contents(Source("n.yaml", b"nodes: [{name: n1}]")))
    assert outcomes(plan_objects(contents.objects, inventory, (), "1.37", complete=True)) == {"n1": "runs"}
