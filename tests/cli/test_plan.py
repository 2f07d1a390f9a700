"""`dslint plan` and `dslint inventory` from the outside: inputs, versions, exit codes, one node."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path

import pytest

from dslint.kubernetes.versions import NEWEST
from tests.cli.running import run
from tests.planner.cases import AGENT, NODES, daemonset

Out = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one agent and an inventory beside it."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "agents").mkdir()
    (tmp_path / "agents" / "agent.yaml").write_text(AGENT, encoding="utf-8")
    (tmp_path / "nodes.yaml").write_text(NODES, encoding="utf-8")
    return tmp_path


def stdin(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    class Standard:
        buffer = io.BytesIO(text.encode())

        @staticmethod
        def isatty() -> bool:
            return False

    monkeypatch.setattr(sys, "stdin", Standard)


def node(name: str, kubelet: str = "v1.36.2") -> dict[str, object]:
    return {
        "kind": "Node",
        "metadata": {"name": name, "labels": {"kubernetes.io/os": "linux"}},
        "status": {
            "allocatable": {"cpu": "1", "memory": "1Gi", "pods": "9"},
            "nodeInfo": {"kubeletVersion": kubelet},
        },
    }


def test_a_plan_ends_with_a_hint_and_only_errors_fail_it(capsys: Out) -> None:
    assert run("plan", "agents", "--nodes", "nodes.yaml") == 0
    out = capsys.readouterr().out
    assert out.startswith(
        f"7 nodes and 1 empty pool, 1 DaemonSet, Kubernetes {NEWEST} (the newest known; no node states"
    )
    assert "agents/agent.yaml:18:43: warning pod-pending: the pod stays Pending on 1 node (edge-1): " in out
    assert out.endswith("one node        dslint plan agents --nodes nodes.yaml --node edge-1\n")
    assert run("plan", "agents", "--nodes", "nodes.yaml", "--fail-on", "warning") == 1


def test_a_broken_expectation_says_why_beneath(capsys: Out) -> None:
    words = "log-agent runs on edge="
    assert run("plan", "agents", "--nodes", "nodes.yaml", "--expect", words) == 1
    out = capsys.readouterr().out
    message = (
        "error expectation-failed: kube-system/log-agent: expected runs on 1 node (edge=), got runs on 0\n"
    )
    assert message + "  result        edge-1: pending: memory: asks for 256Mi, the node has 192Mi\n" in out


def test_the_hint_asks_for_the_same_plan(folder: Path, capsys: Out) -> None:
    (folder / "pods.json").write_text(json.dumps({"kind": "PodList", "items": []}), encoding="utf-8")
    run("plan", "agents", "--nodes", "nodes.yaml", "--pods", "pods.json", "--what-if", "cordon:edge-1")
    hint = "--nodes nodes.yaml --pods pods.json --what-if cordon:edge-1 --node edge-1"
    assert " ".join(capsys.readouterr().out.split()).endswith(hint)


def test_what_the_server_refuses_fails_a_plan(folder: Path, capsys: Out) -> None:
    (folder / "agents" / "agent.yaml").write_text(AGENT.replace("apps/v1", "apps/v1beta2"), encoding="utf-8")
    assert run("plan", "agents", "--nodes", "nodes.yaml") == 1
    assert "agents/agent.yaml:1:13: error removed-api-version: " in capsys.readouterr().out


def test_one_pipe_is_enough(monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    agent = json.loads(daemonset(nodeSelector={"kubernetes.io/os": "linux"}))
    pod = {
        "kind": "Pod",
        "metadata": {"name": "big", "namespace": "test"},
        "spec": {"nodeName": "b", "containers": [{"resources": {"requests": {"pods": "1", "cpu": "1"}}}]},
        "status": {"phase": "Running"},
    }
    dump = {"kind": "List", "items": [node("a"), node("b"), pod, agent]}
    stdin(monkeypatch, json.dumps(dump, indent=4))
    assert run("plan", "-", "-o", "json") == 0
    plan = json.loads(capsys.readouterr().out)
    assert plan["kubernetes"] == "1.36"
    assert [placement["outcome"] for placement in plan["daemonsets"][0]["placements"]] == ["runs", "runs"]
    assert plan["assumptions"] == []


def test_no_node_at_all_is_wrong_usage_and_prints_the_pipe(capsys: Out) -> None:
    assert run("plan", "agents") == 2
    err = capsys.readouterr().err
    assert "kubectl get nodes,ds,pods -A -o json | dslint plan -" in err
    assert err.count("\n") == 1


def test_an_inventory_that_cannot_be_used_is_wrong_usage(folder: Path, capsys: Out) -> None:
    (folder / "nodes.yaml").write_text("nodes:\n  - name: a\n    taint: x\n", encoding="utf-8")
    assert run("plan", "agents", "--nodes", "nodes.yaml") == 2
    assert "nodes.yaml:3:5: unknown key 'taint'; did you mean 'taints'?" in capsys.readouterr().err
    assert run("plan", "agents", "--nodes", "nowhere.yaml") == 2
    assert "cannot read nowhere.yaml: no such file or directory" in capsys.readouterr().err


@pytest.mark.parametrize("words", [("plan", "agents"), ("diff", "agents", "agents")])
def test_an_inventory_without_a_node_is_wrong_usage(
    folder: Path, capsys: Out, words: tuple[str, ...]
) -> None:
    (folder / "nodes.yaml").write_text("nodes: []\n", encoding="utf-8")
    assert run(*words, "--nodes", "nodes.yaml") == 2
    assert "nodes.yaml contains no nodes: there is nothing to plan for" in capsys.readouterr().err


def test_only_narrows_what_is_shown_and_not_what_is_counted(folder: Path, capsys: Out) -> None:
    container = {"name": "c", "image": "c:1", "ports": [{"containerPort": 9100, "hostPort": 9100}]}
    labels = {"a": "b"}
    template = {"metadata": {"labels": labels}, "spec": {"containers": [container]}}
    spec = {"selector": {"matchLabels": labels}, "template": template}
    agents = (
        {"apiVersion": "apps/v1", "kind": "DaemonSet", "metadata": {"name": name}, "spec": spec}
        for name in ("first", "second")
    )
    text = "\n---\n".join(map(json.dumps, agents))
    (folder / "two.yaml").write_text(text, encoding="utf-8")
    run("plan", "two.yaml", "--nodes", "nodes.yaml", "--only", "default/second")
    shown = capsys.readouterr().out
    assert "default/second" in shown
    assert "\ndefault/first" not in shown
    assert "host port 9100/TCP is taken by default/first" in shown


def test_several_inventories_are_joined_and_no_name_may_be_there_twice(folder: Path, capsys: Out) -> None:
    (folder / "more.yaml").write_text("nodes:\n- {name: extra-1, os: linux}\n", encoding="utf-8")
    assert run("plan", "agents", "--nodes", "nodes.yaml", "--nodes", "more.yaml") == 0
    assert capsys.readouterr().out.startswith("8 nodes and 1 empty pool, ")
    (folder / "more.yaml").write_text("nodes:\n- {name: win-1}\n", encoding="utf-8")
    assert run("plan", "agents", "--nodes", "nodes.yaml", "--nodes", "more.yaml") == 2
    assert (
        "more.yaml:2:1: node win-1 is a duplicate; the first one is at nodes.yaml:13"
        in capsys.readouterr().err
    )


def test_a_folder_of_inventories(folder: Path, capsys: Out) -> None:
    (folder / "cluster").mkdir()
    for name in ("a", "b"):
        (folder / "cluster" / f"{name}.json").write_text(json.dumps(node(name)), encoding="utf-8")
    assert run("plan", "agents", "--nodes", "cluster") == 0
    assert capsys.readouterr().out.startswith(
        "2 nodes, 1 DaemonSet, Kubernetes 1.36 (newest kubelet in cluster)"
    )


def test_the_inventory_beside_the_manifests_is_read_once(capsys: Out) -> None:
    assert run("plan", ".", "--nodes", "nodes.yaml") == 0
    assert capsys.readouterr().out.startswith("7 nodes and 1 empty pool, 1 DaemonSet, ")
    assert run("plan", ".") == 0
    assert capsys.readouterr().out.startswith("7 nodes and 1 empty pool, 1 DaemonSet, ")


def test_pods_are_counted(folder: Path, capsys: Out) -> None:
    pod = {
        "kind": "Pod",
        "metadata": {"name": "big", "namespace": "test"},
        "spec": {"nodeName": "worker-1", "containers": [{"resources": {"requests": {"memory": "4Gi"}}}]},
    }
    (folder / "pods.json").write_text(json.dumps({"kind": "List", "items": [pod]}), encoding="utf-8")
    run("plan", "agents", "--nodes", "nodes.yaml", "--pods", "pods.json")
    out = capsys.readouterr().out
    assert "memory: asks for 256Mi, 0 of the node's 4Gi are free" in out
    assert "--pods FILE counts them" not in out
    assert run("plan", "agents", "--nodes", "nodes.yaml", "--pods", "agents") == 2
    assert "no Pods found; save the pods with: kubectl get pods -A -o json" in capsys.readouterr().err


def test_one_node_and_what_to_add(capsys: Out) -> None:
    assert run("plan", "agents", "--nodes", "nodes.yaml", "--node", "gpu-1") == 0
    out = capsys.readouterr().out
    assert "- {key: nvidia.com/gpu, operator: Exists, effect: NoSchedule}" in out
    assert "win-1" not in out
    assert run("plan", "agents", "--nodes", "nodes.yaml", "--node", "zone=a", "-o", "json") == 0
    assert [node["name"] for node in json.loads(capsys.readouterr().out)["nodes"]] == ["cp-1", "worker-1"]
    assert run("plan", "agents", "--nodes", "nodes.yaml", "--node", "gpu-2") == 2
    assert "did you mean gpu-1?" in capsys.readouterr().err


@pytest.mark.parametrize(
    "kubelet, shown, noted",
    [
        ("v1.35.1-eks-12ab", "Kubernetes 1.35 (newest kubelet in k.json)", ""),
        (
            "v1.27.4",
            "Kubernetes 1.28 (nearest to 1.27, the newest kubelet in k.json)",
            "Kubernetes 1.27 (newest",
        ),
        (
            "v1.99.0",
            f"Kubernetes {NEWEST} (nearest to 1.99, the newest kubelet in k.json)",
            "Kubernetes 1.99 (newest",
        ),
        ("unknown", f"Kubernetes {NEWEST} (the newest known; no node states its kubelet version)", ""),
    ],
)
def test_the_version_comes_from_the_newest_kubelet(
    folder: Path, capsys: Out, kubelet: str, shown: str, noted: str
) -> None:
    items = [node("a", "v1.20.0"), node("b", kubelet)] if kubelet != "unknown" else [node("b", kubelet)]
    (folder / "k.json").write_text(json.dumps({"kind": "List", "items": items}), encoding="utf-8")
    assert run("plan", "agents", "--nodes", "k.json") == 0
    captured = capsys.readouterr()
    assert shown in " ".join(captured.out.split("\n\n")[0].split())
    assert noted in captured.err


def test_a_version_that_is_typed_must_be_known(capsys: Out) -> None:
    assert run("plan", "agents", "--nodes", "nodes.yaml", "--kubernetes", "1.27") == 2
    assert "1.27" in capsys.readouterr().err


def test_no_daemonset_is_said(folder: Path, capsys: Out) -> None:
    (folder / "agents" / "agent.yaml").write_text("kind: Service\n", encoding="utf-8")
    assert run("plan", "agents", "--nodes", "nodes.yaml") == 0
    assert "no DaemonSet found in 1 file" in capsys.readouterr().err


def test_what_cannot_be_read_is_told_though_nothing_is_planned(folder: Path, capsys: Out) -> None:
    (folder / "notes.yaml").write_text("kind: DaemonSet\n  spec: {\n", encoding="utf-8")
    assert run("plan", "notes.yaml", "--nodes", "nodes.yaml") == 1
    assert "notes.yaml:2:" in capsys.readouterr().out


@pytest.mark.parametrize(
    "where, words",
    [
        ("workr-1", "no node, pool or label is called workr-1 (did you mean worker-1 or worker-2?)"),
        ("zone=d", "no node has the labels zone=d: zone is one of a, b, c"),
        ("zon=a", "no node has the labels zon=a: no node has the label zon (did you mean zone?)"),
    ],
)
def test_a_node_that_is_not_there_is_wrong_usage(where: str, words: str, capsys: Out) -> None:
    assert run("plan", "agents", "--nodes", "nodes.yaml", "--node", where) == 2
    assert f"--node {where}: {words}" in capsys.readouterr().err


def test_several_formats_at_once(folder: Path, capsys: Out) -> None:
    assert run("plan", "agents", "--nodes", "nodes.yaml", "-o", "csv=plan.csv", "-o", "compact") == 0
    rows = csv.DictReader(io.StringIO((folder / "plan.csv").read_text("utf-8")))
    assert len([row for row in rows if row["node"]]) == 8
    assert capsys.readouterr().out.splitlines()[0].startswith("agents/agent.yaml:")


def test_inventory_show_and_slim(monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    assert run("inventory", "show", "nodes.yaml") == 0
    assert capsys.readouterr().out.startswith("7 nodes in 8 groups of equal nodes\n")
    stdin(monkeypatch, json.dumps({"kind": "List", "items": [node("secret-1")]}))
    assert run("inventory", "slim", "--redact") == 0
    assert capsys.readouterr().out.startswith("nodes:\n  - name: node-1\n")
    assert run("inventory", "slim", "--format", "json", "nodes.yaml") == 0
    assert len(json.loads(capsys.readouterr().out)["items"]) == 7


def test_inventory_of_something_else_is_wrong_usage(capsys: Out) -> None:
    assert run("inventory", "show", "agents/agent.yaml") == 2
    assert (
        "agents/agent.yaml:1:1: this is a DaemonSet, not an inventory; accepted: " in capsys.readouterr().err
    )
