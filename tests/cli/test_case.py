"""`dslint case`: nothing private is printed, and the findings stay."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.running import run

PRIVATE = """\
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: acme-payments
  namespace: acme
spec:
  selector: {matchLabels: {acme.example/app: payments}}
  template:
    metadata: {labels: {acme.example/app: payments}}
    spec:
      restartPolicy: Never
      containers:
        - name: payments
          image: registry.acme.example/payments:1.2.3
          env: [{name: PASSWORD, value: hunter2}]
"""


def test_private_strings_are_gone_and_the_findings_are_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.yaml").write_text(PRIVATE, encoding="utf-8")
    assert run("case", str(tmp_path / "a.yaml")) == 0
    text = capsys.readouterr().out
    assert not [word for word in ("acme", "payments", "hunter2", "PASSWORD") if word in text]
    case = json.loads(text)["cases"][0]
    assert {
        "rule": "restart-policy-not-always",
        "field": "spec.template.spec.restartPolicy",
        "reason": "FieldValueNotSupported",
    } in case["says"]
    spec = case["manifest"]["spec"]
    assert spec["selector"]["matchLabels"] == spec["template"]["metadata"]["labels"]
    assert spec["template"]["spec"]["restartPolicy"] == "Never"


def test_a_file_without_a_daemonset_is_a_usage_error(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.yaml").write_text("kind: ConfigMap\n", encoding="utf-8")
    assert run("case", str(tmp_path / "a.yaml")) == 2
    assert "no DaemonSet found" in capsys.readouterr().err


def test_verbose_version_names_the_parser_and_the_libraries(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version", "--verbose") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("dslint 0.1.0 (kube-dslint, ")
    assert "YAML parser: libyaml (PyYAML)" in lines
    assert any(line.startswith("msgspec ") for line in lines)


def test_a_file_that_is_no_yaml_is_named_with_the_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.yaml").write_text("kind: DaemonSet\n  x: y\n", encoding="utf-8")
    assert run("case", str(tmp_path / "bad.yaml")) == 2
    assert "bad.yaml:2:" in capsys.readouterr().err
