"""`--what-if` with `--clusters`: the steps are taken in every cluster that has such nodes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.cli.running import run
from tests.cli.test_clusters import agent, nodes, write
from tests.needs import ROOT

Out = pytest.CaptureFixture[str]
SCHEMA = Draft202012Validator(json.loads((ROOT / "schemas" / "clusters.schema.json").read_text("utf-8")))
PLAN = ("plan", "ds", "--clusters", "c")
DIFF = ("diff", "ds", "new", "--clusters", "c")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    edge = "  - {name: edge, count: 0, allocatable: {cpu: 1, pods: 9}}\n"
    write(
        tmp_path,
        {
            "ds/a.yaml": agent("a"),
            "ds/b.yaml": agent("b", 60, "tolerations: [{key: gone}]"),
            "new/a.yaml": agent("a", 20),
            "new/b.yaml": agent("b", 60),
            "c/eu.yaml": nodes(2),
            "c/us.yaml": nodes(3, 1000, ", labels: {zone: z}"),
            "c/ap.yaml": f"{nodes(2)}pools:\n{edge}",
        },
    )


def steps(*texts: str) -> list[str]:
    return [word for text in texts for word in ("--what-if", text)]


def test_every_step_is_told_for_the_clusters_where_it_is_taken(capsys: Out) -> None:
    assert run(*PLAN, *steps("taint:zone=z:gone:NoExecute", "lose:n-0")) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[:6] == [
        "what if     ap and eu: taint:zone=z:gone:NoExecute: changes nothing",
        "            us: taint:zone=z:gone:NoExecute (3 nodes): kube-system/a 3 deleted",
        "            ap and eu: lose:n-0 (1 node): kube-system/a, kube-system/b 1 lost with nodes",
        "            us: lose:n-0 (1 node): kube-system/b 1 lost with nodes",
        "",
        "DaemonSets in 3 clusters (ap, eu, us): pods desired, and those that do not run",
    ]


def test_the_table_is_about_what_comes_after(capsys: Out) -> None:
    run(*PLAN, *steps("lose:n-1", "scale:edge:2"), "-o", "json")
    found = json.loads(capsys.readouterr().out)
    assert [error.message for error in SCHEMA.iter_errors(found)] == []
    first = {entry["name"]: entry["clusters"] for entry in found["daemonsets"]}["a"]
    assert {name: cluster["desired"] for name, cluster in first.items()} == {"ap": 3, "eu": 1, "us": 2}
    assert [entry["clusters"] for entry in found["what_if"]] == [
        ["ap", "eu", "us"],
        ["eu", "us"],
        ["ap"],
    ]


def test_a_step_that_no_cluster_can_take_is_wrong_usage(capsys: Out) -> None:
    for words in (PLAN, DIFF):
        assert run(*words, *steps("lose:n-0", "cordon:n-9")) == 2
        assert capsys.readouterr().err.startswith(
            "dslint: --what-if cordon:n-9: no node, pool or label is called n-9 (did you mean n-1"
        )


def test_a_difference_is_taken_after_the_steps(capsys: Out) -> None:
    assert run(*DIFF, *steps("taint:zone=z:gone:NoExecute"), "-o", "json") == 0
    found = json.loads(capsys.readouterr().out)
    assert [error.message for error in SCHEMA.iter_errors(found)] == []
    changed = {entry["name"]: entry["clusters"] for entry in found["daemonsets"]}
    assert changed["b"]["us"]["lost"] == 3
    assert changed["b"]["eu"]["lost"] == 0
    assert {"words": "the nodes are those after taint:zone=z:gone:NoExecute", "clusters": ["us"]} in found[
        "assumed"
    ]


@pytest.mark.parametrize("name", ["markdown", "html"])
def test_other_forms_tell_the_steps_too(name: str, capsys: Out) -> None:
    run(*PLAN, *steps("lose:n-2"), "-o", name)
    text = capsys.readouterr().out.replace("\\", "")
    assert "us: lose:n-2 (1 node): kube-system/a, kube-system/b 1 lost with nodes" in text
