"""`lint --nodes`, and `nodes:` in the configuration, which plan and diff read as well."""

from __future__ import annotations

from pathlib import Path

import pytest

from dslint.kubernetes.versions import NEWEST
from tests.cli.config.places import report, write
from tests.cli.running import run

Capture = pytest.CaptureFixture[str]

NODES = """\
nodes:
  - name: linux-1
    labels: {kubernetes.io/os: linux, kubernetes.io/arch: amd64, pool: edge}
    allocatable: {cpu: 2, memory: 4Gi}
  - name: linux-2
    labels: {kubernetes.io/os: linux, kubernetes.io/arch: arm64}
    taints: [dedicated=gpu:NoSchedule]
  - name: windows-1
    labels: {kubernetes.io/os: windows, kubernetes.io/arch: amd64}
  - name: virtual-1
    labels: {type: virtual-kubelet, kubernetes.io/os: linux}
    taints: [virtual-kubelet.io/provider=azure:NoSchedule]
"""
AGENT = """\
apiVersion: apps/v1
kind: DaemonSet
metadata: {{name: agent, namespace: monitoring}}
spec:
  selector: {{matchLabels: {{app: agent}}}}
  template:
    metadata: {{labels: {{app: agent}}}}
    spec:
{spec}
      containers:
        - name: agent
          image: registry.example.com/agent:1.0.0
          resources: {{requests: {{cpu: {cpu}, memory: 64Mi}}}}
"""


def manifest(*spec: str, cpu: str = "50m") -> str:
    """A DaemonSet with some lines in its pod spec."""
    return AGENT.format(spec="\n".join(f"      {line}" for line in spec), cpu=cpu)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an inventory, which is the current folder."""
    write(tmp_path, {"nodes.yaml": NODES, "deploy/agent.yaml": manifest("nodeSelector: {pool: edge}")})
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def found(capsys: Capture, *words: str) -> list[str]:
    """`line rule severity: message` of what a run with the inventory finds."""
    findings = report(capsys, "--nodes", "nodes.yaml", *words, "deploy")["findings"]
    return [f"{each['line']} {each['rule']} {each['severity']}: {each['message']}" for each in findings]


def test_what_fits_has_no_finding(here: Path, capsys: Capture) -> None:
    assert found(capsys) == []
    del here


FINDS = [
    (
        ["nodeSelector: {pool: egde}"],
        (
            "9 selects-no-node warning: no node of the inventory gets a pod: none has pool=egde "
            "(values: edge); did you mean pool=edge?"
        ),
    ),
    (
        ["nodeSelector: {pol: edge}"],
        (
            "9 selects-no-node warning: no node of the inventory gets a pod: no node has a label pol"
            "; did you mean pool?"
        ),
    ),
    (
        [],
        (
            "8 os-unconstrained warning: pods would run on nodes with kubernetes.io/os linux (linux-1), "
            "windows (windows-1)"
        ),
    ),
    (
        ["nodeSelector: {kubernetes.io/os: linux}", "tolerations: [{operator: Exists}]"],
        (
            "8 virtual-node-reached warning: a pod would run on 1 virtual node (virtual-1), which "
            "has no machine"
        ),
    ),
]


@pytest.mark.parametrize("spec,expected", FINDS, ids=[case[1].split()[1] for case in FINDS])
def test_an_inventory_makes_rules_sharper(
    here: Path, capsys: Capture, spec: list[str], expected: str
) -> None:
    write(here, {"deploy/agent.yaml": manifest(*spec)})
    assert expected in found(capsys)
    assert expected not in found(capsys, "--ignore", expected.split()[1])


def test_info_rules_show_in_profile_all(here: Path, capsys: Capture) -> None:
    spec = (
        "tolerations: [{key: dedicatd, operator: Exists}, {key: dedicated, value: cpu, effect: NoSchedule}]"
    )
    write(here, {"deploy/agent.yaml": manifest("nodeSelector: {kubernetes.io/os: linux}", spec)})
    listed = [line for line in found(capsys, "--profile", "all") if "toleration-without-taint" in line]
    assert listed == [
        (
            "10 toleration-without-taint info: no node of the inventory has a taint that this tolerates "
            "(dedicatd); did you mean dedicated?"
        ),
        (
            "10 toleration-without-taint info: no node of the inventory has a taint that this tolerates "
            "(dedicated=cpu); there is dedicated=gpu:NoSchedule"
        ),
    ]


def test_requests_that_no_node_has(here: Path, capsys: Capture) -> None:
    write(here, {"deploy/agent.yaml": manifest("nodeSelector: {pool: edge}", cpu="3")})
    (line,) = found(capsys)
    assert line.startswith("13 pod-pending error: the pod stays Pending on 1 node (linux-1): ")


def test_a_comment_hides_what_the_nodes_show(here: Path, capsys: Capture) -> None:
    line = "nodeSelector: {pool: egde} # dslint: ignore[selects-no-node] the pool comes next week"
    write(here, {"deploy/agent.yaml": manifest(line)})
    assert found(capsys) == []


def test_the_configuration_names_the_nodes(here: Path, capsys: Capture) -> None:
    write(
        here,
        {".dslint.yaml": "nodes: nodes.yaml\n", "deploy/agent.yaml": manifest("nodeSelector: {pool: egde}")},
    )
    assert [each["rule"] for each in report(capsys, "deploy")["findings"]] == ["selects-no-node"]
    assert run("plan", "deploy", "-o", "compact", "--fail-on", "warning") == 1
    assert "selects-no-node" in capsys.readouterr().out
    assert run("diff", "deploy", "deploy") == 0
    capsys.readouterr()


def test_plan_keeps_to_the_configuration(here: Path, capsys: Capture) -> None:
    write(here, {
        ".dslint.yaml": "nodes: nodes.yaml\nseverity: {selects-no-node: error}\n"
        "expectations: expectations.txt\nkubernetes: '1.35'\n",
        "expectations.txt": "agent runs on pool=edge\n",
        "deploy/agent.yaml": manifest("nodeSelector: {pool: egde}"),
    })  # fmt: skip
    assert run("plan", "deploy", "-o", "compact") == 1
    said = capsys.readouterr().out
    assert "error selects-no-node" in said
    assert "expectation-failed" in said
    assert run("plan", "deploy", "-o", "compact", "--isolated") == 2
    assert "no nodes to plan for" in capsys.readouterr().err


def test_an_inventory_that_cannot_be_read_is_wrong_usage(here: Path, capsys: Capture) -> None:
    write(here, {"broken.yaml": "nodes: 5\n"})
    assert run("lint", "--nodes", "broken.yaml", "deploy") == 2
    assert "broken.yaml:1:8" in capsys.readouterr().err


OLD_FORM = "hostAliases: [{ip: 010.0.0.1, hostnames: [a]}]"
"""Refused from Kubernetes 1.36 on."""
REFUSED = "10 pod-dns error: `ip: 010.0.0.1` has a number with leading zeros"


@pytest.mark.parametrize(
    "kubelets,words,configured,version",
    [
        ("[{name: a, kubelet: v1.35.2}, {name: b, kubelet: v1.33.1}]", (), "", "1.35"),
        ("[{name: a, kubelet: v1.36.0}, {name: b, kubelet: v1.35.2}]", (), "", "1.36"),
        ("[{name: a, kubelet: v1.35.2}]", ("--kubernetes", "1.36"), "", "1.36"),
        ("[{name: a, kubelet: v1.35.2}]", (), "kubernetes: '1.36'\n", "1.36"),
        ("[{name: a}]", (), "", NEWEST),
    ],
)
def test_the_newest_kubelet_is_the_version_unless_one_is_given(
    here: Path, capsys: Capture, kubelets: str, words: tuple[str, ...], configured: str, version: str
) -> None:
    write(here, {
        ".dslint.yaml": configured or "profile: recommended\n",
        "nodes.yaml": f"nodes: {kubelets}\n",
        "deploy/agent.yaml": manifest("nodeSelector: {}", OLD_FORM),
    })  # fmt: skip
    lines = found(capsys, *words)
    assert (REFUSED in lines) == (version != "1.35")
    assert report(capsys, "--nodes", "nodes.yaml", *words, "deploy")["kubernetes"] == version


def test_mixed_kubelets_are_noted(here: Path, capsys: Capture) -> None:
    write(here, {"nodes.yaml": "nodes: [{name: a, kubelet: v1.35.2}, {name: b, kubelet: v1.33.1}]\n"})
    run("lint", "--nodes", "nodes.yaml", "deploy")
    assert "kubelets are 1.33 to 1.35: manifests are judged by 1.35" in capsys.readouterr().err
    run("lint", "--nodes", "nodes.yaml", "--kubernetes", "1.35", "deploy")
    assert "kubelets are" not in capsys.readouterr().err
