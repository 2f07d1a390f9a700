"""Every form of a plan against its golden file, and against what its readers demand."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from dslint.planner.assumptions import assumptions_of
from dslint.planner.plan import Planned
from dslint.report.plan.formats import render_plan
from dslint.report.plan.view import PlanView
from tests import golden
from tests.planner.cases import AGENT, daemonset, plan_of

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
SCHEMA = Draft202012Validator(json.loads((ROOT / "schemas" / "plan.schema.json").read_text("utf-8")))

EXPORTER = daemonset(
    "exporter",
    hostNetwork=True,
    tolerations=[{"operator": "Exists"}],
    containers=[{"name": "c", "image": "x", "ports": [{"containerPort": 9100}]}],
)
RIVAL = daemonset(
    "rival",
    nodeSelector={"zone": "a"},
    containers=[{"name": "c", "image": "x", "ports": [{"containerPort": 9100, "hostPort": 9100}]}],
)

TWO_NODES = """
nodes:
  - {name: worker-1, os: linux, allocatable: {cpu: 2, memory: 4Gi, pods: 20}}
  - {name: gpu-1, os: linux, taints: ["nvidia.com/gpu=present:NoSchedule"]}
"""


def view_of(planned: Planned, chosen: int | None = None) -> PlanView:
    return PlanView(
        planned,
        assumptions=assumptions_of(planned, pods_given=False),
        version_from="newest kubelet in nodes.yaml",
        command="dslint plan agents.yaml --nodes nodes.yaml",
        chosen=chosen,
    )


@pytest.fixture(scope="module")
def view() -> PlanView:
    return view_of(plan_of(AGENT, EXPORTER, RIVAL))


@pytest.mark.parametrize("name", ["text", "wide", "csv"])
def test_a_plan_looks_as_it_did(name: str, view: PlanView) -> None:
    golden.check(render_plan(view, name), HERE / "golden" / f"plan.{name}")


def test_json_of_one_daemonset_on_two_nodes() -> None:
    golden.check(render_plan(view_of(plan_of(AGENT, nodes=TWO_NODES)), "json"), HERE / "golden" / "plan.json")


def test_one_node_is_told_with_what_to_add(view: PlanView) -> None:
    gpu = [node.name for node in view.planned.inventory.nodes].index("gpu-1")
    golden.check(render_plan(view_of(view.planned, 1 << gpu), "text"), HERE / "golden" / "plan-node.text")


def test_text_fits_one_hundred_columns(view: PlanView) -> None:
    lines = render_plan(view, "text").splitlines()
    assert [line for line in lines if len(line) > 100 and "- {key: " not in line] == []


def test_many_nodes_are_told_as_shortly_as_few() -> None:
    nodes = (
        "pools: [" + ", ".join(f"{{name: p{n}, count: 900, labels: {{pool: p{n}}}}}" for n in range(30)) + "]"
    )
    text = render_plan(view_of(plan_of(daemonset(nodeSelector={"pool": "p3"}), nodes=nodes)), "text")
    assert "  runs       900  p3-1..900\n" in text
    assert "label pool, wanted p3" in text
    assert len(text.splitlines()) < 30


def test_json_follows_its_schema(view: PlanView) -> None:
    Draft202012Validator.check_schema(SCHEMA.schema)
    value = json.loads(render_plan(view, "json"))
    assert [error.message for error in SCHEMA.iter_errors(value)] == []
    assert [len(daemonset["placements"]) for daemonset in value["daemonsets"]] == [8, 8, 8]
    assert value["daemonsets"][0]["counts"] == {
        "runs": 3,
        "pending": 1,
        "blocked": 0,
        "keeps": 2,
        "excluded": 1,
    }
    value["daemonsets"][0]["colour"] = "red"
    assert not SCHEMA.is_valid(value)


def test_csv_has_a_row_for_every_pair(view: PlanView) -> None:
    rows = list(csv.DictReader(io.StringIO(render_plan(view, "csv"))))
    assert len([row for row in rows if row["node"]]) == 24
    pending = next(row for row in rows if row["outcome"] == "pending")
    assert (pending["node"], pending["codes"], pending["subjects"]) == (
        "edge-1",
        "insufficient-resource",
        "memory",
    )


def test_nothing_to_plan_is_one_line() -> None:
    assert render_plan(view_of(plan_of("{}")), "text").startswith("7 nodes and 1 empty pool, 0 DaemonSets, ")


PASSING = """
nodes:
  - {name: new, taints: ["node.cloudprovider.kubernetes.io/uninitialized=true:NoSchedule"]}
  - {name: net, conditions: [NetworkUnavailable]}
  - {name: full, conditions: [DiskPressure]}
"""


def test_taints_that_pass_are_waited_for_and_pressure_is_said() -> None:
    text = render_plan(view_of(plan_of(daemonset(), nodes=PASSING)), "text")
    assert "until the cloud controller manager has set the node up\n" in text
    assert "until the node's network is set up\n" in text
    assert "to run there" not in text
    assert "blocked    1  full\n" in text
    assert "DiskPressure: the kubelet rejects pods that are not critical until it is over" in text


def test_critical_pods_do_not_mind_pressure() -> None:
    critical = daemonset(priorityClassName="system-node-critical")
    text = render_plan(view_of(plan_of(critical, nodes=PASSING)), "text")
    assert "DiskPressure" not in text


def test_nobody_is_told_to_tolerate_a_taint_that_passes() -> None:
    text = render_plan(view_of(plan_of(daemonset(), nodes=PASSING), chosen=1), "text")
    assert "wait until the cloud controller manager has set the node up" in text
    assert "operator: Exists" not in text
    assert max(map(len, text.splitlines())) <= 100
