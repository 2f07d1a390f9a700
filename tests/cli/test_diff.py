"""`dslint diff` from the outside: every form, every way to name two sides, and what goes wrong."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from dslint.kubernetes.versions import NEWEST
from dslint.linter.rulebook import rules
from dslint.planner.difference.findings import RELEASE_LABELS
from dslint.version import __version__
from tests import golden
from tests.cli.running import run

HERE = Path(__file__).parent
GOLDEN = HERE / "golden"
SCHEMAS = HERE.parent.parent / "schemas"
SCHEMA = json.loads((SCHEMAS / "diff.schema.json").read_text(encoding="utf-8"))
OF_CLUSTERS = json.loads((SCHEMAS / "clusters.schema.json").read_text(encoding="utf-8"))
Out = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths in the output are those of the folder with the two sides."""
    monkeypatch.chdir(HERE / "diff")


@pytest.mark.parametrize("name", ["text", "wide", "markdown", "html", "csv", "compact"])
def test_every_form_looks_as_it_did(name: str, capsys: Out) -> None:
    assert run("diff", "old", "new", "--nodes", "nodes.yaml", "-o", name) == 1
    golden.check(_without_style(capsys.readouterr().out), GOLDEN / f"diff.{name}")


def test_json_of_one_daemonset_on_two_nodes(capsys: Out) -> None:
    assert run("diff", "one/old.yaml", "one/new.yaml", "--nodes", "one/nodes.yaml", "-o", "json") == 0
    text = capsys.readouterr().out.replace(f'"{__version__}"', '"VERSION"')
    golden.check(text, GOLDEN / "diff.json")


def _without_style(page: str) -> str:
    """How a page looks and moves is not what this is about; a browser looks at that."""
    page = re.sub(r"<style>.*</style>", "<style></style>", page, flags=re.DOTALL)
    page = re.sub(r"<script>.*</script>", "<script></script>", page, flags=re.DOTALL)
    return re.sub(r"'sha256-[^']*'", "'HASH'", page)


def test_without_nodes_nothing_is_counted(capsys: Out) -> None:
    assert run("diff", "old", "new") == 1
    golden.check(capsys.readouterr().out, GOLDEN / "diff-without-nodes.text")


@pytest.mark.parametrize("name", ["text", "markdown", "csv"])
def test_clusters_come_worst_first(name: str, capsys: Out) -> None:
    assert run("diff", "old", "new", "--clusters", "clusters", "-o", name) == 1
    golden.check(capsys.readouterr().out, GOLDEN / f"diff-clusters.{name}")


def test_the_json_of_clusters_is_as_its_schema_says(capsys: Out) -> None:
    run("diff", "old", "new", "--clusters", "clusters", "-o", "json")
    value = json.loads(capsys.readouterr().out)
    Draft202012Validator(OF_CLUSTERS).validate(value)
    assert value["clusters"] == ["eu", "us"]
    assert "kube-system/log-agent" in {f"{pair['namespace']}/{pair['name']}" for pair in value["daemonsets"]}


def test_json_is_as_its_schema_says(capsys: Out) -> None:
    run("diff", "old", "new", "--nodes", "nodes.yaml", "-o", "json")
    Draft202012Validator.check_schema(SCHEMA)
    Draft202012Validator(SCHEMA).validate(json.loads(capsys.readouterr().out))


def test_the_page_loads_nothing_and_shows_what_is_written(tmp_path: Path, capsys: Out) -> None:
    text = Path("old/gone.yaml").read_text(encoding="utf-8")
    (tmp_path / "new.yaml").write_text(text.replace("c:1", '"<b>&x:1"', 1), encoding="utf-8")
    run("diff", "old/gone.yaml", str(tmp_path / "new.yaml"), "-o", "html")
    page = capsys.readouterr().out
    assert "&lt;b&gt;&amp;x:1" in page
    assert "<b>" not in page
    assert not [word for word in ("://", "src=", "<script src", "url(", "@import") if word in page]
    assert "script-src 'sha256-" in page


def test_text_fits_one_hundred_columns_but_for_places(capsys: Out) -> None:
    run("diff", "old", "new", "--nodes", "nodes.yaml")
    long = [line for line in capsys.readouterr().out.splitlines() if len(line) > 100]
    assert [line for line in long if ": error " not in line and ": warning " not in line] == []


def test_the_same_on_both_sides_is_no_change(capsys: Out) -> None:
    assert run("diff", "old", "old", "--nodes", "nodes.yaml") == 0
    out = capsys.readouterr().out
    assert out.startswith(f"0 of 5 DaemonSets change between old and old; 6 nodes, Kubernetes {NEWEST}\n")
    assert "5 DaemonSets unchanged. No findings." in out


def test_an_inventory_may_change_alone(tmp_path: Path, capsys: Out) -> None:
    text = Path("nodes.yaml").read_text(encoding="utf-8").replace("count: 3", "count: 2")
    (tmp_path / "fewer.yaml").write_text(text, encoding="utf-8")
    assert run("diff", "old", "--old-nodes", "nodes.yaml", "--nodes", str(tmp_path / "fewer.yaml")) == 0
    out = capsys.readouterr().out
    assert "kube-system  log-agent      accepts  none            +0 -1  4 -> 3" in out
    assert "1 node not in the inventory any more. 1 pod deleted." in out


@pytest.mark.parametrize("level, code", [("never", 0), ("error", 1), ("warning", 1)])
def test_the_exit_code_follows_the_level(level: str, code: int) -> None:
    assert run("diff", "old", "new", "--nodes", "nodes.yaml", "--fail-on", level) == code


def test_only_and_ignore_narrow_it_down(capsys: Out) -> None:
    assert (
        run(
            "diff",
            "old",
            "new",
            "--nodes",
            "nodes.yaml",
            "--only",
            "default/*",
            "--ignore",
            "nodes-lost",
            "-o",
            "compact",
        )
        == 0
    )
    assert capsys.readouterr().out == (
        "old/gone.yaml:4:9: warning daemonset-removed: "
        "DaemonSet default/gone is removed, and 3 pods with it\n"
    )


def test_a_comment_hides_a_finding(tmp_path: Path, capsys: Out) -> None:
    text = Path("old/gone.yaml").read_text(encoding="utf-8")
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(
        text.replace("  name: gone", "  name: gone  # dslint: ignore[daemonset-removed] moved"),
        encoding="utf-8",
    )
    new.write_text("", encoding="utf-8")
    run("diff", str(old), str(new), "-o", "compact")
    out = capsys.readouterr().out
    assert "default/same is removed" in out
    assert "default/gone is removed" not in out


WRONG = [
    (
        ("old",),
        "NEW is missing: dslint diff OLD NEW; or one path with --old-nodes or a Terraform plan as --nodes",
    ),
    (("old", "nowhere"), "cannot read nowhere: no such file or directory"),
    (
        ("old", "new", "--nodes", "old/agents.yaml"),
        "old/agents.yaml:1:1: this is a DaemonSet, not an inventory",
    ),
    (("old", "new", "--clusters", "nodes.yaml"), "--clusters nodes.yaml: not a folder"),
    (("git:no-such-revision", "new"), "git does not know the revision 'no-such-revision'"),
    (("old", "new", "-o", "xml"), "unknown format 'xml'"),
]


@pytest.mark.parametrize("words, message", WRONG)
def test_wrong_usage_is_said_in_one_line(words: tuple[str, ...], message: str, capsys: Out) -> None:
    assert run("diff", *words) == 2
    assert capsys.readouterr().err.startswith(f"dslint: {message}")


def test_what_could_not_be_read_before_either_is_no_change(tmp_path: Path, capsys: Out) -> None:
    broken = "kind: DaemonSet\na: [\n"
    (tmp_path / "old.yaml").write_text(broken, encoding="utf-8")
    (tmp_path / "new.yaml").write_text(broken, encoding="utf-8")
    assert run("diff", str(tmp_path / "old.yaml"), str(tmp_path / "new.yaml")) == 0
    (tmp_path / "new.yaml").write_text(broken + "b: {", encoding="utf-8")
    assert run("diff", str(tmp_path / "old.yaml"), str(tmp_path / "new.yaml"), "-o", "compact") == 1
    assert f"{tmp_path / 'new.yaml'}:" in capsys.readouterr().out


PATCH = """\
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: a}
spec: {template: {spec: {hostPID: true}}}
"""
TEMPLATE = "kind: DaemonSet\nmetadata:\n  name: {{ .Values.name }}\n"


def test_templates_and_patches_are_left_out(tmp_path: Path, capsys: Out) -> None:
    (tmp_path / "patch.yaml").write_text(PATCH, encoding="utf-8")
    (tmp_path / "chart.yaml").write_text(TEMPLATE, encoding="utf-8")
    assert run("diff", str(tmp_path), str(tmp_path)) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("0 of 0 DaemonSets change")
    assert (
        f"left out: {tmp_path}/chart.yaml (Helm template); compare what they render: "
        "dslint diff <(helm template OLD) <(helm template NEW)\n"
        f"left out: {tmp_path}/patch.yaml (a patch: it has neither a selector nor labels for its pods); "
        "compare what they build: dslint diff <(kubectl kustomize OLD) <(kubectl kustomize NEW)\n"
    ) in captured.err
    assert "no DaemonSet found on either side" in captured.err


LABELLED = """\
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: a}
spec:
  selector: {matchLabels: {app: a}}
  template:
    metadata: {labels: {app: a, tier: x, helm.sh/chart: a-1, version: "7"}}
    spec: {containers: [{name: c, image: "example.com/c:1"}]}
"""


@pytest.mark.parametrize(
    "change, says",
    [
        ({"a-1": "a-2"}, "helm.sh/chart alone restarts 4 pods"),
        ({"a-1": "a-2", '"7"': '"8"'}, "helm.sh/chart and version alone restart 4 pods"),
        ({"a-1": "a-2", "tier: x": "tier: y"}, None),
        ({"a-1": "a-2", "c:1": "c:2"}, None),
        ({"tier: x": "tier: y"}, None),
        ({"a-1": "a-2", "spec:\n  sel": "spec:\n  updateStrategy: {type: OnDelete}\n  sel"}, None),
    ],
)
def test_a_label_that_alone_restarts_pods_is_told(
    change: dict[str, str], says: str | None, tmp_path: Path, capsys: Out
) -> None:
    (tmp_path / "old.yaml").write_text(LABELLED, encoding="utf-8")
    text = LABELLED
    for old, new in change.items():
        text = text.replace(old, new)
    (tmp_path / "new.yaml").write_text(text, encoding="utf-8")
    run("diff", str(tmp_path / "old.yaml"), str(tmp_path / "new.yaml"), "--nodes", "nodes.yaml", "-o", "json")
    found = json.loads(capsys.readouterr().out)["findings"]
    told = [
        (finding["severity"], finding["message"], finding["line"])
        for finding in found
        if "volatile" in finding["rule"]
    ]
    assert told == ([("warning", says, 7)] if says else [])


def test_the_labels_of_a_release_are_those_of_the_rule() -> None:
    params = rules()["template-volatile-label"].params
    assert {*params["keys"], *params["version_keys"]} == RELEASE_LABELS


def test_what_a_kustomization_applies_as_a_patch_is_left_out(tmp_path: Path, capsys: Out) -> None:
    """Whole as it looks, it is not what reaches the cluster."""
    for name in ("old", "new"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "kustomization.yaml").write_text("patches: [{path: more.yaml}]\n", encoding="utf-8")
        text = Path("new/same.yaml").read_text(encoding="utf-8")
        (folder / "more.yaml").write_text(text.replace("c:1", f"c:{name}"), encoding="utf-8")
    assert run("diff", str(tmp_path / "old"), str(tmp_path / "new")) == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("0 of 0 DaemonSets change")
    assert f"left out: {tmp_path}/old/more.yaml and 1 more (patch of a kustomization); " in captured.err


def dump(*labels: str) -> str:
    """A cluster as `kubectl get nodes,ds,pods -A -o json` prints it: a node for every pool label."""
    agent = {
        "apiVersion": "apps/v1",
        "kind": "DaemonSet",
        "metadata": {"name": "agent", "namespace": "default"},
        "spec": {
            "selector": {"matchLabels": {"app": "agent"}},
            "template": {
                "metadata": {"labels": {"app": "agent"}},
                "spec": {
                    "nodeSelector": {"pool": "a"},
                    "containers": [{"name": "c", "image": "example.com/agent:1"}],
                },
            },
        },
    }
    nodes = [
        {
            "apiVersion": "v1",
            "kind": "Node",
            "metadata": {"name": f"n{number}", "labels": {"pool": label}},
            "status": {"conditions": [{"type": "Ready", "status": "True"}]},
        }
        for number, label in enumerate(labels)
    ]
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": [*nodes, agent]})


def test_dumps_bring_their_nodes_with_them(tmp_path: Path, capsys: Out) -> None:
    (tmp_path / "old.json").write_text(dump("a", "a", "b"), encoding="utf-8")
    (tmp_path / "new.json").write_text(dump("a", "b", "b", "a"), encoding="utf-8")
    assert run("diff", str(tmp_path / "old.json"), str(tmp_path / "new.json"), "-o", "json") == 0
    (one,) = json.loads(capsys.readouterr().out)["daemonsets"]
    assert one["desired"] == {"before": 2, "after": 2}
    assert (one["gained"], one["lost"], one["status"]) == (["n3"], ["n1"], "changed")
    assert one["pods"]["deleted"] == ["n1"]


@pytest.mark.parametrize(
    "old, new, changed",
    [
        ('"namespace": "default"', '"namespace": "default", "resourceVersion": "7", "generation": 3', 0),
        ('"kind": "DaemonSet"', '"kind": "DaemonSet", "status": {"desiredNumberScheduled": 2}', 0),
        ('"spec": {"selector"', '"spec": {"revisionHistoryLimit": 10, "selector"', 0),
        ('"spec": {"selector"', '"spec": {"revisionHistoryLimit": 3, "selector"', 1),
        ('"namespace": "default"', '"namespace": "default", "labels": {"team": "x"}', 1),
    ],
)
def test_what_a_server_writes_is_no_change(
    old: str, new: str, changed: int, tmp_path: Path, capsys: Out
) -> None:
    (tmp_path / "old.json").write_text(dump("a"), encoding="utf-8")
    (tmp_path / "new.json").write_text(dump("a").replace(old, new), encoding="utf-8")
    assert run("diff", str(tmp_path / "old.json"), str(tmp_path / "new.json")) == 0
    assert capsys.readouterr().out.startswith(f"{changed} of 1 DaemonSet change")


def test_the_nodes_of_one_dump_do_for_both_sides(tmp_path: Path, capsys: Out) -> None:
    text = Path("new/same.yaml").read_text(encoding="utf-8")
    (tmp_path / "new.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "old.json").write_text(dump("a"), encoding="utf-8")
    assert run("diff", str(tmp_path / "old.json"), str(tmp_path / "new.yaml"), "-o", "json") == 0
    assert json.loads(capsys.readouterr().out)["summary"]["nodes"] == 1


def test_nodes_that_cannot_be_read_matter_only_where_they_are_needed(tmp_path: Path, capsys: Out) -> None:
    text = Path("new/same.yaml").read_text(encoding="utf-8")
    (tmp_path / "same.yaml").write_text(text, encoding="utf-8")
    (tmp_path / "node.yaml").write_text(
        "{kind: Node, apiVersion: v1, metadata: {name: [x]}}", encoding="utf-8"
    )
    assert run("diff", "new/same.yaml", str(tmp_path)) == 2
    assert capsys.readouterr().err.startswith(f"dslint: {tmp_path}/node.yaml:1:")
    assert run("diff", "new/same.yaml", str(tmp_path), "--nodes", "nodes.yaml") == 0
    captured = capsys.readouterr()
    assert captured.out.startswith("0 of 1 DaemonSet change")
    assert f"left out: {tmp_path}/node.yaml (nodes that cannot be read)\n" in captured.err


def test_named_nodes_count_before_those_of_a_dump(tmp_path: Path, capsys: Out) -> None:
    (tmp_path / "old.json").write_text(dump("a", "a"), encoding="utf-8")
    path = str(tmp_path / "old.json")
    assert run("diff", path, path, "--nodes", "nodes.yaml", "-o", "json") == 0
    assert json.loads(capsys.readouterr().out)["summary"]["nodes"] == 6


def test_of_two_with_one_name_the_last_counts(tmp_path: Path, capsys: Out) -> None:
    text = Path("new/same.yaml").read_text(encoding="utf-8")
    twice = tmp_path / "twice.yaml"
    twice.write_text(f"{text.replace('c:1', 'c:9')}---\n{text}", encoding="utf-8")
    assert run("diff", "new/same.yaml", str(twice), "--nodes", "nodes.yaml") == 0
    assert capsys.readouterr().out.startswith("0 of 1 DaemonSet change")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A branch `work` that has changed one DaemonSet since it left `main`."""
    for name in ("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"):
        monkeypatch.setenv(name, "somebody@example.com")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    deploy = tmp_path / "deploy"
    deploy.mkdir()
    text = Path("old/gone.yaml").read_text(encoding="utf-8")
    (deploy / "agent.yaml").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for words in (
        "init -q -b main",
        "add .",
        "commit -qm first",
        "switch -qc work",
        "branch -q --set-upstream-to=main",
    ):
        subprocess.run(["git", *words.split()], check=True, capture_output=True)
    (deploy / "agent.yaml").write_text(text.replace("c:1", "c:2", 1), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "words",
    [(), ("git:main",), ("git:main", "deploy"), ("git:main:deploy", "deploy/agent.yaml"), ("git:HEAD", ".")],
)
@pytest.mark.usefixtures("repository")
def test_revisions_are_compared_with_the_working_tree(words: tuple[str, ...], capsys: Out) -> None:
    assert run("diff", *words) == 0
    out = capsys.readouterr().out
    assert out.startswith("1 of 2 DaemonSets changes between ")
    assert "containers[c].image  c:1 -> 2" in out


@pytest.mark.usefixtures("repository")
def test_the_fork_point_is_named(capsys: Out) -> None:
    run("diff")
    first = capsys.readouterr().out.splitlines()[0]
    assert "(main) and the working tree;" in first


@pytest.mark.usefixtures("repository")
def test_files_outside_the_named_folder_do_not_count(capsys: Out) -> None:
    Path("other.yaml").write_text(
        "kind: DaemonSet\napiVersion: apps/v1\nmetadata: {name: x}\n", encoding="utf-8"
    )
    run("diff", "git:main", "deploy")
    assert capsys.readouterr().out.startswith("1 of 2 DaemonSets changes")
