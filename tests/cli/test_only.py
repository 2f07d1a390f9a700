"""`--only` narrows what is shown, not what is counted: pods, ports, cost and expectations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import run
from tests.planner.cases import daemonset

Out = pytest.CaptureFixture[str]


def agent(name: str, cpu: str, *ports: int) -> str:
    container: dict[str, Any] = {"name": "c", "image": "c:1", "resources": {"requests": {"cpu": cpu}}}
    container |= {"ports": [{"containerPort": port, "hostPort": port} for port in ports]} if ports else {}
    return daemonset(name, containers=[container])


NODES = "nodes: [{name: n1, allocatable: {cpu: 300m, memory: 1Gi, pods: 2}}]"
FIRST = agent("first", "200m", 9100)


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("nodes.yaml").write_text(NODES, encoding="utf-8")


def write(file: str, *objects: str) -> None:
    Path(file).write_text("\n---\n".join(objects), encoding="utf-8")


@pytest.mark.parametrize(
    "other, why",
    [
        (agent("second", "200m"), "cpu: asks for 200m, 100m of the node's 300m are free"),
        (agent("second", "1m", 9100), "host port 9100/TCP is taken by test/first"),
    ],
)
def test_plan_counts_the_daemonsets_that_it_does_not_show(other: str, why: str, capsys: Out) -> None:
    write("agents.yaml", FIRST, other)
    words = ["plan", "agents.yaml", "--nodes", "nodes.yaml", "--only", "test/second"]
    run(*words, "--expect", "together at most 1% of cpu")
    out = capsys.readouterr().out
    assert why in " ".join(out.split())
    assert "\ntest/first" not in out
    assert "error expectation-failed: " in out
    assert "all on one      " in out
    run(*words, "-o", "html", "--fail-on", "never")
    out = capsys.readouterr().out
    assert 'id="daemonset-1"' in out
    assert 'id="daemonset-0"' not in out


def test_diff_counts_them_too(capsys: Out) -> None:
    write("old.yaml", FIRST, agent("second", "1m"))
    write("new.yaml", FIRST, agent("second", "150m"))
    run(
        "diff", "old.yaml", "new.yaml", "--nodes", "nodes.yaml", "--only", "test/second", "--fail-on", "never"
    )
    words = " ".join(capsys.readouterr().out.split())
    assert "1 of 1 DaemonSet changes" in words
    assert (
        "the new pod stays Pending on 1 node (n1): cpu: asks for 150m, 100m of the node's 300m are free"
        in words
    )
    assert "test/first" not in words.replace("held by test/first", "")
