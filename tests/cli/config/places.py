"""Small repositories to configure."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import run

AGENT = """\
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: {name}
  namespace: {namespace}
spec:
  selector:
    matchLabels: {{app: agent}}
  updateStrategy:
    type: OnDelete
  template:
    metadata:
      labels: {{app: agent}}
    spec:
      tolerations:
        - operator: Exists
      containers:
        - name: agent
          image: registry.example.com/agent:latest
"""
"""Three warnings: update-on-delete in line 10, tolerates-everything in 16, image-tag-floating in 19."""

RULES = ["update-on-delete", "tolerates-everything", "image-tag-floating"]


def agent(name: str = "agent", namespace: str = "monitoring") -> str:
    """A DaemonSet with three warnings."""
    return AGENT.format(name=name, namespace=namespace)


def write(folder: Path, files: dict[str, str]) -> None:
    """Write files below a folder."""
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8", newline="\n")


def report(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    """What `dslint lint … -o json` prints."""
    capsys.readouterr()
    run("lint", "-o", "json", *words)
    value: dict[str, Any] = json.loads(capsys.readouterr().out)
    return value


def rules_in(report: dict[str, Any], file: str | None = None) -> list[str]:
    """The rules of the findings, of one file or of all."""
    return [each["rule"] for each in report["findings"] if file in (None, each["file"])]


def lint(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    """The rules that a run finds."""
    return rules_in(report(capsys, *words))
