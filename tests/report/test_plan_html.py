"""The HTML report as a file: well-formed, alone, harmless; and its data says what the plan says."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from benchmarks.html_report import large_view
from dslint.planner.outcomes import placement_of
from dslint.report.html.plan import render
from dslint.report.plan.view import SHOWN_AS, PlanView
from tests.planner.cases import AGENT, NODES, daemonset, plan_of
from tests.report.hostile_plan import NAMES, hostile_view
from tests.report.html_reading import Report, read
from tests.report.test_plan_formats import EXPORTER, RIVAL, view_of

ASSETS = Path(__file__).parent.parent.parent / "dslint" / "report" / "html" / "assets"


@pytest.fixture(scope="module")
def view() -> PlanView:
    return view_of(plan_of(AGENT, EXPORTER, RIVAL))


@pytest.fixture(scope="module")
def report(view: PlanView) -> Report:
    return read(render(view))


def test_every_part_of_the_page_is_there_without_the_script(report: Report) -> None:
    ids = [element.attributes["id"] for element in report.elements if "id" in element.attributes]
    sections = ["first", "matrix", "daemonsets", "cost", "assumed"]
    assert [id_ for id_ in ids if id_ in sections] == sections
    assert [id_ for id_ in ids if id_ and id_.startswith("daemonset-")] == [
        f"daemonset-{number}" for number in range(3)
    ]
    assert "The matrix needs JavaScript" in report.texts["p"]
    assert "memory: asks for 256Mi, the node has 192Mi" in report.texts["p"]
    assert "host port 9100/TCP is taken by test/exporter" in report.texts["p"]
    assert "- {key: nvidia.com/gpu, operator: Exists, effect: NoSchedule}" in report.texts["pre"]


def test_ids_are_given_once_and_references_lead_to_them(report: Report) -> None:
    ids = [element.attributes["id"] for element in report.elements if "id" in element.attributes]
    assert len(set(ids)) == len(ids)
    targets = {element.attributes["href"] for element in report.elements if "href" in element.attributes}
    assert "#matrix" in targets
    assert targets <= {f"#{name}" for name in ids}


def test_nothing_is_fetched(report: Report) -> None:
    assert {element.name for element in report.elements}.isdisjoint(
        {"link", "img", "iframe", "object", "embed", "audio", "video", "base", "svg", "source"}
    )
    assert not any(
        key in ("src", "srcset", "action", "style") for element in report.elements for key in element[1]
    )
    assert not re.search(r"url\(|@import|@font-face|image-set", report.texts["style#"])
    script = report.texts["script#"]
    assert not re.search(r"fetch|XMLHttp|WebSocket|EventSource|sendBeacon|import\s*\(|https?:", script)


def test_the_script_makes_no_markup_of_texts(report: Report) -> None:
    pattern = (
        r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|eval|new Function|localStorage"
    )
    assert not re.search(pattern, report.texts["script#"])


def test_the_policy_lets_this_script_run_and_nothing_else(report: Report) -> None:
    digest = b64encode(sha256(report.texts["script#"].encode()).digest()).decode()
    assert report.policy == (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def test_names_never_become_markup() -> None:
    hostile, harmless = (
        read(render(hostile_view(*NAMES))),
        read(render(hostile_view(*("A a", "B b", "C c", "D d", "E e")))),
    )
    assert [element.name for element in hostile.elements] == [element.name for element in harmless.elements]
    assert [set(element.attributes) for element in hostile.elements] == [
        set(element.attributes) for element in harmless.elements
    ]
    assert [daemonset["name"] for daemonset in hostile.data["daemonsets"]] == list(NAMES)
    assert sorted(hostile.data["nodes"]) == sorted(NAMES)
    assert hostile.texts["script#"] == harmless.texts["script#"]
    for name in NAMES:
        assert f"test/{name}" in hostile.texts["b"]


def test_the_same_plan_gives_the_same_bytes(view: PlanView) -> None:
    again = view_of(plan_of(AGENT, EXPORTER, RIVAL))
    assert render(view) == render(again)


def outcomes(data: dict[str, Any]) -> dict[tuple[str, str], str]:
    """(DaemonSet, node) -> outcome, from the data of a report."""
    found, place = {}, 0
    for row in data["rows"]:
        for name in data["nodes"][place : place + row["size"]]:
            for daemonset_, fate in zip(data["daemonsets"], row["fates"], strict=True):
                key = f"{daemonset_['namespace']}/{daemonset_['name']}"
                found[key, name] = daemonset_["fates"][fate]["outcome"]
        place += row["size"]
    assert place == len(data["nodes"])
    return found


def labels(data: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Node -> its labels, from the data of a report."""
    found: dict[str, dict[str, str]] = {name: {} for name in data["nodes"]}
    for label in data["labels"]:
        runs = zip(label["runs"][::2], label["runs"][1::2], strict=True)
        codes = [code for code, number in runs for _ in range(number)]
        for name, code in zip(data["nodes"], codes, strict=True):
            if code >= 0:
                found[name][label["key"]] = label["values"][code]
    return found


@pytest.mark.parametrize(
    "make",
    [
        lambda: view_of(plan_of(AGENT, EXPORTER, RIVAL)),
        lambda: large_view(150, 12),
        lambda: hostile_view(*NAMES),
    ],
    ids=["small", "large", "hostile"],
)
def test_the_data_says_what_the_plan_says(make: Callable[[], PlanView]) -> None:
    shown = make()
    data = read(render(shown)).data
    nodes = shown.planned.inventory.nodes
    assert outcomes(data) == {
        (workload.key, node.name): SHOWN_AS[placement_of(shown.planned, workload, place).outcome]
        for workload in shown.planned.workloads
        for place, node in enumerate(nodes)
    }
    assert labels(data) == {node.name: dict(node.labels) for node in nodes}


def test_a_cell_is_explained_by_its_reasons_with_the_manifest_and_what_to_add(report: Report) -> None:
    agent = report.data["daemonsets"][0]
    fate = next(fate for fate in agent["fates"] if "gpu" in str(fate["reasons"]))
    (reason,) = fate["reasons"]
    assert reason == {
        "code": "taint-no-schedule",
        "subject": "nvidia.com/gpu=present:NoSchedule",
        "text": "taint nvidia.com/gpu=present:NoSchedule is not tolerated",
        "place": "agents.yaml:11:7",
        "excerpt": [
            "10 |         kubernetes.io/os: linux",
            "11 |       tolerations:",
            "   |       ^^^^^^^^^^^",
        ],
    }
    lines = ["- {key: nvidia.com/gpu, operator: Exists, effect: NoSchedule}"]
    assert fate["ways"] == [{"words": "add to spec.template.spec.tolerations:", "lines": lines}]


def test_a_taint_that_comes_and_goes_is_nothing_to_tolerate(report: Report) -> None:
    agent = report.data["daemonsets"][0]
    (fate,) = (fate for fate in agent["fates"] if "not-ready" in str(fate["reasons"]))
    assert fate["ways"] == []


def test_trouble_comes_first_and_then_the_largest_groups(report: Report) -> None:
    assert [row["names"] for row in report.data["rows"]][:2] == ["worker-1", "edge-1"]
    large = plan_of(daemonset(nodeSelector={"pool": "b"}), nodes=_POOLS)
    rows = read(render(view_of(large))).data["rows"]
    assert [(row["names"], row["size"], row["empty"]) for row in rows] == [
        ("b-1..40", 40, False),
        ("a-1..2", 2, False),
        ("none", 1, True),
    ]


_POOLS = (
    "pools: [{name: a, count: 2}, {name: b, count: 40, labels: {pool: b}},"
    " {name: none, count: 0, labels: {pool: b}}]"
)


def test_machines_of_one_kind_are_one_group_though_some_kilobytes_differ() -> None:
    sizes = ("16393472Ki", "16393468Ki", "16392012Ki")
    nodes = "".join(
        f"  - {{name: n-{number}, allocatable: {{cpu: 4, memory: {size}, pods: 110}}}}\n"
        for number, size in enumerate(sizes)
    )
    data = read(render(view_of(plan_of(AGENT, nodes=f"nodes:\n{nodes}")))).data
    assert [row["size"] for row in data["rows"]] == [3]


def test_what_the_agents_cost_is_told_for_every_row(report: Report) -> None:
    (row,) = (row for row in report.data["rows"] if row["names"] == "cp-1")
    assert row["cost"] == [
        {"name": "cpu", "amount": "100m CPU", "share": 2.5},
        {"name": "memory", "amount": "256Mi", "share": 3.1},
        {"name": "pods", "amount": "2 pods", "share": 1.8},
    ]


@pytest.mark.parametrize(
    "manifests, nodes, words",
    [
        ([], NODES, "The input contains no DaemonSet."),
        ([AGENT], "nodes: []", "The inventory contains no nodes."),
        ([daemonset()], "nodes: [{name: a}]", "Nothing stands out: all desired pods will run."),
    ],
)
def test_little_is_told_too(manifests: list[str], nodes: str, words: str) -> None:
    assert words in read(render(view_of(plan_of(*manifests, nodes=nodes)))).texts["p"]


def test_only_the_nodes_asked_for_are_in_the_matrix(view: PlanView) -> None:
    gpu = [node.name for node in view.planned.inventory.nodes].index("gpu-1")
    data = read(render(view_of(view.planned, 1 << gpu))).data
    assert data["nodes"] == ["gpu-1"]


def test_a_pod_that_stays_is_told_where_pods_are_known() -> None:
    pod = {
        "metadata": {
            "name": "agent-x",
            "namespace": "test",
            "labels": {"app": "agent"},
            "ownerReferences": [
                {
                    "kind": "DaemonSet",
                    "name": "agent",
                    "controller": True,
                    "apiVersion": "apps/v1",
                    "uid": "u",
                }
            ],
        },
        "spec": {"nodeName": "a", "containers": [{"name": "c"}]},
        "status": {"phase": "Running"},
    }
    nodes = 'nodes: [{name: a, taints: ["k=v:NoSchedule"]}, {name: b, taints: ["k=v:NoSchedule"]}]'
    planned = plan_of(daemonset(), nodes=nodes, pods=(pod,))
    assert planned.presence.old[0]
    data = read(render(view_of(planned))).data
    stays = [data["daemonsets"][0]["fates"][row["fates"][0]]["stays"] for row in data["rows"]]
    assert [row["names"] for row in data["rows"]] == ["a", "b"]
    assert stays == [True, False]


def test_every_script_and_style_is_used() -> None:
    from dslint.report.html.plan import _SCRIPTS
    from dslint.report.html.table_page import TABLE_SCRIPTS

    used = {*_SCRIPTS, *TABLE_SCRIPTS, "page.html", "style.css"}
    assert {path.name for path in ASSETS.iterdir()} == used
