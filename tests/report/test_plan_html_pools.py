"""The HTML report of a plan against pools: pools are rows, and `some` has its own mark with the split."""

from __future__ import annotations

from typing import Any

import pytest

from dslint.report.html.plan import render
from tests.planner.cases import daemonset, plan_of
from tests.report.html_reading import Report, read
from tests.report.test_plan_formats import view_of
from tests.report.test_plan_pools import POOLS

ARM = "kubernetes.io/arch=arm64"
BROAD = daemonset("broad", tolerations=[{"operator": "Exists"}])
ONE_ARCH = daemonset("one-arch", nodeSelector={"kubernetes.io/arch": "amd64"})


def report_of(*manifests: str, nodes: str = POOLS) -> Report:
    return read(render(view_of(plan_of(*manifests, nodes=nodes))))


@pytest.fixture(scope="module")
def report() -> Report:
    return report_of(BROAD, ONE_ARCH)


def answer_of(report: Report, pool: str, column: int) -> dict[str, Any]:
    pools = report.data["pools"]
    row = next(row for row in pools["rows"] if row["name"] == pool)
    answer: dict[str, Any] = pools["answers"][column][row["answers"][column]]
    return answer


def cells(report: Report) -> list[tuple[str | None, str | None]]:
    """Class and DaemonSet of each cell of the table of pools."""
    found = [element.attributes for element in report.elements if element.name == "td"]
    return [(cell["class"], cell["data-daemonset"]) for cell in found if "data-daemonset" in cell]


def test_every_pool_is_a_row_with_its_count_and_place(report: Report) -> None:
    rows = [(row["name"], row["count"], row["place"]) for row in report.data["pools"]["rows"]]
    assert rows == [
        ("general", "", "nodes.yaml:1"),
        ("small", "2 of 1 to 4 nodes", "nodes.yaml:16"),
        ("gpu", "1 node", "nodes.yaml:17"),
    ]


def test_some_names_the_split_that_decides(report: Report) -> None:
    answer = answer_of(report, "general", 1)
    assert (answer["answer"], answer["short"]) == ("some", f"not on {ARM}")
    assert answer["runs"] == "kubernetes.io/arch=amd64"
    (part,) = answer["rest"]
    assert (part["outcome"], part["where"]) == ("not here", ARM)
    (reason,) = part["reasons"]
    assert reason["text"] == f"label {ARM}, wanted amd64"
    assert reason["place"].startswith("agents.yaml:")
    assert [(origin["place"], origin["assumed"]) for origin in part["origins"]] == [
        ("nodes.yaml:1", "set by Karpenter; the pool leaves it open")
    ]


def test_every_and_none_and_what_a_new_node_waits_for(report: Report) -> None:
    assert answer_of(report, "general", 0)["answer"] == "every"
    assert answer_of(report, "general", 0)["waits"] == ""
    none = answer_of(report, "gpu", 1)
    assert (none["answer"], none["outcome"]) == ("none", "not here")
    assert none["short"] == "nvidia.com/gpu=true:NoSchedule"
    assert none["rest"][0]["ways"][0]["words"] == "add to spec.template.spec.tolerations:"
    waits = answer_of(report, "general", 1)["waits"]
    assert waits.startswith("on a new node not before node.cilium.io/agent-not-ready:NoExecute is removed")


def test_the_table_is_there_without_the_script(report: Report) -> None:
    assert cells(report) == [
        ("runs", "broad"),
        ("some", "one-arch"),
        ("runs", "broad"),
        ("runs", "one-arch"),
        ("runs", "broad"),
        ("not-here", "one-arch"),
    ]
    assert "◐ some" in report.texts["b"]
    assert f"not on {ARM}" in report.texts["small"]
    assert "it runs on some nodes; the cell says which labels or machine types decide" in report.texts["dd"]


def test_a_pool_where_a_pod_never_starts_is_not_shown_as_unwanted() -> None:
    profile = (
        "{apiVersion: eksctl.io/v1alpha5, kind: ClusterConfig, metadata: {name: shop},"
        " fargateProfiles: [{name: jobs, selectors: [{namespace: jobs}]}]}"
    )
    found = report_of(BROAD, nodes=profile)
    answer = answer_of(found, "jobs", 0)
    assert (answer["answer"], answer["outcome"]) == ("none", "blocked")
    assert cells(found) == [("blocked", "broad")]


def test_many_pools_are_shown_up_to_a_limit() -> None:
    groups = ", ".join(f"{{name: p{number}, instanceType: m5.large}}" for number in range(203))
    config = (
        "{apiVersion: eksctl.io/v1alpha5, kind: ClusterConfig, metadata: {name: shop},"
        f" managedNodeGroups: [{groups}]}}"
    )
    found = report_of(BROAD, nodes=config)
    assert len(cells(found)) == 200
    assert "3 more pools: -o json has all of them." in found.texts["p"]


def test_without_pools_there_is_no_table_of_them() -> None:
    found = report_of(BROAD, nodes="nodes: [{name: a}]")
    assert found.data["pools"] is None
    assert "pools" not in [element.attributes.get("id") for element in found.elements]
