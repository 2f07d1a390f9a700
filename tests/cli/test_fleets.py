"""A fleet of forty clusters and thirty DaemonSets: one screen, and everything can be reached."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.running import run
from tests.cli.test_clusters import agent, nodes, write
from tests.report.hostile_plan import MARKDOWN, SCRIPT

Out = pytest.CaptureFixture[str]

GPU = ", taints: ['gpu=present:NoSchedule']"
SICK = ", ready: false"


@pytest.fixture
def fleet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """40 clusters × 30 DaemonSets: some miss a node, some wait, two clusters have a sick node."""
    monkeypatch.chdir(tmp_path)
    files = {}
    for number in range(30):
        tolerates = "tolerations: [{key: gpu, operator: Exists}]" if number % 4 == 0 else ""
        files[f"ds/a{number:02}.yaml"] = agent(f"agent-{number:02}", 10, tolerates)
    for number in range(40):
        cpu = 295 if number == 7 else 1000
        more = {3: GPU, 11: SICK, 12: SICK}.get(number, "")
        tail = nodes(1, 1000, more).replace("nodes:\n", "").replace("n-0", "odd")
        region = ("eu", "us", "ap")[number % 3]
        text = nodes(3, cpu) + tail.replace("cpu: 1000m", "cpu: 2")
        files[f"c/{region}/cluster-{number:02}.yaml"] = text.replace("pods: 9", "pods: 99")
    write(tmp_path, files)
    return tmp_path


def printed(capsys: Out, *words: str) -> str:
    capsys.readouterr()
    run("plan", "ds", "--clusters", "c", *words)
    return capsys.readouterr().out


@pytest.mark.usefixtures("fleet")
def test_a_fleet_is_one_screen(capsys: Out) -> None:
    lines = printed(capsys).splitlines()
    assert len(lines) <= 50
    assert max(map(len, lines)) <= 100
    assert lines[3:11] == [
        "1...",
        "!~ss  kube-system/agent-29: 4, 3 pending in us/cluster-07 and 3 others",
        ".~ss  21 DaemonSets: kube-system/agent-01..3, kube-system/agent-05..7, kube-system/agent-09,",
        "      kube-system/agent-10..11, kube-system/agent-13..15, kube-system/agent-17..19,",
        "      kube-system/agent-21..23, kube-system/agent-25..27",
        "..ss  8 DaemonSets: kube-system/agent-00, kube-system/agent-04, kube-system/agent-08,",
        "      kube-system/agent-12, kube-system/agent-16, kube-system/agent-20, kube-system/agent-24,",
        "      kube-system/agent-28",
    ]
    assert "            36 clusters without any of this" in lines


@pytest.mark.usefixtures("fleet")
def test_signs_name_what_they_stand_for(capsys: Out) -> None:
    text = printed(capsys)
    (signs,) = [line for line in text.splitlines() if line.startswith("signs ")]
    assert "! pending, ~ misses a kind of node, s an update would stop" in signs
    clusters = text[text.index("clusters    ") :].splitlines()[0]
    assert clusters.startswith("clusters    1=us/cluster-07, 2=eu/cluster-03, ")


@pytest.mark.usefixtures("fleet")
def test_every_warning_can_be_reached(capsys: Out) -> None:
    findings = json.loads(printed(capsys, "-o", "json"))["findings"]
    assert len(findings) > 50
    compact = printed(capsys, "-o", "compact").splitlines()
    assert len(compact) == len(findings)
    verbose = printed(capsys, "--verbose")
    for finding in findings:
        cluster, _, _ = finding["message"].removeprefix("cluster ").partition(": ")
        assert f"{finding['file']}:{finding['line']}:{finding['column']}" in verbose
        assert cluster in verbose
    assert "every finding: --verbose; for each cluster: -o compact" in printed(capsys)


def test_markdown_fits_a_comment_and_says_where_the_rest_is(fleet: Path, capsys: Out) -> None:
    for number in range(40, 130):
        (fleet / f"c/cluster-{number}.yaml").write_text(nodes(2, 295), encoding="utf-8")
    text = printed(capsys, "-o", "markdown")
    assert len(text) < 65_000
    assert "more lines: `-o wide`, `-o html` or `-o json` has all of them." in text
    assert text.count("<details>") == text.count("</details>")
    assert "1. " in text
    assert "and 90 more" in text


def test_hostile_names_stay_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out) -> None:
    monkeypatch.chdir(tmp_path)
    for number, name in enumerate((MARKDOWN.replace("\u2028", " ").replace("`", ""), SCRIPT)):
        write(tmp_path, {f"ds/{number}.yaml": agent("bad").replace("{name: bad", f"{{name: '{name}'", 1)})
    for name in ("<b>x", "@team", "{who}", "$data", "a|b"):
        write(tmp_path, {f"c/{name}.yaml": nodes(1, 5)})
    markdown = printed(capsys, "-o", "markdown")
    outside = re.sub(r"`[^`\n]*`", "", markdown)
    assert not re.search(r"<(?!/?(?:details|summary)>)", outside)
    assert "@team" not in outside
    page = printed(capsys, "-o", "html")
    assert "<script>alert" not in page
    assert "<b>x" not in page
    text = printed(capsys, "-o", "text")
    assert "{who}: " in text or "{who}" in text


def test_a_name_of_a_node_with_braces_is_no_format(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    odd = "nodes:\n- {name: '{0.__class__}', os: windows, taints: ['x=y:NoSchedule']}\n- {name: b}\n"
    write(tmp_path, {"ds/a.yaml": agent("a", 1, "tolerations: [{operator: Exists}]"), "c/x.yaml": odd})
    write(tmp_path, {"ds/b.yaml": agent("b")})
    assert run("plan", "ds", "--clusters", "c") in (0, 1, 2)


def test_a_daemonset_of_other_clusters_is_no_alarm(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    monkeypatch.chdir(tmp_path)
    write(
        tmp_path,
        {
            "ds/a.yaml": agent("gpu", 10, "nodeSelector: {gpu: present}"),
            "ds/b.yaml": agent("big", 900),
            "c/eu.yaml": nodes(2, 1000, ", labels: {gpu: present}"),
            "c/us.yaml": nodes(2, 500),
        },
    )
    lines = printed(capsys).splitlines()
    first = lines[lines.index("Look at this first") + 1 :][:2]
    assert first == [
        "  1  us: big stays Pending on every node that wants it: cpu: asks for 900m, the node has 500m.",
        "  2  us: gpu runs on no node here, only in other clusters.",
    ]


def test_what_comes_with_the_nodes_counts_in_a_difference(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Out
) -> None:
    """The same for --nodes and for a cluster: another DaemonSet of the dump takes the room."""
    monkeypatch.chdir(tmp_path)
    write(tmp_path, {"old/a.yaml": agent("a", 10), "new/a.yaml": agent("a", 60)})
    write(tmp_path, {"c/eu/nodes.yaml": nodes(1, 100), "c/eu/other.yaml": agent("other", 50)})
    run("diff", "old", "new", "--clusters", "c", "-o", "json")
    value = json.loads(capsys.readouterr().out)
    found = {one["name"]: one["clusters"]["eu"] for one in value["daemonsets"]}
    assert found["a"]["status"] == "changed"
    assert found["other"]["desired"] == {"before": 1, "after": 1}
    assert "pod-pending" in [finding["rule"] for finding in value["findings"]]
