"""`dslint lint` from the outside: what is printed where, and the exit code."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from dslint.kubernetes.versions import NEWEST
from tests.cli import running

GOOD = """\
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: agent
spec:
  selector:
    matchLabels: {app: agent}
  template:
    metadata:
      labels: {app: agent}
    spec:
      containers:
      - name: agent
        image: registry.example/agent:1.2.3
"""
REFUSED = GOOD.replace("labels: {app: agent}\n    spec", "labels: {app: other}\n    spec")
WARNED = GOOD.replace("spec:\n  selector", "spec:\n  updateStrategy: {type: OnDelete}\n  selector")
PATCH = (
    "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: a}\nspec: {template: {spec: {hostPID: true}}}\n"
)
HELM = "apiVersion: apps/v1\nkind: DaemonSet\nmetadata:\n  name: {{ .Release.Name }}\n"


class Ran(NamedTuple):
    code: int
    out: str
    err: str


Lint = Callable[..., Ran]


@pytest.fixture(name="run")
def _run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Lint:
    """Run `dslint lint` in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def call(*words: str) -> Ran:
        code = running.run("lint", *words)
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return call


def put(**texts: str) -> None:
    for name, text in texts.items():
        Path(f"{name}.yaml").write_text(text, encoding="utf-8")


def test_a_good_file_says_how_much_was_looked_at(run: Lint) -> None:
    put(good=GOOD)
    assert run("good.yaml") == Ran(0, "", "1 DaemonSet in 1 file, no findings\n")
    assert run("good.yaml", "--quiet") == Ran(0, "", "")


def test_a_refused_file_is_shown_with_its_place_and_summed_up(run: Lint) -> None:
    put(bad=REFUSED, good=GOOD)
    ran = run("-o", "compact", ".")
    assert ran.code == 1
    assert ran.out == ("bad.yaml:10:21: error selector-mismatch: the pods do not have the label app=agent\n")
    assert ran.err.startswith(f"1 error; 1 of 2 DaemonSets is rejected. 2 files, Kubernetes {NEWEST}, ")
    assert ran.err.endswith("why? dslint explain selector-mismatch\n")


@pytest.mark.parametrize("level,code", [("error", 0), ("warning", 1), ("info", 1), ("never", 0)])
def test_the_fail_level_decides_the_exit_code(run: Lint, level: str, code: int) -> None:
    put(warned=WARNED)
    ran = run("warned.yaml", "-o", "compact", "--fail-on", level)
    assert (ran.code, ran.out.split()[1:3]) == (code, ["warning", "update-on-delete:"])


def test_quiet_leaves_only_findings(run: Lint) -> None:
    put(warned=WARNED)
    assert run("warned.yaml", "-q").err == ""


def test_no_daemonset_is_said_when_paths_were_given(run: Lint) -> None:
    put(a="kind: Service\n", b="kind: Secret\n")
    assert run("a.yaml", "b.yaml") == Ran(0, "", "no DaemonSet found in 2 files\n")
    assert run() == Ran(0, "", "no DaemonSet found in 2 files\n")


def test_what_holds_nothing_is_no_clean_run(run: Lint, monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = "dslint: nothing to lint in .: it holds no YAML, JSON or template file\n"
    assert run(".") == Ran(2, "", nothing)
    put(empty="\n")
    assert run("empty.yaml") == Ran(2, "", "dslint: empty.yaml is empty\n")
    assert run("empty.yaml", "--no-fail-on-skipped").code == 0
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b" \n")))
    ran = run("-")
    said = "dslint: standard input is empty: the command in front of the pipe printed nothing\n"
    assert ran == Ran(2, "", said)


def test_json_says_why_nothing_was_done(run: Lint) -> None:
    ran = run("nope.yaml", "-o", "json", "--profile", "all")
    written = json.loads(ran.out)
    assert ran.code == 2
    assert written["errors"] == ["cannot read nope.yaml: no such file or directory"]
    assert written["profile"] == "all"


BRACES = GOOD.replace("      containers", "      dnsPolicy: {{ }}\n      containers")
QUOTED = GOOD.replace("agent:1.2.3", "agent:1.2.3\n        workingDir: '{{ folder }}'")
VARIABLE = GOOD.replace("      containers", "      nodeSelector: {pool: '${POOL:-a b}'}\n      containers")


@pytest.mark.parametrize(
    "text, place, message",
    [
        (BRACES, "12:7", "this is a template that was not rendered: `dnsPolicy: {{ }}`"),
        (HELM, "4:3", "this is a template of Helm that was not rendered: `name: {{ .Release.Name }}`"),
        (QUOTED, "15:21", "this was not rendered: `{{ folder }}`"),
        (VARIABLE, "12:28", "this was not rendered: the variable POOL"),
    ],
)
def test_what_was_named_and_not_rendered_is_one_error(run: Lint, text: str, place: str, message: str) -> None:
    put(a=text)
    ran = run("a.yaml", "-o", "compact", "--profile", "server")
    assert (ran.code, ran.out) == (1, f"a.yaml:{place}: error not-rendered: {message}\n")


@pytest.mark.parametrize("text", [BRACES, HELM, QUOTED, VARIABLE])
def test_what_was_not_rendered_is_listed_in_a_folder(run: Lint, text: str) -> None:
    put(a=text)
    ran = run(".")
    assert (ran.code, ran.out) == (0, "")
    assert "not linted: a.yaml (" in ran.err
    assert run(".", "--fail-on-skipped").code == 1


def test_what_else_is_wrong_with_a_manifest_that_was_not_rendered_is_found(run: Lint) -> None:
    put(a=QUOTED.replace("name: agent\nspec", "name: Agent\nspec"))
    assert run(".", "-o", "compact").out.startswith("a.yaml:4:9: error object-metadata:")


def test_a_whole_daemonset_is_no_patch_for_what_it_lacks(run: Lint) -> None:
    put(
        a=GOOD.replace("    metadata:\n      labels: {app: agent}\n", "").replace(
            "  selector:\n    matchLabels: {app: agent}\n", ""
        )
    )
    ran = run(".", "-o", "compact")
    assert (ran.code, ran.out.split(": ")[1]) == (1, "error selector-missing")


def test_a_key_that_nearly_fits_is_an_error(run: Lint) -> None:
    put(a=GOOD.replace("spec:\n  selector", "specs:\n  selector"))
    assert (
        "a.yaml:5:1: error unknown-field: a DaemonSet has no field `specs`" in run(".", "-o", "compact").out
    )
    put(a=GOOD.replace("  name: agent\nspec", "  name: agent\n  spec"))
    assert run(".").code == 1


def test_a_patch_that_nobody_names_is_one_only_in_a_folder(run: Lint) -> None:
    put(patch=PATCH)
    assert run(".").code == 0
    assert "error selector-missing:" in run("patch.yaml", "-o", "compact").out
    put(patch=PATCH.replace("{hostPID", "{$patch: merge, hostPID"))
    assert "checked only as a patch: patch.yaml (a patch: it says $patch" in run("patch.yaml").err


def test_text_between_objects_is_an_error(run: Lint) -> None:
    put(a=f"{GOOD}---\nThe agent is installed.\n")
    assert run(".", "-o", "compact").out == (
        "a.yaml:16:1: error not-an-object: this document is a string, not an object\n"
    )
    put(a="- " + GOOD.replace("\n", "\n  ") + "\n")
    assert "a.yaml:1:3: error not-an-object: this document is a list" in run(".", "-o", "compact").out
    put(a="- hosts: all\n  tasks: [{kind: DaemonSet}]\n")
    assert run(".").code == 0
    assert run("a.yaml").code == 1


def test_a_values_file_that_was_named_is_not_passed_over(run: Lint) -> None:
    put(values="kind: DaemonSet\nimage: {tag: '1'}\n")
    why = "a values file: it has kind: DaemonSet but neither apiVersion nor metadata"
    assert run("values.yaml").err.splitlines()[-1] == f"dslint: values.yaml was not linted: {why}"
    assert run("values.yaml").code == 2
    assert run("values.yaml", "--no-fail-on-skipped").code == 0
    assert run(".").code == 0


def test_standard_input_gets_the_name_it_is_given(run: Lint, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(REFUSED.encode())))
    ran = run("-", "--stdin-filename", "deploy/agent.yaml", "-o", "compact")
    assert ran.out.startswith("deploy/agent.yaml:10:21: error selector-mismatch:")


@pytest.mark.parametrize(
    "names",
    [b"a.yaml\0with\nbreak.yaml\0", b"\0a.yaml\0with\nbreak.yaml"],
    ids=["ended by NUL", "separated by NUL"],
)
def test_files_are_listed_on_standard_input(run: Lint, monkeypatch: pytest.MonkeyPatch, names: bytes) -> None:
    put(**{"a": REFUSED, "with\nbreak": REFUSED, "unlisted": REFUSED})
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(names)))
    ran = run("--files-from", "-", "-o", "compact")
    assert [line.partition(" error ")[0] for line in ran.out.splitlines()] == [
        "a.yaml:10:21:",
        "with\\nbreak.yaml:10:21:",
    ]


def test_files_are_listed_in_a_file_one_on_a_line(run: Lint) -> None:
    put(a=REFUSED, b=REFUSED, c=GOOD)
    Path("list").write_bytes(b"a.yaml\r\n\nmissing.yaml\n-\n")
    Path("-").write_text(REFUSED, encoding="utf-8")
    ran = run("c.yaml", "--files-from", "list", "-o", "compact")
    assert [line.partition(":")[0] for line in ran.out.splitlines()] == ["-", "a.yaml"]
    assert "missing.yaml" in ran.err
    assert ran.code == 2


def test_an_empty_list_is_not_the_current_folder(run: Lint) -> None:
    put(a=REFUSED)
    Path("list").write_bytes(b"\n")
    ran = run("--files-from", "list")
    assert (ran.code, ran.out, ran.err) == (0, "", "nothing to lint: --files-from lists no path\n")
    assert run("--files-from", "list", "a.yaml").code == 1
    assert run("--files-from", "none").err.startswith("dslint: cannot read --files-from none: no such file")
    assert run("--files-from", "none").code == 2


def test_templates_and_patches_are_listed_with_what_renders_them(run: Lint) -> None:
    put(good=GOOD, patch=PATCH)
    Path("chart/templates").mkdir(parents=True)
    for name in ("a", "b"):
        Path(f"chart/templates/{name}.yaml").write_text(HELM, encoding="utf-8")
    ran = run(".")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err == (
        "1 DaemonSet in 4 files, no findings; 3 not linted\n"
        "not linted: chart/templates/a.yaml and 1 more (Helm template); "
        "render them: helm template chart | dslint lint -\n"
        "checked only as a patch: patch.yaml (a patch: it has neither a selector nor labels for its pods)\n"
    )


def test_a_patch_of_a_kustomization_is_left_to_it_however_whole_it_looks(run: Lint) -> None:
    Path("overlay/patches").mkdir(parents=True)
    Path("overlay/kustomization.yaml").write_text("patches:\n- path: patches/agent.yaml\n", encoding="utf-8")
    Path("overlay/patches/agent.yaml").write_text(REFUSED, encoding="utf-8")
    assert run(".").err.splitlines()[1] == (
        "checked only as a patch: overlay/patches/agent.yaml (patch of a kustomization); "
        "render it: kubectl kustomize overlay | dslint lint -"
    )


def test_a_missing_file_is_usage_and_the_rest_is_linted(run: Lint) -> None:
    put(bad=REFUSED)
    ran = run("nope.yaml", "bad.yaml", "-o", "compact", "-q")
    assert ran.code == 2
    assert ran.out.startswith("bad.yaml:10:21:")
    assert ran.err == "dslint: cannot read nope.yaml: no such file or directory\n"


@pytest.mark.parametrize(
    "words,said",
    [
        (["-f", "a.yaml"], "dslint: -f is not needed; pass paths directly: dslint lint FILE"),
        (
            ["--ignore", "tolerates-everthing"],
            "dslint: unknown rule 'tolerates-everthing'; did you mean tolerates-everything?",
        ),
        (["--select", "selector-mismatch"], "# dslint: ignore[selector-mismatch] <why>"),
        (["--kubernetes", "1.12"], f"dslint: Kubernetes 1.12 is not known; dslint knows 1.28 to {NEWEST}"),
        (["--kubernetes", "newest"], "dslint: 'newest' is not a Kubernetes version"),
        (["-o", "yaml"], "dslint: unknown format 'yaml'; there are text, compact, json"),
        (
            ["-o", "json", "-o", "text"],
            "dslint: only one format can go to standard output, not json and text",
        ),
        (["--profile", "strict"], "'strict' is not one of"),
        (["--colour"], "No such option"),
    ],
)
def test_wrong_usage_is_told_and_nothing_is_linted(run: Lint, words: list[str], said: str) -> None:
    put(a=REFUSED)
    ran = run("a.yaml", *words)
    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_several_outputs_at_once(run: Lint) -> None:
    put(bad=REFUSED)
    ran = run("bad.yaml", "-o", "compact", "-o", "json=out.json", "-o", "sarif=out.sarif")
    assert ran.out.startswith("bad.yaml:10:21:")
    assert json.loads(Path("out.json").read_bytes())["summary"]["refused"] == 1
    assert (
        json.loads(Path("out.sarif").read_bytes())["runs"][0]["results"][0]["ruleId"] == "selector-mismatch"
    )


def test_an_output_that_cannot_be_written_leaves_nothing_behind(run: Lint) -> None:
    put(bad=REFUSED)
    ran = run("bad.yaml", "-o", "json=missing/out.json")
    assert ran.code == 2
    assert ran.err.startswith("dslint: cannot write missing/out.json: no such file or directory")
    assert [path.name for path in Path().iterdir()] == ["bad.yaml"]


def test_a_suppressed_refusal_is_counted(run: Lint) -> None:
    put(
        bad=REFUSED.replace(
            "{app: other}", "{app: other} # dslint: ignore[selector-mismatch] set by an operator"
        )
    )
    ran = run("bad.yaml")
    assert (ran.code, ran.out) == (0, "")
    assert ran.err.startswith(f"no findings; 1 suppressed (1 rejected). 1 file, Kubernetes {NEWEST}")


def test_a_reader_that_closes_early_is_met_in_silence(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("\n---\n".join([REFUSED] * 300), encoding="utf-8")
    program = subprocess.Popen(
        [sys.executable, "-m", "dslint", "lint", str(tmp_path / "bad.yaml")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert program.stdout is not None
    assert program.stderr is not None
    program.stdout.read(10)
    program.stdout.close()
    said = program.stderr.read()
    program.wait(timeout=30)
    program.stderr.close()
    assert b"Traceback" not in said
    assert b"internal error" not in said


def test_a_failing_rule_is_named_and_never_a_pass(run: Lint, monkeypatch: pytest.MonkeyPatch) -> None:
    from dslint.checks import table

    def fail(*_: object) -> object:
        msg = "boom"
        raise ValueError(msg)

    put(good=GOOD)
    for name in table.CHECKS:
        monkeypatch.setitem(table.CHECKS, name, fail)
    ran = run("good.yaml")
    assert ran.code == 3
    assert "dslint: rule update-on-delete failed on good.yaml (ValueError: boom)" in ran.err


def test_only_names_the_daemonsets_to_judge(run: Lint) -> None:
    put(a=REFUSED, b=REFUSED.replace("name: agent\nspec", "name: other\n  namespace: infra\nspec"))
    assert run(".", "-o", "compact", "--only", "infra/*").out.startswith("b.yaml:11:21:")
    assert run(".", "-o", "compact", "--only", "default/agent").out.startswith("a.yaml:10:21:")
    assert run(".", "-o", "compact", "--only", "!infra/*").out.startswith("a.yaml:10:21:")
    ran = run(".", "--only", "nope/*")
    assert ran.code == 2
    assert ran.err == "dslint: no DaemonSet matches --only 'nope/*'; there are default/agent, infra/other\n"


def test_globs_of_exclude_may_begin_with_the_folder_and_say_when_they_find_nothing(run: Lint) -> None:
    put(a=REFUSED, b=GOOD)
    ran = run(".", "--exclude", "./a.yaml", "--exclude", "c/**")
    assert (ran.code, ran.err.splitlines()[0]) == (0, "--exclude 'c/**' leaves nothing out")


def test_hidden_folders_are_named_when_asked(run: Lint) -> None:
    put(a=GOOD)
    Path(".argo").mkdir()
    Path(".git").mkdir()
    assert "not linted: .argo (a hidden folder)" in run(".", "--verbose").err
    assert ".argo" not in run(".").err
    assert ".git (" not in run(".", "--verbose").err


PIECE = """\
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: agent
spec:
  updateStrategy:
    rollingUpdate: {maxUnavailable: 0}
  template:
    spec:
      tolerations:
      - {key: a, operator: Equals, value: b}
      containers:
      - name: agent
        imagePullPolicy: always
        prot: 1
        resources:
          limits: {memory: 64m}
        volumeMounts: [{name: base, mountPath: /a}]
"""


def test_a_patch_is_checked_as_far_as_it_goes(run: Lint) -> None:
    Path("kustomization.yaml").write_text("patches: [{path: a.yaml}]\n", encoding="utf-8")
    put(a=PIECE)
    assert [line.split(" ")[:3] for line in run(".", "-o", "compact").out.splitlines()] == [
        ["a.yaml:11:28:", "error", "toleration-invalid:"],
        ["a.yaml:14:26:", "error", "container-fields:"],
        ["a.yaml:15:9:", "error", "unknown-field:"],
        ["a.yaml:17:28:", "warning", "fractional-bytes:"],
    ]


def test_statistics_count_by_rule(run: Lint) -> None:
    put(a=REFUSED, b=WARNED, c=WARNED)
    ran = run(".", "-o", "compact", "--statistics")
    assert ran.err.splitlines()[-3:] == [
        "2  warning  update-on-delete",
        "1  error    selector-mismatch",
        "why? dslint explain selector-mismatch",
    ]
