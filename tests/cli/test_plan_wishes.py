"""`dslint plan` with --what-if, --expect, --expectations and --clusters."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, ValidationError

from dslint.kubernetes.taints import EFFECTS
from tests import golden
from tests.cli.running import run

HERE = Path(__file__).parent
Out = pytest.CaptureFixture[str]
PLAN = ("plan", "old", "--nodes", "nodes.yaml")


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Use the manifests and nodes of the tests of diff."""
    monkeypatch.chdir(HERE / "diff")


def test_steps_are_told_and_the_plan_is_for_the_nodes_after_them(capsys: Out) -> None:
    assert run(*PLAN, "--what-if", "taint:pool=worker:x:NoExecute", "--what-if", "lose:gpu") == 0
    before, plan = capsys.readouterr().out.split("\nthe plan after that\n\n")
    golden.check(before, HERE / "golden" / "plan-what-if.text")
    assert plan.startswith("4 nodes, 5 DaemonSets,")


def test_json_has_the_steps(capsys: Out) -> None:
    assert run(*PLAN, "--what-if", "drain:edge-1", "-o", "json") == 0
    (step,) = json.loads(capsys.readouterr().out)["what_if"]
    assert (step["step"], step["nodes"], step["daemonsets"]) == ("drain:edge-1", ["edge-1"], [])
    assert step["drained"]["evicted"] is None
    assert "kube-system/log-agent" in step["drained"]["daemonsets"]


def test_nodes_are_added_from_a_file(tmp_path: Path, capsys: Out) -> None:
    (tmp_path / "more.yaml").write_text("pools: [{name: extra, count: 3}]", encoding="utf-8")
    run(*PLAN, "--what-if", f"add:{tmp_path / 'more.yaml'}")
    out = capsys.readouterr().out
    assert "created       3  extra-1..3" in out
    assert "9 nodes, 5 DaemonSets" in out


@pytest.mark.parametrize(
    "step, message",
    [
        (
            "taint:n1:k:Never",
            f"--what-if: unknown effect 'Never'; accepted: {', '.join(EFFECTS)}\n  taint:n1:k:Never\n",
        ),
        (
            "lose:worker-9",
            "--what-if lose:worker-9: no node, pool or label is called worker-9 (did you mean worker-3, ",
        ),
        ("add:nowhere.yaml", "cannot read nowhere.yaml: no such file or directory"),
    ],
)
def test_a_step_that_cannot_be_taken_is_wrong_usage(step: str, message: str, capsys: Out) -> None:
    assert run(*PLAN, "--what-if", step) == 2
    assert capsys.readouterr().err.startswith(f"dslint: {message}")


def test_expectations_decide_the_exit_code(capsys: Out) -> None:
    assert run(*PLAN, "--expect", "log-agent runs on pool=worker", "--expect", "gone never on edge-1") == 0
    capsys.readouterr()
    assert run(*PLAN, "--expect", "log-agent runs on pool=gpu", "-o", "compact") == 1
    assert capsys.readouterr().out == (
        "old/agents.yaml:4:9: error expectation-failed: kube-system/log-agent: "
        "expected runs on 2 nodes (pool=gpu), got runs on 0\n"
    )


def test_a_file_of_expectations_is_where_the_finding_is(tmp_path: Path, capsys: Out) -> None:
    file = tmp_path / "expected.txt"
    file.write_text("# agents\nlog-agent desired=4\n\ngone desired=9\nnobody fits\n", encoding="utf-8")
    assert run(*PLAN, "--expectations", str(file), "-o", "compact") == 1
    first, second = capsys.readouterr().out.splitlines()
    assert first == f"{file}:4:1: error expectation-failed: default/gone: expected desired 9, got desired 3"
    assert second.startswith(f"{file}:5:1: error expectation-failed: expected nobody in the plan, got no ")
    assert "; there are kube-system/log-agent, monitoring/node-exporter, default/by-hand, " in second


@pytest.mark.parametrize(
    "words, message",
    [
        (("--expect", "log-agent runs pool=edge"), "--expect: write it like 'runs on pool=edge'\n"),
        (("--expectations", "nowhere.txt"), "cannot read nowhere.txt: no such file or directory"),
    ],
)
def test_expectations_nobody_understands_are_wrong_usage(
    words: tuple[str, ...], message: str, capsys: Out
) -> None:
    assert run(*PLAN, *words) == 2
    assert capsys.readouterr().err.startswith(f"dslint: {message}")


def test_the_steps_are_in_the_json_as_its_schema_says(tmp_path: Path, capsys: Out) -> None:
    (tmp_path / "more.yaml").write_text("nodes: [{name: n9}]\n", encoding="utf-8")
    steps = ("taint:pool=worker:x:NoExecute", "drain:edge-1", "lose:gpu", f"add:{tmp_path / 'more.yaml'}")
    run(*PLAN, *(word for step in steps for word in ("--what-if", step)), "-o", "json")
    value = json.loads(capsys.readouterr().out)
    schema("plan").validate(value)
    assert [step["step"] for step in value["what_if"]] == list(steps)
    with pytest.raises(ValidationError, match="nodes"):
        schema("plan").validate({**value, "what_if": [{"step": "x", "nodes": "y"}]})


def schema(name: str) -> Draft202012Validator:
    text = (HERE.parent.parent / "schemas" / f"{name}.schema.json").read_text(encoding="utf-8")
    Draft202012Validator.check_schema(json.loads(text))
    return Draft202012Validator(json.loads(text))


def test_clusters_as_json_are_as_their_schema_says(capsys: Out) -> None:
    run("plan", "old", "--clusters", "clusters", "-o", "json")
    value = json.loads(capsys.readouterr().out)
    schema("clusters").validate(value)
    gone = next(daemonset for daemonset in value["daemonsets"] if daemonset["name"] == "gone")
    assert gone["clusters"] == {
        "eu": {"desired": 3, "runs": 3, "pending": 0, "blocked": 0, "trouble": ""},
        "us": {"desired": 5, "runs": 5, "pending": 0, "blocked": 0, "trouble": ""},
    }
    run("diff", "old", "new", "--clusters", "clusters", "-o", "json")
    schema("clusters").validate(json.loads(capsys.readouterr().out))


@pytest.mark.parametrize("number, fits", [(6, True), (40, False)])
def test_more_clusters_than_fit_are_told_line_by_line(
    number: int, *, fits: bool, tmp_path: Path, capsys: Out
) -> None:
    for index in range(number):
        count = 7 if index == 3 else 1
        text = (
            f"pools: [{{name: w, count: {count}, allocatable: {{cpu: {1 if index == 3 else 9}m, pods: 9}}}}]"
        )
        (tmp_path / f"c{index:02}.yaml").write_text(text, encoding="utf-8")
    manifest = """\
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: a}
spec:
  selector: {matchLabels: {a: b}}
  template:
    metadata: {labels: {a: b}}
    spec: {containers: [{name: c, image: "x:1", resources: {requests: {cpu: 5m}}}]}
"""
    file = tmp_path / "manifest"
    file.write_text(manifest, encoding="utf-8")
    run("plan", str(file), "--clusters", str(tmp_path))
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 100
    if not fits:
        assert lines[2:4] == ["1", "!    default/a: 7, 7 pending in c03"]
        assert lines[5:8] == [
            "clusters    1=c03",
            "signs       ! pending",
            "            39 clusters without any of this",
        ]
        assert (
            "  1  c03: a stays Pending on every node that wants it: cpu: asks for 5m, the node has 1m."
            in lines
        )
        assert len(lines) < 30
    else:
        assert lines[2].split() == ["NAMESPACE", "NAME", "c03", "c00", "c01", "c02", "c04", "c05"]
        assert lines[3] == "default    a     7, 7 pending  1    1    1    1    1"


def test_clusters_are_planned_side_by_side(capsys: Out) -> None:
    assert run("plan", "old", "--clusters", "clusters", "--expect", "gone desired=5") == 1
    golden.check(capsys.readouterr().out, HERE / "golden" / "plan-clusters.text")


def test_a_finding_names_its_cluster(capsys: Out) -> None:
    run("plan", "old", "--clusters", "clusters", "--expect", "gone desired=5", "-o", "compact")
    assert capsys.readouterr().out == (
        "old/gone.yaml:4:9: error expectation-failed: "
        "cluster eu: default/gone: expected desired 5, got desired 3\n"
    )


def _daemonset(name: str) -> str:
    pod = "{metadata: {labels: {app: a}}, spec: {containers: [{name: a, image: 'registry.example/a:1'}]}}"
    spec = f"{{selector: {{matchLabels: {{app: a}}}}, template: {pod}}}"
    return f"{{apiVersion: apps/v1, kind: DaemonSet, metadata: {{name: {name}}}, spec: {spec}}}"


def test_too_many_expectations_above_a_list_are_told_not_dropped(tmp_path: Path, capsys: Out) -> None:
    items = "".join(f"  - {_daemonset(f'agent-{number}')}\n" for number in range(150))
    text = "# dslint: expect fits\n" * 150 + "apiVersion: v1\nkind: List\nitems:\n" + items
    (tmp_path / "list.yaml").write_text(text, encoding="utf-8")
    assert run("plan", str(tmp_path / "list.yaml"), "--nodes", "nodes.yaml", "-o", "compact") == 1
    told = [line for line in capsys.readouterr().out.splitlines() if "expectation-failed" in line]
    assert len(told) == 1
    assert "list.yaml:154:61: error" in told[0]
    assert "150 expectations above a List of 150 DaemonSets are more than 20,000 checks" in told[0]


def test_an_object_in_a_dump_on_one_line_has_its_own_column(tmp_path: Path, capsys: Out) -> None:
    nodes = [{"apiVersion": "v1", "kind": "Node", "metadata": {"name": f"n-{number}"}} for number in range(3)]
    containers = [{"name": "a", "image": "b:1"}]
    agents = [
        {
            "apiVersion": "apps/v1",
            "kind": "DaemonSet",
            "metadata": {"name": name, "namespace": "x"},
            "spec": {
                "selector": {"matchLabels": {"a": "b"}},
                "template": {
                    "metadata": {"labels": {"a": "b"}},
                    "spec": {"nodeSelector": {"zone": f"west of {name}"}, "containers": containers},
                },
            },
        }
        for name in ("first", "second")
    ]
    text = json.dumps({"apiVersion": "v1", "kind": "List", "items": [*nodes, *agents]})
    (tmp_path / "dump.json").write_text(text, encoding="utf-8")
    run("plan", str(tmp_path / "dump.json"), "--nodes", str(tmp_path / "dump.json"), "-o", "compact")
    places = re.findall(r"dump\.json:1:(\d+): \S+ selects-no-node", capsys.readouterr().out)
    assert [text[int(column) - 1 :].partition("}")[0] for column in places] == [
        '"west of first"',
        '"west of second"',
    ]
