"""JSON by groups of nodes, and what is said beside the nodes in JSON and CSV."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from dslint.report.plan import csv_, json_
from dslint.report.plan.view import PlanView
from tests.needs import ROOT
from tests.report.test_pools_by_label import GROUP, daemonset, planned

SCHEMA = Draft202012Validator(json.loads((ROOT / "schemas" / "plan.schema.json").read_text("utf-8")))


def record(form: str, assumed: str = "nothing") -> dict[str, Any]:
    second = daemonset(nodeSelector={GROUP: "arm"}).replace('"mon"', '"app"')
    plan = planned(f"{daemonset()}\n---\n{second}")
    text = json_.render(PlanView(plan, assumptions=(assumed,), json_form=form))
    found: dict[str, Any] = json.loads(text)
    return found


@pytest.mark.parametrize("form", ["full", "groups"])
def test_both_forms_follow_the_schema(form: str) -> None:
    found = record(form)
    assert [error.message for error in SCHEMA.iter_errors(found)] == []
    assert found["form"] == form
    del found["daemonsets"][0]["groups"]
    assert not SCHEMA.is_valid(found)


def test_the_full_form_needs_nodes_and_placements() -> None:
    found = record("groups")
    found["form"] = "full"
    assert not SCHEMA.is_valid(found)


def test_each_node_and_each_reason_is_there_once() -> None:
    found = record("groups")
    assert "nodes" not in found
    names = [name for group in found["node_groups"] for name in group["nodes"]]
    assert len(names) == len(set(names)) == 26
    assert [group["pool"] for group in found["node_groups"]] == ["arm", "general", "spot", "general"]
    assert found["node_groups"][0]["labels"] == {"zone": "a", GROUP: "arm"}
    assert [entry["object"]["namespace"] for entry in found["daemonsets"]] == ["app", "mon"]
    waiting = found["daemonsets"][1]["groups"][1]
    assert waiting["outcome"] == "pending"
    assert (waiting["nodes"], waiting["pools"]) == (3, [{"pool": "arm", "nodes": 3, "of": 3}])
    assert waiting["node_groups"] == [0]
    (reason,) = waiting["reasons"]
    assert (reason["asked"], reason["free"], reason["allocatable"]) == ("350m", "200m", "200m")
    runs = found["daemonsets"][1]["groups"][0]
    assert runs["pools"] == [
        {"pool": "general", "nodes": 14, "of": 18},
        {"pool": "spot", "nodes": 5, "of": 5},
    ]


def test_groups_say_the_same_as_placements() -> None:
    found = record("full")
    for entry in found["daemonsets"]:
        by_name = {placement["node"]: placement for placement in entry["placements"]}
        told = 0
        for group in entry["groups"]:
            names = [
                name for number in group["node_groups"] for name in found["node_groups"][number]["nodes"]
            ]
            told += len(names)
            assert {by_name[name]["outcome"] for name in names} == {group["outcome"]}
            texts = {tuple(reason["text"] for reason in by_name[name]["reasons"]) for name in names}
            assert texts == {tuple(reason["text"] for reason in group["reasons"])}
        assert told == len(by_name)


def test_what_stands_out_is_in_json() -> None:
    first = record("groups")["highlights"][0]
    assert first["kind"] == "nowhere" or first["daemonsets"]
    texts = [highlight["text"] for highlight in record("groups")["highlights"]]
    assert any("misses 4 of 18 nodes of general: dedicated:NoSchedule" in text for text in texts)


def test_csv_has_the_pool_and_what_is_said_beside_the_nodes() -> None:
    text = csv_.render(PlanView(planned(daemonset()), assumptions=("all is well",)))
    rows = list(csv.DictReader(StringIO(text)))
    assert [row["pool"] for row in rows[:26:6]] == ["general", "general", "general", "arm", "spot"]
    beside = [row for row in rows if not row["node"]]
    assert [row["outcome"] for row in beside] == ["highlight"] * 3 + ["assumed"]
    assert beside[0]["reasons"].startswith("agent stays Pending on 3 nodes of arm: cpu: asks for 350m")
    assert beside[-1]["reasons"] == "all is well"
