"""Kustomizations are not built, and that is said wherever it matters."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dslint.reader.kustomize.kustomization import kustomization_of
from tests.cli.running import run

Out = pytest.CaptureFixture[str]
AGENT = """\
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: agents}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec:
      containers: [{name: agent, image: registry.example/agent:1.2.3}]
"""


@pytest.fixture(autouse=True)
def _sides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for side in ("old", "new"):
        Path(side, "base").mkdir(parents=True)
        Path(side, "base", "agent.yaml").write_text(AGENT, encoding="utf-8")
        put(side, "resources: [base]\n")


def put(side: str, text: str) -> None:
    Path(side, "kustomization.yaml").write_text(text, encoding="utf-8")


def test_a_diff_is_not_green_where_a_kustomization_changes_what_is_applied(capsys: Out) -> None:
    put("new", "resources: [base]\ncommonLabels: {team: red}\nimages: [{name: a, newTag: b}]\n")
    assert run("diff", "old", "new", "-o", "compact") == 1
    captured = capsys.readouterr()
    assert captured.out == (
        "new/base/agent.yaml:3:18: error not-rendered: new/kustomization.yaml was not rendered; it "
        "changes labels and selectors (commonLabels, team=red), images (images)\n"
    )
    assert "left out: new/kustomization.yaml (kustomization, which is not rendered)" in captured.err
    run("diff", "old", "new")
    assert "unchanged" not in capsys.readouterr().out


def test_a_diff_of_equal_kustomizations_only_names_them(capsys: Out) -> None:
    for side in ("old", "new"):
        put(side, "resources: [base]\nnamePrefix: edge-\n")
    assert run("diff", "old", "new") == 0
    captured = capsys.readouterr()
    assert "1 DaemonSet unchanged. No findings." in captured.out
    assert "left out: old/kustomization.yaml and 1 more (kustomization" in captured.err


def test_what_a_kustomization_takes_back_is_a_change_too(capsys: Out) -> None:
    put("old", "resources: [base]\nnamespace: edge\n")
    assert run("diff", "old", "new", "-o", "compact") == 1
    assert "it changes back namespaces (namespace)" in capsys.readouterr().out


def test_others_are_left_alone(capsys: Out) -> None:
    put("new", "resources: [elsewhere]\nnamePrefix: edge-\n")
    assert run("diff", "old", "new") == 0
    put("new", "resources: [base]\n# built as it stands\n")
    assert run("diff", "old", "new") == 0
    assert "left out" not in capsys.readouterr().err


def test_lint_names_the_kustomizations_it_did_not_build(capsys: Out) -> None:
    put("new", "resources: [base]\nnamePrefix: edge-\n")
    assert run("lint", "new") == 0
    assert capsys.readouterr().err.splitlines()[1:] == [
        (
            "not linted: new/kustomization.yaml (kustomization: it changes names (namePrefix)); "
            "render it: kubectl kustomize new | dslint lint -"
        )
    ]


@pytest.mark.parametrize(
    "content", [b"", b"- a\n", b"a: b: c\n", b"a: 1\n---\nb: 2\n", b"resources: {a: [1]}\n"]
)
def test_anything_may_be_in_the_file(content: bytes) -> None:
    found = kustomization_of("a/kustomization.yaml", content)
    assert found is None or (found.changes, found.resources) == ((), ())


NUMBER = "must be a string; without quotes this is the number 5"
JSON_PATCH = """\
- op: replace
  path: /spec/template/spec/containers/0/imagePullPolicy
  value: Allways
- op: add
  path: /spec/template/spec/tolerations/-
  value: {key: a, operator: Equals, value: b}
- op: add
  path: /spec/template/spec/toleration
  value: []
- op: add
  path: /metadata/annotations/example.com~1a
  value: 5
- {op: remove, path: /spec/nothing}
- {op: add, path: /spec/minReadySeconds, value: 5}
- 7
"""


def test_json_patches_are_checked_for_what_they_write(capsys: Out) -> None:
    target = "target: {kind: DaemonSet, name: agent}"
    put("new", f"resources: [base]\npatches:\n- path: patch.yaml\n  {target}\n")
    Path("new/patch.yaml").write_text(JSON_PATCH, encoding="utf-8")
    assert run("lint", "new", "-o", "compact") == 1
    found = [line.split(": ", 2) for line in capsys.readouterr().out.splitlines()]
    known = "is not a known value; it must be"
    assert found == [
        [
            "new/patch.yaml:3:10",
            "error container-fields",
            f"`imagePullPolicy: Allways` {known} Always, IfNotPresent or Never",
        ],
        ["new/patch.yaml:6:29", "error toleration-invalid", f"`operator: Equals` {known} Equal or Exists"],
        [
            "new/patch.yaml:8:9",
            "error unknown-field",
            "`spec.template.spec` has no field `toleration`; did you mean `tolerations`?",
        ],
        ["new/patch.yaml:12:10", "error unquoted-string", f"`example.com/a` {NUMBER}"],
    ]


def test_a_json_patch_of_something_else_is_left_alone(capsys: Out) -> None:
    put(
        "new", "resources: [base]\npatches: [{path: patch.yaml, target: {kind: Deployment}}] # no DaemonSet\n"
    )
    Path("new/patch.yaml").write_text(JSON_PATCH, encoding="utf-8")
    assert run("lint", "new") == 0
    assert capsys.readouterr().out == ""


INLINE = """\
resources: [base]
patches:
- patch: |-
    apiVersion: apps/v1
    kind: DaemonSet
    metadata: {name: agent}
    spec:
      template:
        spec:
          tolerations:
          - {key: a, operator: Equals}
          hostNetwrk: true  # dslint: ignore[unknown-field] the next release calls it so
- target: {kind: DaemonSet}
  patch: '[{"op": "add", "path": "/spec/minReadySeconds", "value": "5"}]'
- target: {kind: Deployment|DaemonSet, name: agent}
  patch: "- {op: replace,\\n   path: /spec/template/spec/dnsPolicy, value: none}"
- target: {kind: Deployment}
  patch: '[{"op": "add", "path": "/spec/minReadySeconds", "value": "5"}]'
patchesStrategicMerge:
- patch.yaml
- |

    apiVersion: apps/v1
    kind: DaemonSet
    metadata: {name: agent}
    spec: {updateStrategy: {type: Never}}
patchesJson6902:
- target: {group: apps, version: v1, kind: DaemonSet, name: agent}
  patch: |-
    - op: add
      path: /spec/nothing
      value: 1
"""


def test_patches_in_the_kustomization_itself_are_judged_at_their_place(capsys: Out) -> None:
    put("new", INLINE)
    assert run("lint", "new", "-o", "compact") == 1
    captured = capsys.readouterr()
    known = "is not a known value; it must be"
    assert captured.out.splitlines() == [
        f"new/kustomization.yaml:11:32: error toleration-invalid: `operator: Equals` {known} Equal or Exists",
        (
            "new/kustomization.yaml:14:68: error wrong-type: `minReadySeconds` must be an integer, "
            "got the string `5`"
        ),
        (
            f"new/kustomization.yaml:16:10: error pod-fields: `dnsPolicy: none` {known} "
            "ClusterFirstWithHostNet, ClusterFirst, Default or None"
        ),
        (
            "new/kustomization.yaml:26:35: error update-strategy: `type: Never` is not an update strategy "
            "of a DaemonSet; it must be RollingUpdate or OnDelete"
        ),
        "new/kustomization.yaml:31:13: error unknown-field: `spec` has no field `nothing`",
    ]
    assert "1 suppressed" in captured.err
    assert captured.err.count("new/kustomization.yaml") == 1


def test_a_broken_patch_in_the_kustomization_is_an_error_at_its_line(capsys: Out) -> None:
    put("new", "resources: [base]\npatches:\n- target: {kind: DaemonSet}\n  patch: |-\n    - op: [\n")
    assert run("lint", "new", "-o", "compact") == 1
    assert capsys.readouterr().out.startswith("new/kustomization.yaml:5:")


TOLERATES = """\
      tolerations:
      - {key: node-role.kubernetes.io/control-plane, operator: Exists, effect: NoSchedule}
      - {key: pool, value: gpu, effect: NoSchedule}
"""
PATCH = """\
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: NAME}
spec:
  template:
    spec:
      tolerations: LIST
"""


def patched(name: str, tolerations: str) -> None:
    Path("new/base/agent.yaml").write_text(AGENT + TOLERATES, encoding="utf-8")
    put("new", "resources: [base/agent.yaml]\npatches: [{path: patch.yaml}]\n")
    text = PATCH.replace("NAME", name).replace("LIST", tolerations)
    Path("new/patch.yaml").write_text(text, encoding="utf-8")


def test_a_patch_says_which_entries_of_the_base_it_loses(capsys: Out) -> None:
    patched("agent", "[{key: pool, operator: Exists}]")
    assert run("lint", "new", "-o", "compact") == 1
    assert capsys.readouterr().out == (
        "new/patch.yaml:7:7: warning patch-replaces-list: `tolerations` replaces the list of the base "
        "(new/base/agent.yaml:10), which loses node-role.kubernetes.io/control-plane:NoSchedule\n"
    )
    run("lint", "new", "-o", "json")
    (finding,) = json.loads(capsys.readouterr().out)["findings"]
    assert [(place["file"], place["line"], place["column"]) for place in finding["related"]] == [
        ("new/base/agent.yaml", 10, 7)
    ]


@pytest.mark.parametrize(
    "tolerations",
    [
        "[{operator: Exists}]",
        "[{key: pool, value: gpu}, {key: node-role.kubernetes.io/control-plane, operator: Exists}]",
        "null",
    ],
)
def test_a_patch_that_loses_nothing_is_left_alone(capsys: Out, tolerations: str) -> None:
    patched("agent", tolerations)
    assert run("lint", "new", "-o", "compact", "--profile", "all", "--select", "patch-*") == 0
    assert capsys.readouterr().out == ""


def test_where_the_base_is_not_known_the_list_is_an_info(capsys: Out) -> None:
    patched("another", "[{key: pool}]")
    assert run("lint", "new", "-o", "compact", "--profile", "all", "--select", "patch-*") == 0
    assert capsys.readouterr().out == (
        "new/patch.yaml:7:7: info patch-replaces-list: `tolerations` replaces the list of the manifest it is "
        "merged into\n"
    )


NEEDS = """\
      serviceAccountName: agent
      volumes:
      - {name: a, configMap: {name: agent-config}}
      - {name: b, secret: {secretName: agent-token}}
      - {name: c, configMap: {name: other}}
"""
OTHERS = """\
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: agent-conf, namespace: agents}}
---
{apiVersion: v1, kind: Secret, metadata: {name: agent-tokens, namespace: agents}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: other}}
---
{apiVersion: v1, kind: ServiceAccount, metadata: {name: agent, namespace: elsewhere}}
"""


def test_what_a_kustomization_adds_is_not_missing(capsys: Out) -> None:
    Path("new/base/agent.yaml").write_text(AGENT + NEEDS + OTHERS, encoding="utf-8")
    words = (
        "lint",
        "new",
        "-o",
        "compact",
        "--select",
        "service-account-missing,config-missing,secret-missing",
    )
    assert run(*words) == 1
    assert [line.split(" ")[2] for line in capsys.readouterr().out.splitlines()] == [
        "service-account-missing:",
        "config-missing:",
        "secret-missing:",
        "config-missing:",
    ]
    put(
        "new",
        "resources: [base/agent.yaml]\nnamespace: agents\nconfigMapGenerator: [{name: agent-config}]\n"
        "secretGenerator: [{name: agent-token}]\n",
    )
    assert run(*words) == 0
    assert capsys.readouterr().out == ""


def test_a_long_json_patch_is_judged_as_far_as_the_limit_and_that_is_said(capsys: Out) -> None:
    put("new", "resources: [base]\npatches:\n- {path: patch.yaml, target: {kind: DaemonSet}}\n")
    operation = "- {op: add, path: /spec/minReadySeconds, value: 5}\n"
    wrong = "- {op: add, path: /spec/minReadySecond, value: 5}\n"
    Path("new/patch.yaml").write_text(operation * 999 + wrong * 2, encoding="utf-8")
    assert run("lint", "new", "-o", "compact") == 1
    captured = capsys.readouterr()
    assert [line.split(":")[1] for line in captured.out.splitlines()] == ["1000"]
    assert (
        "checked only in part: new/patch.yaml (limit met: 1,000 operations of a patch; there are more)"
        in captured.err
    )


def test_more_files_beside_one_than_the_limit_are_not_read_and_that_is_said(
    capsys: Out, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dslint.cli.lint.together.FILES_BESIDE", 1)
    put("new", "resources: [base/agent.yaml, base/a.yaml, base/b.yaml]\n")
    for name in ("a", "b"):
        text = f"{{apiVersion: v1, kind: ConfigMap, metadata: {{name: {name}}}}}\n"
        Path(f"new/base/{name}.yaml").write_text(text, encoding="utf-8")
    assert run("lint", "new/base/agent.yaml", "new/base/a.yaml", "new/base/b.yaml") == 0
    said = (
        "checked only in part: new/base/a.yaml and 2 more (limit met: 2,000 files beside it; there are more)"
    )
    assert said in capsys.readouterr().err
