"""Pools in the formats of a plan."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from dslint.cli.main import main
from tests.planner.cases import daemonset

POOLS = """\
apiVersion: karpenter.sh/v1
kind: NodePool
metadata: {name: general}
spec:
  template:
    spec:
      startupTaints: [{key: node.cilium.io/agent-not-ready, effect: NoExecute}]
      requirements:
        - {key: karpenter.k8s.aws/instance-family, operator: In, values: [m5, m6g]}
      nodeClassRef: {group: karpenter.k8s.aws, kind: EC2NodeClass, name: default}
---
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: shop}
managedNodeGroups:
  - {name: small, instanceType: t3.micro, minSize: 1, maxSize: 4, desiredCapacity: 2}
  - name: gpu
    instanceType: g5.xlarge
    desiredCapacity: 1
    taints: [{key: nvidia.com/gpu, value: "true", effect: NoSchedule}]
"""
AGENT = daemonset(
    nodeSelector={"kubernetes.io/arch": "amd64"},
    containers=[{"name": "c", "image": "example.com/c:1", "resources": {"requests": {"memory": "1Gi"}}}],
)


Call = Callable[..., str]


@pytest.fixture
def call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Call:
    monkeypatch.chdir(tmp_path)
    Path("agent.yaml").write_text(AGENT, encoding="utf-8")
    Path("pools.yaml").write_text(POOLS, encoding="utf-8")

    def run(*arguments: str) -> str:
        with pytest.raises(SystemExit):
            main(["plan", "agent.yaml", "--nodes", "pools.yaml", *arguments])
        return capsys.readouterr().out

    return run


def test_text_says_every_some_or_none_with_both_places(call: Call) -> None:
    text = call()
    assert "3 nodes and 3 pools, 1 DaemonSet" in text
    block = text[text.index("test/agent") :].split("rollout")[0].splitlines()[1:]
    words = (" ".join(line.split()) for line in block if line.strip())
    assert [re.sub(r"agent.yaml:\d+:\d+$", "agent.yaml:…", line) for line in words] == [
        "some of general",
        "not on kubernetes.io/arch=arm64: label kubernetes.io/arch=arm64, wanted amd64",
        "agent.yaml:…",
        "as the pool has it (set by Karpenter; the pool leaves it open) pools.yaml:1",
        "on a new node not before node.cilium.io/agent-not-ready:NoExecute is removed by",
        "Cilium's agent",
        "none of small (2 of 1 to 4 nodes)",
        "Pending on t3.micro: memory: asks for 1Gi, the node has 548Mi agent.yaml:…",
        "of gpu (1 node)",
        "taint nvidia.com/gpu=true:NoSchedule is not tolerated agent.yaml:…",
        "as the pool has it pools.yaml:20",
        "to run there, add to spec.template.spec.tolerations:",
        "- {key: nvidia.com/gpu, operator: Exists, effect: NoSchedule}",
    ]


def test_text_lists_what_was_assumed(call: Call) -> None:
    text = " ".join(call().split())
    assert "the room on nodes of general, small, gpu is estimated from their machine types" in text


def test_json_gives_each_pool_and_its_answer(call: Call) -> None:
    record = json.loads(call("-o", "json"))
    schema = Path(__file__).parent.parent.parent / "schemas" / "plan.schema.json"
    jsonschema.validate(record, json.loads(schema.read_text(encoding="utf-8")))
    assert [(pool["name"], pool["counts"]["now"]) for pool in record["pools"]] == [
        ("general", None),
        ("small", 2),
        ("gpu", 1),
    ]
    answers = {answer["pool"]: answer for answer in record["daemonsets"][0]["pools"]}
    assert {name: answer["runs_on"] for name, answer in answers.items()} == {
        "general": "some",
        "small": "none",
        "gpu": "none",
    }
    assert answers["general"]["rest"][0]["parts"][0]["labels"] == {"kubernetes.io/arch": "arm64"}
    assert answers["general"]["waits_for"] == [
        {"taint": "node.cilium.io/agent-not-ready:NoExecute", "until": "Cilium's agent"}
    ]
    assert answers["gpu"]["rest"][0]["origins"] == [{"file": "pools.yaml", "line": 20, "assumed": ""}]
    assert record["inventory"]["empty_pools"] == 0


def test_markdown_says_it_in_sentences(call: Call) -> None:
    text = call("-o", "markdown")
    assert "- runs on some nodes of general: not on kubernetes.io/arch=arm64: label" in text
    assert "- runs on no node of gpu (1 node): taint nvidia.com/gpu=true:NoSchedule is not tolerated" in text


@pytest.mark.parametrize("format_", ["html", "csv", "wide"])
def test_the_other_formats_have_a_row_for_each_part(call: Call, format_: str) -> None:
    text = call("-o", format_)
    assert "general[arch=amd64]" in text
    assert "small-1" in text
