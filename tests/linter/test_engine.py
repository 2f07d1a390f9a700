"""A fault of dslint's own on one manifest is named, and the others are judged all the same."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from dslint.kubernetes.judgement import Judgement
from dslint.kubernetes.validation import judge_each
from dslint.linter import engine
from dslint.values.finding import Crash

TWO = """\
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: a}
---
apiVersion: apps/v1
kind: DaemonSet
spec: 1
"""


def test_a_judgement_that_fails_is_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(data: dict[str, Any], versions: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Judgement]]:
        if "metadata" in data:
            raise KeyError("spec")
        return judge_each(data, versions)

    monkeypatch.setattr(engine, "judge_each", fails)
    report = engine.lint_text(TWO, "agents.yaml")
    assert report.crashes == (Crash("server", "agents.yaml", "KeyError: 'spec'"),)
    assert {finding.span.line for finding in report.findings if finding.span is not None} == {5, 7}
