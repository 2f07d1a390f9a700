"""`dslint policies test` and `dslint rules export`."""

from __future__ import annotations

from pathlib import Path

import pytest

import dslint
from tests.cli.running import run
from tests.policies.test_admit import AGENT, policies, validation

POLICY = policies(
    validation(
        "object.spec.template.spec.containers.all(c, c.image.startsWith('example.com/'))", message="registry"
    )
)
GOOD = AGENT.replace("docker.io/helper", "example.com/helper:1")
RULE = """\
severity: warning
check: cel
summary: Agents wait before they count as ready.
message: minReadySeconds is missing
params:
  expression: has(object.spec.minReadySeconds)
examples:
  good:
    - |
      apiVersion: apps/v1
      kind: DaemonSet
      metadata: {name: a}
      spec:
        minReadySeconds: 5
        selector: {matchLabels: {app: a}}
        template:
          metadata: {labels: {app: a}}
          spec: {containers: [{name: a, image: "example.com/a:1"}]}
  bad:
    - at: ["4:1"]
      manifest: |
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: a}
        spec:
          selector: {matchLabels: {app: a}}
          template:
            metadata: {labels: {app: a}}
            spec: {containers: [{name: a, image: "example.com/a:1"}]}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "tests/images.yaml": POLICY,
        "tests/good/agent.yaml": GOOD,
        "tests/bad/helper.yaml": f"# expect: registry\n{AGENT}",
        "rules/ready.yaml": RULE,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def test_examples_that_say_the_truth(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("policies", "test", "tests") == 0
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err == "2 examples, 0 failed\n"
    assert folder.is_dir()


def test_examples_that_do_not(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "tests/good/agent.yaml").write_text(AGENT, encoding="utf-8")
    (folder / "tests/bad/helper.yaml").write_text(GOOD, encoding="utf-8")
    (folder / "tests/bad/other.yaml").write_text(f"# expect: digest\n{AGENT}", encoding="utf-8")
    assert run("policies", "test", "tests") == 1
    lines = sorted(capsys.readouterr().out.splitlines())
    denied = (
        "daemonsets.apps \"agent\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' "
        "denied request: registry"
    )
    assert lines == [
        "tests/bad/helper.yaml: expected a denial, but the policies admit it",
        f"tests/bad/other.yaml: expected 'digest', got: {denied}",
        f"tests/good/agent.yaml: {denied}",
    ]


def test_a_folder_without_examples(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("policies", "test", "rules") == 2
    assert "no examples in rules" in capsys.readouterr().err
    assert folder.is_dir()


def test_a_rule_with_an_expression_is_tested_and_exported(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("rules", "test", "rules") == 0
    capsys.readouterr()
    assert run("rules", "export", "ready", "--rules", "rules") == 0
    exported = capsys.readouterr().out
    admission = dslint.admit(AGENT, exported)
    assert not admission.denied
    (warning,) = admission.warnings
    assert warning.endswith("'ready' with binding 'ready': minReadySeconds is missing")
    ready = AGENT.replace("spec:\n  selector", "spec:\n  minReadySeconds: 5\n  selector")
    assert dslint.admit(ready, exported).warnings == ()
    assert folder.is_dir()


def test_only_expressions_can_be_exported(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = RULE.replace("has(object", "has(object.spec) && nofunc(object")
    (folder / "rules/ready.yaml").write_text(bad, encoding="utf-8")
    assert run("rules", "export", "ready", "--rules", "rules") == 2
    assert "undeclared reference to 'nofunc'" in capsys.readouterr().err
    assert run("rules", "export", "other", "--rules", "tests/good") == 2
