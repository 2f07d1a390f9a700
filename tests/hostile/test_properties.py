"""What holds for any input: nothing is raised that is not documented, and places lie in the text."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dslint
from dslint.planner.errors import InventoryError
from dslint.values.ignore_rules import rules_of
from dslint.values.printable import escaped, invisible_escaped, one_line
from tests.hostile.attack import BAD, GOOD, NODES

FIXED = settings(
    max_examples=100, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
ODD = ("\t", "---\n", "{", "[", '"', "'", ": ", "- ", "&a ", "*a", "| ", "\x00", "\x9b", "\ud800", "{{ a }}")
COMMENTS = ("# dslint: ignore[x] y\n", "# Source: a/b.yaml\n", "\r\n")
PIECES = st.sampled_from((*GOOD.splitlines(keepends=True), *ODD, *COMMENTS))
TEXTS = st.lists(PIECES, max_size=40).map("".join) | st.text(max_size=200)


@FIXED
@given(st.binary(max_size=300) | TEXTS)
def test_lint_takes_anything_and_its_spans_lie_in_the_text(text: str | bytes) -> None:
    report = dslint.lint(text)
    assert not report.crashes
    read = text if isinstance(text, str) else text.decode("utf-8", "replace")
    lines = read.count("\n") + read.count("\r") + 1
    for finding in report.findings:
        if finding.span is not None:
            assert 1 <= finding.span.line <= finding.span.end_line <= lines + 1
            assert finding.span.column >= 1


@FIXED
@given(TEXTS | st.binary(max_size=200), TEXTS | st.binary(max_size=200))
def test_plan_raises_only_what_it_documents(manifest: str | bytes, inventory: str | bytes) -> None:
    with contextlib.suppress(InventoryError):
        dslint.plan(manifest, NODES)
    with contextlib.suppress(InventoryError):
        dslint.plan(GOOD, inventory)


@FIXED
@given(st.text(max_size=100))
def test_what_leaves_is_printable(text: str) -> None:
    shown = escaped(text)
    assert invisible_escaped(shown) == shown
    assert not any(line.lstrip(" \t").startswith("::") for line in shown.split("\n"))
    assert "##[" not in shown
    assert "\n" not in one_line(text)


@FIXED
@given(st.permutations(range(3)))
def test_the_order_of_the_nodes_decides_nothing(order: list[int]) -> None:
    rows = [f"  - {{name: n-{number}, labels: {{zone: z{number}}}}}\n" for number in range(3)]
    manifest = GOOD.replace("    spec:\n", "    spec:\n      nodeSelector: {zone: z1}\n")
    planned = dslint.plan(manifest, "nodes:\n" + "".join(rows[number] for number in order))
    assert {place.node for place in planned.placements if place.outcome == "runs"} == {"n-1"}


def test_removing_the_fault_removes_the_finding() -> None:
    assert [finding.rule for finding in dslint.lint(BAD).findings] == ["update-strategy"]
    assert not dslint.lint(GOOD).findings


Factory = pytest.TempPathFactory
NAMES = st.text(st.sampled_from("ab*?[]!^-\\#. "), min_size=1, max_size=8)


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("git") is None, reason="git is the second opinion")
@settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.lists(st.lists(NAMES, min_size=1, max_size=3).map("/".join), min_size=1, max_size=3))
def test_gitignore_lines_mean_what_git_says(tmp_path_factory: Factory, lines: list[str]) -> None:
    folder = _repository(tmp_path_factory)
    content = "".join(f"{line}\n" for line in lines)
    (folder / ".gitignore").write_text(content, encoding="utf-8")
    asked = subprocess.run(
        ["git", "-C", str(folder), "check-ignore", "--no-index", "--stdin", "-z"],
        input=os.fsencode("\0".join(FILES)),
        capture_output=True,
        check=False,
    )
    theirs = {os.fsdecode(name) for name in asked.stdout.split(b"\0") if name}
    rules = rules_of(content.encode())
    assert {file for file in FILES if rules.line_that_ignores(file) is not None} == theirs


FILES = ("c", "ab", "b/a", "b/ab", "b/b/a", "a b", "ba/[a]", "#a", "!a", "b-a", "aab/b.a")


def _repository(factory: Factory) -> Path:
    folder = factory.getbasetemp() / "ignores"
    if not folder.exists():
        folder.mkdir()
        subprocess.run(["git", "init", "-q", str(folder)], check=True)
        for name in FILES:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if not path.is_dir():
                path.touch()
    return folder
