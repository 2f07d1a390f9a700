"""`plan` and `diff` know the baseline, and complain about suppressions that do nothing."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.config.places import write
from tests.cli.running import run

Capture = pytest.CaptureFixture[str]

AGENT = """\
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: monitoring}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec:
      nodeSelector: {pool: nope}
      containers:
        - name: agent
          image: registry.example.com/agent:1.0
"""
"""Its selector, in line 9, means no node."""

NODES = "nodes: [{name: worker, labels: {pool: edge}}]\n"
WITH_NODES = ("--nodes", "nodes.yaml")


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> Path:
    """A DaemonSet that gets no node, which is in the baseline."""
    write(tmp_path, {"agent.yaml": AGENT, "nodes.yaml": NODES})
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    assert run("lint", "agent.yaml", *WITH_NODES, "--update-baseline") == 0
    capsys.readouterr()
    return tmp_path


def told(capsys: Capture, *words: str) -> dict[str, Any]:
    """What a command prints as JSON."""
    run(*words, "-o", "json")
    value: dict[str, Any] = json.loads(capsys.readouterr().out)
    return value


def rules_of(found: dict[str, Any]) -> list[str]:
    return [each["rule"] for each in found["findings"]]


def compact(capsys: Capture, *words: str) -> list[str]:
    """The lines of a command's findings."""
    run(*words, "-o", "compact")
    return capsys.readouterr().out.splitlines()


PLAN = ("plan", "agent.yaml", *WITH_NODES)


def test_plan_hides_what_the_baseline_has(capsys: Capture) -> None:
    assert rules_of(told(capsys, *PLAN)) == ["selects-no-node"]
    found = told(capsys, *PLAN, "--baseline")
    assert rules_of(found) == []
    assert [(each["rule"], each["kind"], each["where"]) for each in found["suppressed"]] == [
        ("selects-no-node", "baseline", ".dslint-baseline.json:2")
    ]


def test_the_baseline_of_the_configuration_holds_too(here: Path, capsys: Capture) -> None:
    write(here, {".dslint.yaml": "baseline: .dslint-baseline.json\n"})
    assert rules_of(told(capsys, *PLAN)) == []
    assert rules_of(told(capsys, *PLAN, "--isolated")) == ["selects-no-node"]


def test_a_path_after_baseline_is_a_path(capsys: Capture) -> None:
    assert rules_of(told(capsys, "plan", *WITH_NODES, "--baseline", "agent.yaml")) == []


def test_each_cluster_is_held_against_the_whole_baseline(here: Path, capsys: Capture) -> None:
    write(here, {"clusters/eu.yaml": NODES, "clusters/us.yaml": NODES})
    call = ("plan", "agent.yaml", "--clusters", "clusters")
    assert rules_of(told(capsys, *call)) == ["selects-no-node"] * 2
    assert rules_of(told(capsys, *call, "--baseline")) == []


def test_a_missing_baseline_is_an_error(capsys: Capture) -> None:
    for words in (PLAN, ("diff", "agent.yaml", "agent.yaml", *WITH_NODES)):
        assert run(*words, "--baseline=none.json") == 2
        message = "dslint: baseline none.json does not exist; create it with: dslint lint --update-baseline\n"
        assert capsys.readouterr().err == message


def test_diff_hides_what_the_baseline_has(here: Path, capsys: Capture) -> None:
    write(here, {"old.yaml": AGENT, "agent.yaml": AGENT.replace("pool: nope", "pool: no")})
    call = ("diff", "old.yaml", "agent.yaml", *WITH_NODES)
    assert rules_of(told(capsys, *call)) == ["unquoted-string"]
    run("lint", "agent.yaml", "--update-baseline")
    capsys.readouterr()
    assert rules_of(told(capsys, *call, "--baseline")) == []
    assert rules_of(told(capsys, "diff", *WITH_NODES, "--baseline", "old.yaml", "agent.yaml")) == []


def test_diff_takes_two_paths_also_beside_a_baseline(capsys: Capture) -> None:
    assert run("diff", "agent.yaml", "agent.yaml", "--baseline", "third.yaml") == 2
    assert capsys.readouterr().err == (
        "dslint: --baseline third.yaml: a baseline is a .json file; diff compares two paths only\n"
    )


UNUSED = (
    "agent.yaml:9:51: warning unused-suppression: unused suppression: pod-pending reports nothing on line 9"
)
WRONG = AGENT.replace("pool: nope}", "pool: edge} # dslint: ignore[pod-pending] no room").replace(
    "      containers:", "      # dslint: ignore[pod-pendin] no room\n      containers:"
)
UNKNOWN = "agent.yaml:10:24: warning unknown-suppression: unknown rule 'pod-pendin'"


def test_plan_complains_of_suppressions_that_do_nothing(here: Path, capsys: Capture) -> None:
    write(here, {"agent.yaml": WRONG})
    assert compact(capsys, *PLAN) == [UNUSED, UNKNOWN]


def test_a_plan_of_something_else_cannot_tell_what_is_unused(here: Path, capsys: Capture) -> None:
    write(here, {"agent.yaml": WRONG})
    assert compact(capsys, *PLAN, "--what-if", "cordon:worker") == [UNKNOWN]


def test_plan_leaves_suppressions_of_lint_in_peace(here: Path, capsys: Capture) -> None:
    text = AGENT.replace("pool: nope}", "pool: edge} # dslint: ignore[image-tag-floating] later")
    write(here, {"agent.yaml": text})
    assert compact(capsys, *PLAN) == []


def test_clusters_say_it_once(here: Path, capsys: Capture) -> None:
    write(here, {"agent.yaml": WRONG, "clusters/eu.yaml": NODES, "clusters/us.yaml": NODES})
    found = told(capsys, "plan", "agent.yaml", "--clusters", "clusters")
    assert [each["message"] for each in found["findings"]] == ["unknown rule 'pod-pendin'"]


def test_diff_complains_of_what_the_change_adds(here: Path, capsys: Capture) -> None:
    write(here, {"old.yaml": AGENT, "agent.yaml": WRONG})
    assert UNKNOWN in compact(capsys, "diff", "old.yaml", "agent.yaml", *WITH_NODES)
    run("diff", "old.yaml", "agent.yaml", *WITH_NODES)
    assert f"\n{UNKNOWN}\n  result  The comment hides nothing.\n" in capsys.readouterr().out
    run("diff", "old.yaml", "agent.yaml", *WITH_NODES, "-o", "markdown")
    line = "- **warning** `unknown-suppression` `agent.yaml:10:24`: unknown rule 'pod-pendin'"
    assert line in capsys.readouterr().out.replace("&#x27;", "'")
    assert compact(capsys, "diff", "agent.yaml", "agent.yaml", *WITH_NODES) == []


def test_reasons_that_a_configuration_wants_are_missed_everywhere(here: Path, capsys: Capture) -> None:
    settings = "require-reasons: true\nignore: [{rule: update-on-delete}]\n"
    write(here, {".dslint.yaml": settings})
    assert compact(capsys, *PLAN)[0] == (
        ".dslint.yaml:2:10: warning suppression-without-reason: suppression without a reason"
    )
