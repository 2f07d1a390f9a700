"""The symbolic changes of a problem become one fix of the text, or none."""

from __future__ import annotations

import pytest

from dslint.linter.apply_fixes import apply_edits, fix_text
from dslint.linter.engine import lint_text
from dslint.linter.fix_of import fix_of, title_of
from dslint.reader.objects import objects_of
from dslint.reader.stream import read_stream
from dslint.values.finding import Finding, Fix
from dslint.values.path import MapKey
from dslint.values.problem import Change, Problem

SPEC = ("spec",)
TEXT = """\
apiVersion: v1
kind: Thing
spec:
  one: 1  # first
  two: [a, b]
  shared: &shared {x: 1}
  other: *shared
"""


def fixed(text: str, *changes: Change) -> Fix | None:
    manifest = next(objects_of(read_stream(text).documents[0]))
    return fix_of(Problem("rule", (), "", changes=changes, safe=True), manifest)


def after(text: str, *changes: Change) -> str:
    fix = fixed(text, *changes)
    assert fix is not None
    return apply_edits(text, fix.edits)


def test_several_changes_are_one_fix_in_the_order_of_the_text() -> None:
    changes = (
        Change("insert", SPEC, "three: 3"),
        Change("insert", SPEC, "four:\n  five: 5"),
        Change("remove", (*SPEC, "one")),
        Change("replace", ("apiVersion",), "v2"),
    )
    fix = fixed(TEXT, *changes)
    assert fix is not None
    assert fix.title == "add three to spec, add four to spec, remove one, set apiVersion to v2"
    assert fix.safe
    assert [edit.start for edit in fix.edits] == sorted(edit.start for edit in fix.edits)
    assert after(TEXT, *changes) == TEXT.replace("  one: 1  # first\n", "").replace("v1", "v2") + (
        "  three: 3\n  four:\n    five: 5\n"
    )


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param((Change("replace", (*SPEC, "nothing"), "x"),), id="nothing is written there"),
        pytest.param((Change("replace", (*SPEC, "other", "x"), "2"),), id="behind an alias"),
        pytest.param(
            (Change("replace", (*SPEC, "one"), "2"), Change("remove", (*SPEC, "nothing"))),
            id="one of two cannot be made",
        ),
        pytest.param(
            (Change("remove", (*SPEC, "one")), Change("replace", (*SPEC, "one"), "2")),
            id="two changes of one place",
        ),
        pytest.param((), id="no change"),
    ],
)
def test_all_changes_or_none(changes: tuple[Change, ...]) -> None:
    assert fixed(TEXT, *changes) is None


@pytest.mark.parametrize(
    "change, title",
    [
        (Change("replace", ("a", "hostNetwork"), "true"), "set hostNetwork to true"),
        (Change("rename", ("a", "hostnetwork"), "hostNetwork"), "rename hostnetwork to hostNetwork"),
        (Change("remove", ("tolerations", 1)), "remove item 2 of tolerations"),
        (Change("remove", ("limits", MapKey("cpu"))), "remove cpu"),
        (Change("insert", ("tolerations",), "- key: a\n  operator: Exists"), "add key to tolerations"),
        (Change("insert", (), "kind: DaemonSet"), "add kind to the manifest"),
        (Change("quote", ("env", 0, "value")), "quote value"),
    ],
)
def test_a_title_says_what_is_done(change: Change, title: str) -> None:
    assert title_of([change]) == title


OLD = """\
# an agent of years ago
apiVersion: extensions/v1beta1
kind: DaemonSet
metadata:
  name: agent
spec:
  templateGeneration: 4
  updateStrategy:
    rollingUpdate: {maxUnavailable: 2}
  template:
    metadata:
      labels: {app: agent, tier: "1"}
    spec:
      containers:
        - {name: agent, image: "example.com/agent:1.4.2"}
"""
MIGRATED = """\
# an agent of years ago
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: agent
spec:
  updateStrategy:
    rollingUpdate: {maxUnavailable: 2}
    type: OnDelete
  selector:
    matchLabels:
      app: agent
      tier: '1'
  template:
    metadata:
      labels: {app: agent, tier: "1"}
    spec:
      containers:
        - {name: agent, image: "example.com/agent:1.4.2"}
"""


def lint(text: str) -> tuple[Finding, ...]:
    return lint_text(text, "agent.yaml").findings


def test_an_old_manifest_is_migrated() -> None:
    assert fix_text(OLD, lint).text == OLD
    done = fix_text(OLD, lint, unsafe=True)
    assert done.text == MIGRATED
    assert [finding.rule for finding in done.applied] == ["removed-api-version"]
    assert [finding.rule for finding in done.left if finding.refused] == []


def test_carriage_returns_and_a_missing_line_feed_stay() -> None:
    windows = OLD.replace("\n", "\r\n").removesuffix("\r\n")
    assert fix_text(windows, lint, unsafe=True).text == MIGRATED.replace("\n", "\r\n").removesuffix("\r\n")
