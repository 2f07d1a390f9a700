"""Pools on the command line."""

from __future__ import annotations

import csv
import json
import subprocess
from io import StringIO
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.needs import ROOT
from tests.planner.cases import daemonset

Out = pytest.CaptureFixture[str]

EKSCTL = """\
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: shop, version: "1.36"}
managedNodeGroups:
  - {name: small, instanceType: m5.large, desiredCapacity: 2}
  - {name: gpu, instanceType: g5.xlarge, desiredCapacity: 1TAINT}
"""
TAINT = ", taints: [{key: nvidia.com/gpu, effect: NoExecute}]"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("infra").mkdir()
    Path("infra/cluster.yaml").write_text(EKSCTL.replace("TAINT", ""), encoding="utf-8")
    Path("agent.yaml").write_text(daemonset(), encoding="utf-8")
    return tmp_path


def test_a_folder_of_pools_is_an_inventory(folder: Path, capsys: Out) -> None:
    Path(folder / "infra/values.yaml").write_text("replicas: 1\n", encoding="utf-8")
    assert run("plan", "agent.yaml", "--nodes", "infra") == 0
    out, err = capsys.readouterr()
    assert "every     of  small (2 nodes), gpu (1 node)" in out
    assert "Kubernetes 1.36 (newest kubelet in infra)" in out
    assert "left out: infra/values.yaml:1:1: this is a mapping without a kind" in err


def test_pools_beside_the_manifests_are_planned_for(folder: Path, capsys: Out) -> None:
    assert run("plan", str(folder)) == 0
    assert "3 nodes and 2 pools" in capsys.readouterr().out


def test_pools_beside_the_manifests_do_not_join_a_named_inventory(folder: Path, capsys: Out) -> None:
    Path("nodes.yaml").write_text("nodes: [{name: a}]", encoding="utf-8")
    assert run("plan", str(folder), "--nodes", "nodes.yaml") == 0
    assert "1 node, 1 DaemonSet" in capsys.readouterr().out


@pytest.mark.usefixtures("folder")
def test_a_mistake_in_a_pool_is_wrong_usage_with_its_place(capsys: Out) -> None:
    Path("infra/cluster.yaml").write_text(
        EKSCTL.replace("TAINT", "").replace("m5.large", "'${TYPE}'"), encoding="utf-8"
    )
    assert run("plan", "agent.yaml", "--nodes", "infra") == 2
    assert (
        "infra/cluster.yaml:5:33: '${TYPE}' is a placeholder of a template; render the file first"
        in capsys.readouterr().err
    )


def git(*words: str) -> None:
    subprocess.run(["git", "-c", "user.email=a@example.com", "-c", "user.name=a", *words], check=True)


@pytest.mark.usefixtures("folder")
def test_a_taint_that_a_commit_adds_to_a_pool_loses_its_nodes(capsys: Out) -> None:
    git("init", "--quiet")
    git("add", ".")
    git("commit", "--quiet", "--message", "first")
    Path("infra/cluster.yaml").write_text(EKSCTL.replace("TAINT", TAINT), encoding="utf-8")
    run("diff", "agent.yaml", "--old-nodes", "git:HEAD:infra", "--nodes", "infra")
    out = capsys.readouterr().out
    assert "+0 -1  3 -> 2" in out
    assert "taint nvidia.com/gpu:NoExecute is not tolerated" in out


def resource(taint: list[dict[str, str]]) -> dict[str, object]:
    return {
        "node_group_name": "workers",
        "instance_types": ["m5.large"],
        "scaling_config": [{"min_size": 1, "max_size": 3, "desired_size": 2}],
        "taint": taint,
    }


@pytest.mark.usefixtures("folder")
def test_a_plan_of_terraform_tells_what_was_there_before(capsys: Out) -> None:
    after = resource([{"key": "team", "value": "web", "effect": "NO_EXECUTE"}])
    address = {"address": "aws_eks_node_group.workers", "mode": "managed", "type": "aws_eks_node_group"}
    plan = {
        "format_version": "1.2",
        "planned_values": {"root_module": {"resources": [{**address, "values": after}]}},
        "resource_changes": [{**address, "change": {"before": resource([]), "after": after}}],
    }
    Path("plan.json").write_text(json.dumps(plan), encoding="utf-8")
    run("diff", "agent.yaml", "agent.yaml", "--nodes", "plan.json")
    out = capsys.readouterr().out
    assert "+0 -2  2 -> 0" in out
    assert "taint team=web:NoExecute is not tolerated" in out


@pytest.mark.usefixtures("folder")
def test_a_group_that_terraform_replaces_keeps_its_name(capsys: Out) -> None:
    before = resource([])
    after = {key: value for key, value in before.items() if key != "node_group_name"}
    after |= {"node_group_name_prefix": "workers-", "instance_types": ["m5.xlarge"]}
    address = {"address": "aws_eks_node_group.workers", "mode": "managed", "type": "aws_eks_node_group"}
    change = {"actions": ["create", "delete"], "before": before, "after": after}
    plan = {
        "format_version": "1.2",
        "planned_values": {"root_module": {"resources": [{**address, "values": after}]}},
        "resource_changes": [{**address, "change": change}],
    }
    Path("plan.json").write_text(json.dumps(plan), encoding="utf-8")
    run("diff", "agent.yaml", "agent.yaml", "--nodes", "plan.json")
    out = capsys.readouterr().out
    assert out.startswith("0 of 1 DaemonSet change")
    assert "pool workers: the smallest type" in out


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("command", ["show", "from"])
def test_machine_types_say_which_architecture_nodes_have(command: str, capsys: Out) -> None:
    pools = [
        {"name": "arm", "instanceType": "m7g.large"},
        {"name": "both", "instanceTypes": ["m7g.large", "m5.large"]},
        {"name": "unknown", "instanceTypes": ["m7g.large", "x99.large"]},
    ]
    config = {"apiVersion": "eksctl.io/v1alpha5", "kind": "ClusterConfig", "metadata": {"name": "c"}}
    Path("eks.json").write_text(json.dumps({**config, "managedNodeGroups": pools}), encoding="utf-8")
    run("inventory", command, "eks.json")
    out = capsys.readouterr().out
    lines = [line.strip() for line in out.splitlines() if "kubernetes.io/arch" in line]
    assert len(lines) == len(pools)
    assert "arm64" in lines[0]
    assert "amd64" not in lines[0]
    for line in lines[1:]:
        assert "amd64 or arm64" in line


@pytest.mark.usefixtures("folder")
def test_both_sides_of_a_difference_see_the_same_parts_of_a_pool(capsys: Out) -> None:
    pool = (
        "apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {name: p}\nspec: {template: {spec: "
        "{requirements: [{key: zone, operator: In, values: [a, b]}]}}}\n"
    )
    Path("pool.yaml").write_text(pool, encoding="utf-8")
    Path("new.yaml").write_text(daemonset(nodeSelector={"zone": "a"}), encoding="utf-8")
    run("diff", "agent.yaml", "new.yaml", "--nodes", "pool.yaml", "-o", "json")
    record = json.loads(capsys.readouterr().out)
    assert record["pools"] == [
        {
            "daemonset": "test/agent",
            "pool": "p",
            "before": "every",
            "after": "some",
            "why": ["label zone=b, wanted a"],
        }
    ]


@pytest.mark.usefixtures("folder")
def test_sizes_of_a_file_beat_those_that_dslint_knows(capsys: Out) -> None:
    Path("agent.yaml").write_text(
        daemonset(containers=[{"name": "c", "image": "e/c:1", "resources": {"requests": {"cpu": "1500m"}}}]),
        encoding="utf-8",
    )
    run("plan", "agent.yaml", "--nodes", "infra")
    assert "every     of  small (2 nodes), gpu (1 node)" in capsys.readouterr().out
    Path("sizes.yaml").write_text("sizes: {m5.large: {cpu: 1}}", encoding="utf-8")
    run("plan", "agent.yaml", "--nodes", "infra", "--sizes", "sizes.yaml")
    assert "Pending on m5.large: cpu: asks for 1500m, the node has 1" in capsys.readouterr().out


@pytest.mark.parametrize(
    "text, message",
    [
        ("sizes: {m5.large: 3}", "sizes.yaml:1:19: m5.large is a number; expected a mapping of resources"),
        ("sizes: {m5.large: {cpu: x}}", "sizes.yaml:1:25: cpu: "),
        ("nodes: [{name: a}]", "--sizes sizes.yaml: this file has no sizes:"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_sizes_that_cannot_be_read_are_wrong_usage(text: str, message: str, capsys: Out) -> None:
    Path("sizes.yaml").write_text(text, encoding="utf-8")
    assert run("plan", "agent.yaml", "--nodes", "infra", "--sizes", "sizes.yaml") == 2
    assert message in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
def test_the_smallest_machine_with_room_for_more(capsys: Out) -> None:
    pool = (
        "apiVersion: karpenter.sh/v1\nkind: NodePool\nmetadata: {name: m5}\nspec: {template: {spec: "
        "{requirements: [{key: karpenter.k8s.aws/instance-family, operator: In, values: [m5]}]}}}\n"
    )
    Path("pool.yaml").write_text(pool, encoding="utf-8")
    arguments = ("plan", "agent.yaml", "--nodes", "pool.yaml", "--room", "cpu=3,memory=1Gi")
    run(*arguments)
    assert "m5: m5.xlarge is the smallest type with room for its agents" in capsys.readouterr().out
    run(*arguments, "-o", "json")
    assert json.loads(capsys.readouterr().out)["room"] == [
        {"pool": "m5", "agents": {"pods": "1"}, "smallest": "m5.xlarge", "known": True}
    ]
    assert run("plan", "agent.yaml", "--nodes", "pool.yaml", "--room", "cpu") == 2
    assert "--room: 'cpu' is not an amount" in capsys.readouterr().err


@pytest.mark.parametrize(
    "text, code",
    [
        ("agent runs on every node of small", 0),
        ("agent runs on every node of gpu", 1),
        ("agent runs on some node of gpu", 1),
        ("agent runs on no node of gpu", 0),
        ("agent never on gpu", 0),
        ("agent runs on some node of eks.amazonaws.com/capacityType=ON_DEMAND", 0),
        ("agent runs on every node of eks.amazonaws.com/capacityType=ON_DEMAND", 1),
        ("agent runs on some node of nowhere", 1),
    ],
)
@pytest.mark.usefixtures("folder")
def test_expectations_of_pools(text: str, code: int, capsys: Out) -> None:
    Path("infra/cluster.yaml").write_text(EKSCTL.replace("TAINT", TAINT), encoding="utf-8")
    assert run("plan", "agent.yaml", "--nodes", "infra", "--expect", text) == code
    out = capsys.readouterr().out
    assert ("expectation-failed" in out) == bool(code)


@pytest.mark.usefixtures("folder")
def test_what_if_a_pool_has_a_taint_or_another_size(capsys: Out) -> None:
    steps = ("--what-if", "taint:gpu:a=b:NoExecute", "--what-if", "scale:small:4")
    run("plan", "agent.yaml", "--nodes", "infra", *steps, "-o", "json")
    record = json.loads(capsys.readouterr().out)
    outcomes = {one["node"]: one["outcome"] for one in record["daemonsets"][0]["placements"]}
    assert outcomes == {
        "gpu-1": "excluded",
        **{f"small-{number}": "runs" for number in (1, 2, 3, 4)},
    }
    run("plan", "agent.yaml", "--nodes", "infra", "--what-if", "scale:small:0", "-o", "json")
    record = json.loads(capsys.readouterr().out)
    assert [(node["name"], node["count"]) for node in record["nodes"]] == [("gpu-1", 1), ("small", 0)]


@pytest.mark.parametrize(
    "step, message",
    [
        ("scale:small:many", "'many' is not a number of nodes"),
        ("scale:small:1000000", "'1000000' is not a number of nodes"),
        ("scale:small", "scale needs more; write scale:POOL:N"),
        ("scale:nothing:2", "no node, pool or label is called nothing"),
        ("scale:kubernetes.io/os=linux:2", "the nodes of small differ"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_a_size_that_makes_no_sense_is_wrong_usage(step: str, message: str, capsys: Out) -> None:
    assert run("plan", "agent.yaml", "--nodes", "infra", "--what-if", step) == 2
    assert message in capsys.readouterr().err


@pytest.mark.usefixtures("folder")
def test_what_if_a_pool_is_added(capsys: Out) -> None:
    Path("more.yaml").write_text(
        EKSCTL.replace("TAINT", "").replace("small", "a").replace("gpu", "b"), encoding="utf-8"
    )
    run("plan", "agent.yaml", "--nodes", "infra", "--what-if", "add:more.yaml")
    assert "6 nodes and 4 pools" in capsys.readouterr().out


@pytest.mark.usefixtures("folder")
def test_inventory_show_tells_what_was_added_and_why(capsys: Out) -> None:
    assert run("inventory", "show", "infra") == 0
    lines = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert lines[:5] == [
        "2 pools",
        "",
        "POOL DECLARED AS NODES KUBELET MACHINES TAINTS",
        "small eksctl managed node group 2 1.36 m5.large <none>",
        "gpu eksctl managed node group 1 1.36 g5.xlarge <none>",
    ]
    assert "small infra/cluster.yaml:5" in lines
    assert (
        "added (EKS adds it): eks.amazonaws.com/capacityType=ON_DEMAND, eks.amazonaws.com/nodegroup=small"
        in lines
    )


@pytest.mark.usefixtures("folder")
def test_inventory_from_gives_a_file_that_plans_the_same(capsys: Out) -> None:
    Path("infra/cluster.yaml").write_text(EKSCTL.replace("TAINT", TAINT), encoding="utf-8")
    assert run("inventory", "from", "infra") == 0
    text = capsys.readouterr().out
    assert '      - "nvidia.com/gpu:NoExecute"  # infra/cluster.yaml:6' in text.splitlines()
    assert "    count: 2  # 2" in text.splitlines()
    Path("nodes.yaml").write_text(text, encoding="utf-8")
    run("plan", "agent.yaml", "--nodes", "nodes.yaml", "-o", "csv")
    derived = _outcomes(capsys.readouterr().out)
    run("plan", "agent.yaml", "--nodes", "infra", "-o", "csv")
    assert derived == _outcomes(capsys.readouterr().out)
    assert derived


def _outcomes(text: str) -> list[tuple[str, str, str]]:
    rows = csv.DictReader(StringIO(text))
    return [(row["name"], row["node"], row["outcome"]) for row in rows if row["node"]]


@pytest.mark.usefixtures("folder")
def test_inventory_from_a_file_without_pools_is_wrong_usage(capsys: Out) -> None:
    Path("nodes.yaml").write_text("nodes: [{name: a}]", encoding="utf-8")
    assert run("inventory", "from", "nodes.yaml") == 2
    assert "nodes.yaml: found no declared pools of nodes" in capsys.readouterr().err


def test_one_path_is_both_sides_where_a_terraform_plan_tells_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("agent.yaml").write_text(daemonset("agent"), encoding="utf-8")
    plan = ROOT / "tests" / "planner" / "pools" / "fixtures" / "terraform.json"
    run("diff", "agent.yaml", "--nodes", str(plan))
    out = capsys.readouterr().out
    assert "pool workers: every node -> no node (taint team=web:NoSchedule is not tolerated)" in out
    Path("nodes.yaml").write_text("nodes: [{name: a}]", encoding="utf-8")
    assert run("diff", "agent.yaml", "--nodes", "nodes.yaml") == 2
    assert "NEW is missing: dslint diff OLD NEW" in capsys.readouterr().err
