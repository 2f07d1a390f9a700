"""`--clusters DIR`: which files are clusters, that each gets the answer of --nodes, and how it is shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.running import run

Out = pytest.CaptureFixture[str]

AGENT = """\
apiVersion: apps/v1
kind: DaemonSet
metadata: {{name: {name}, namespace: kube-system}}
spec:
  selector: {{matchLabels: {{app: {name}}}}}
  template:
    metadata: {{labels: {{app: {name}}}}}
    spec:
      {more}
      containers: [{{name: c, image: "x:1", resources: {{requests: {{cpu: {cpu}m}}}}}}]
"""


def agent(name: str, cpu: int = 10, more: str = "") -> str:
    return AGENT.format(name=name, cpu=cpu, more=more)


def nodes(number: int = 2, cpu: int = 100, more: str = "") -> str:
    lines = [
        f"- {{name: n-{index}, allocatable: {{cpu: {cpu}m, pods: 9}}{more}}}\n" for index in range(number)
    ]
    return "nodes:\n" + "".join(lines)


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"agent.yaml": agent("agent")})
    return tmp_path


def told(capsys: Out, *words: str) -> Any:
    capsys.readouterr()
    run(*words, "-o", "json")
    return json.loads(capsys.readouterr().out)


def clusters_of(capsys: Out, *words: str) -> list[str]:
    return sorted(map(str, told(capsys, "plan", "agent.yaml", "--clusters", "c", *words)["clusters"]))


@pytest.mark.parametrize(
    "files, names",
    [
        (["eu.yaml", "us.yaml"], ["eu", "us"]),
        (["eu/prod.yaml", "us/prod.yaml"], ["eu/prod", "us/prod"]),
        (["eu/prod/nodes.yaml", "us/prod/nodes.json.yaml"], ["eu/prod", "us/prod/nodes.json"]),
        (["eu.yaml", "eu.yml"], ["eu.yaml", "eu.yml"]),
        (["eu.yaml", "eu/nodes.yaml"], ["eu.yaml", "eu/nodes"]),
        (["nodes.yaml", "us.yaml"], ["nodes", "us"]),
        (["eu/nodes.yaml", "eu/prod/nodes.yaml"], ["eu", "eu/prod"]),
    ],
)
def test_no_cluster_has_the_name_of_another(
    files: list[str], names: list[str], here: Path, capsys: Out
) -> None:
    write(here, {f"c/{name}": nodes(number) for number, name in enumerate(files, 1)})
    assert clusters_of(capsys) == names


def test_a_folder_with_nodes_is_a_cluster_with_manifests_and_pods_of_its_own(here: Path, capsys: Out) -> None:
    pod = (
        '{"apiVersion":"v1","kind":"List","items":[{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p",'
        '"namespace":"a"},"spec":{"nodeName":"n-0","containers":[{"name":"c","resources":'
        '{"requests":{"cpu":"95m"}}}]},"status":{"phase":"Running"}}]}'
    )
    write(
        here,
        {
            "c/eu/prod/nodes.yaml": nodes(),
            "c/eu/prod/manifests/own.yaml": agent("own"),
            "c/eu/prod/pods.json": pod,
            "c/us/nodes.yaml": nodes(3),
        },
    )
    found = told(capsys, "plan", "agent.yaml", "--clusters", "c")
    by_name = {one["name"]: one["clusters"] for one in found["daemonsets"]}
    assert {name: cluster["pending"] for name, cluster in by_name["agent"].items()} == {"eu/prod": 1, "us": 0}
    assert {name: cluster["desired"] for name, cluster in by_name["own"].items()} == {"eu/prod": 2}


def test_files_without_nodes_count_for_the_clusters_of_their_folder_and_below(
    here: Path, capsys: Out
) -> None:
    write(
        here,
        {
            "c/eu/shared.yaml": agent("shared"),
            "c/eu/a.yaml": nodes(),
            "c/eu/north/b.yaml": nodes(),
            "c/us/c.yaml": nodes(),
        },
    )
    found = told(capsys, "plan", "agent.yaml", "--clusters", "c")
    by_name = {one["name"]: sorted(one["clusters"]) for one in found["daemonsets"]}
    assert by_name == {"agent": ["eu/a", "eu/north/b", "us/c"], "shared": ["eu/a", "eu/north/b"]}


EMPTY = "contains no nodes: there is nothing to plan for"
SHARED_PODS = (
    "contains pods and lies beside 2 clusters; put it into a folder with the nodes.yaml of its cluster"
)
WRONG = [
    (
        {"c/eu.yaml": "nodes: []\n"},
        (),
        "--clusters: c/eu.yaml contains no nodes: there is nothing to plan for",
    ),
    (
        {"c/eu/a.yaml": agent("a"), "c/us.yaml": nodes()},
        (),
        f"--clusters: c/eu/a.yaml {EMPTY}, and no cluster is in its folder or below",
    ),
    ({"c/readme.txt": ""}, (), "--clusters c: no inventory found (.yaml, .yml or .json)"),
    (
        {"c/eu.yaml": nodes()},
        ("--nodes", "agent.yaml"),
        "--nodes cannot be combined with --clusters: put the file into c",
    ),
    (
        {"c/eu.yaml": nodes()},
        ("--pods", "agent.yaml"),
        (
            "--pods cannot be combined with --clusters: put the pods beside the nodes, "
            "c/NAME/nodes.yaml and pods.yaml"
        ),
    ),
    *(
        (
            {"c/eu.yaml": nodes()},
            (option, value),
            f"{option} cannot be combined with --clusters: ask one cluster, with --nodes FILE",
        )
        for option, value in (("--node", "n-0"), ("--room", "cpu=1"))
    ),
    (
        {"c/eu.yaml": nodes()},
        ("--json-form", "groups"),
        "--json-form cannot be combined with --clusters: its JSON names no nodes",
    ),
    (
        {"c/eu.yaml": nodes(), "c/us.yaml": nodes(), "c/pods.yaml": "kind: Pod\nmetadata: {name: a}\n"},
        (),
        f"--clusters: c/pods.yaml {SHARED_PODS}",
    ),
]


@pytest.mark.parametrize("files, words, message", WRONG)
def test_wrong_usage_is_said(
    files: dict[str, str], words: tuple[str, ...], message: str, here: Path, capsys: Out
) -> None:
    write(here, files)
    (here / "c").mkdir(exist_ok=True)
    assert run("plan", "agent.yaml", "--clusters", "c", *words) == 2
    assert capsys.readouterr().err == f"dslint: {message}\n"


def test_the_folder_of_clusters_is_no_manifest_of_its_own(here: Path, capsys: Out) -> None:
    write(here, {"c/eu.yaml": nodes(1), "c/us/nodes.yaml": nodes(4), "c/us/own.yaml": agent("own")})
    found = told(capsys, "plan", ".", "--clusters", "c")
    by_name = {one["name"]: one["clusters"] for one in found["daemonsets"]}
    assert {name: cluster["desired"] for name, cluster in by_name["agent"].items()} == {"eu": 1, "us": 4}
    assert list(by_name["own"]) == ["us"]


_DAEMONSETS = st.lists(
    st.builds(
        agent,
        st.sampled_from(["log", "metrics", "csi"]),
        st.integers(1, 90),
        st.sampled_from(["", "nodeSelector: {gpu: present}", "tolerations: [{operator: Exists}]"]),
    ),
    min_size=1,
    max_size=3,
)
_NODES = st.builds(
    nodes,
    st.integers(1, 4),
    st.integers(20, 200),
    st.sampled_from(["", ", ready: false", ", labels: {gpu: present}", ", taints: ['a=b:NoSchedule']"]),
)
_CLUSTER = st.tuples(_NODES, st.one_of(st.none(), _DAEMONSETS))


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(_DAEMONSETS, st.lists(_CLUSTER, min_size=1, max_size=3), st.booleans())
def test_each_cluster_gets_the_answer_of_a_run_with_nodes(
    tmp_path_factory: pytest.TempPathFactory,
    capsys: Out,
    manifests: list[str],
    clusters: list[tuple[str, list[str] | None]],
    verbose: bool,  # noqa: FBT001 - drawn by hypothesis
) -> None:
    """Numbers, findings and what is assumed; with and without manifests of its own."""
    folder = tmp_path_factory.mktemp("fleet")
    more = ("--verbose",) if verbose else ()
    write(folder, {"agents.yaml": "---\n".join(manifests)})
    alone: dict[str, tuple[str, ...]] = {}
    for number, (inventory, own) in enumerate(clusters):
        home = f"c/r{number}/prod"
        write(folder, {f"{home}/nodes.yaml": inventory} if own else {f"{home}.yaml": inventory})
        if own:
            write(folder, {f"{home}/own.yaml": "---\n".join(own)})
        paths = (str(folder / home),) if own else ()
        file = folder / (f"{home}/nodes.yaml" if own else f"{home}.yaml")
        alone[f"r{number}/prod"] = (*paths, "--nodes", str(file))
    agents = str(folder / "agents.yaml")
    fleet = told(capsys, "plan", agents, "--clusters", str(folder / "c"), *more)
    run("plan", agents, "--clusters", str(folder / "c"), "-o", "json", *more)
    messages = [finding["message"] for finding in json.loads(capsys.readouterr().out)["findings"]]
    for name, words in alone.items():
        one = told(capsys, "plan", agents, *words, *more)
        counted = {
            f"{daemonset['object']['namespace']}/{daemonset['object']['name']}": [
                daemonset["desired"],
                *(daemonset["counts"][word] for word in ("runs", "pending", "blocked")),
            ]
            for daemonset in one["daemonsets"]
        }
        in_fleet = {
            f"{daemonset['namespace']}/{daemonset['name']}": list(daemonset["clusters"][name].values())[:4]
            for daemonset in fleet["daemonsets"]
            if name in daemonset["clusters"]
        }
        assert in_fleet == counted
        own_findings = [finding for finding in one["findings"] if finding["source"] == "policy"]
        prefix = f"cluster {name}: "
        assert sorted(message for message in messages if message.startswith(prefix)) == sorted(
            f"{prefix}{finding['message']}" for finding in own_findings
        )
        assumed = [shared["words"] for shared in fleet["assumed"] if name in shared["clusters"]]
        assert sorted(assumed) == sorted(
            words.replace("--pods FILE counts them", "pods beside the nodes count")
            for words in dict.fromkeys(one["assumptions"])
        )
