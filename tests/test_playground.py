"""What the playground page shows, asked for without any browser."""

from __future__ import annotations

import json

import pytest

from dslint import playground
from dslint.kubernetes.versions import NEWEST
from tests.needs import ROOT

AGENT = (ROOT / "examples" / "log-collector.yaml").read_text(encoding="utf-8")
NODES = (ROOT / "examples" / "inventory.yaml").read_text(encoding="utf-8")
TYPO = AGENT.replace("imagePullPolicy", "imagePullpolicy").replace("operator: Exists", "operator: exists")


def question(manifests: str = AGENT, nodes: str = NODES, number: int | None = None) -> str:
    asked = {
        "manifests": manifests,
        "nodes": nodes,
        "kubernetes": "",
        "profile": "recommended",
        "number": number,
    }
    return json.dumps(asked)


def test_it_says_which_versions_there_are() -> None:
    assert json.loads(playground.about())["kubernetes"][0] == NEWEST


def test_findings_come_with_excerpt_and_fix() -> None:
    answer = json.loads(playground.lint(question(TYPO)))
    (finding,) = answer["findings"]
    assert (finding["rule"], finding["severity"], finding["object"]) == (
        "toleration-invalid",
        "error",
        "kube-system/log-collector",
    )
    marked, carets = finding["excerpt"].split("\n")[-2:]
    assert marked[carets.index("^") : carets.rindex("^") + 1] == "exists"
    assert finding["fix"] == {"title": "set operator to Exists", "safe": True}
    assert answer["safe"] == 1
    assert answer["summary"].startswith("1 error; 1 of 1 DaemonSet is rejected.")


def test_clean_manifests_have_a_summary_too() -> None:
    assert json.loads(playground.lint(question()))["summary"] == "1 DaemonSet in 1 file, no findings"


@pytest.mark.parametrize("number", [None, 0], ids=["all safe ones", "one"])
def test_a_fix_gives_the_new_text(number: int | None) -> None:
    assert json.loads(playground.fix(question(TYPO, number=number)))["manifests"] == TYPO.replace(
        "exists", "Exists"
    )


def test_a_fix_that_is_gone_changes_nothing() -> None:
    assert json.loads(playground.fix(question(TYPO, number=7)))["manifests"] == TYPO


def test_the_plan_is_what_the_command_prints() -> None:
    text = json.loads(playground.plan(question()))["text"]
    assert "kube-system  log-collector       12        12        0" in text
    assert "newest kubelet in nodes.yaml" in text


@pytest.mark.parametrize(
    "nodes, error",
    [
        (" ", "Paste nodes below the manifests to see where the pods run."),
        ("kind: Nodes\n", "nodes.yaml:1:1: "),
        ("nodes:\n- nam: a\n", "nodes.yaml:2:3: "),
        ('{"kind": "List", "items": [', "nodes.yaml:1:"),
    ],
)
def test_faults_of_the_nodes_are_told(nodes: str, error: str) -> None:
    assert error in json.loads(playground.plan(question(nodes=nodes)))["error"]


def test_nodes_may_be_json_with_pods() -> None:
    node = {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "a"}}
    listed = json.dumps({"apiVersion": "v1", "kind": "List", "items": [node]})
    assert "1 node, 1 DaemonSet" in json.loads(playground.plan(question(nodes=listed)))["text"]


def test_daemonsets_are_described() -> None:
    assert "Every Linux node." in json.loads(playground.describe_all(question()))["text"]
    assert json.loads(playground.describe_all(question("a: 1\n")))["error"].startswith(
        "There is no DaemonSet"
    )


def test_what_is_invisible_is_written_out() -> None:
    hostile = question(AGENT.replace("name: log-collector", "name: log\u202ecollector", 1))
    (finding,) = json.loads(playground.lint(hostile))["findings"]
    assert "name: log·collector" in finding["excerpt"]
    assert "log\\u202ecollector" in finding["message"]
    answers = (
        json.loads(playground.plan(hostile))["text"] + json.loads(playground.describe_all(hostile))["text"]
    )
    assert "\u202e" not in answers + json.dumps(finding, ensure_ascii=False)


@pytest.mark.parametrize(
    "text", ["", "\x00", "a: [", "- 1\n---\n{", "apiVersion: apps/v1\nkind: DaemonSet\n"]
)
def test_half_typed_text_raises_nothing(text: str) -> None:
    for function in (playground.lint, playground.plan, playground.describe_all, playground.fix):
        assert json.loads(function(question(text)))
