"""The baseline: hides what was there, keyed by content, and says what is no longer there."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.config.places import RULES, agent, lint, report, write
from tests.cli.running import run

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> Path:
    """A folder whose findings are all in the baseline, and which is the current folder."""
    write(tmp_path, {"deploy/agent.yaml": agent(), "legacy/old.yaml": agent("old", "kube-system")})
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    assert run("lint", "--update-baseline", ".") == 0
    capsys.readouterr()
    return tmp_path


def entries(folder: Path) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads((folder / ".dslint-baseline.json").read_text("utf-8"))[
        "entries"
    ]
    return found


def test_what_is_written_has_no_lines_and_no_indices(here: Path) -> None:
    assert [each for each in entries(here) if each["object"] == "monitoring/agent"] == [
        {
            "rule": "image-tag-floating",
            "object": "monitoring/agent",
            "field": "spec.template.spec.containers[].image",
            "value": '"registry.example.com/agent:latest"',
            "count": 1,
            "file": "deploy/agent.yaml",
        },
        {
            "rule": "tolerates-everything",
            "object": "monitoring/agent",
            "field": "spec.template.spec.tolerations[]",
            "value": '{"operator": "Exists"}',
            "count": 1,
            "file": "deploy/agent.yaml",
        },
        {
            "rule": "update-on-delete",
            "object": "monitoring/agent",
            "field": "spec.updateStrategy.type",
            "value": '"OnDelete"',
            "count": 1,
            "file": "deploy/agent.yaml",
        },
    ]


@pytest.mark.usefixtures("here")
def test_what_is_in_it_is_hidden_and_listed(capsys: Capture) -> None:
    found = report(capsys, "--baseline", ".")
    assert found["findings"] == []
    assert [(each["rule"], each["kind"], each["where"]) for each in found["suppressed"]][:2] == [
        ("update-on-delete", "baseline", ".dslint-baseline.json:7"),
        ("tolerates-everything", "baseline", ".dslint-baseline.json:5"),
    ]
    assert run("lint", "--baseline", ".") == 0
    assert "no findings; 6 in the baseline" in capsys.readouterr().err


CHANGES = [
    ("lines above", lambda text: "# a comment\n\n" + text),
    ("quotes", lambda text: text.replace("type: OnDelete", 'type: "OnDelete"')),
    ("flow style", lambda text: text.replace("- operator: Exists", "- {operator: Exists}")),
    (
        "another item in front",
        lambda text: text.replace(
            "        - name: agent",
            "        - {name: a, image: 'example.com/a:1'}\n        - name: agent",
        ),
    ),
]


@pytest.mark.parametrize("change", [case[1] for case in CHANGES], ids=[case[0] for case in CHANGES])
def test_what_does_not_change_the_content_stays_hidden(here: Path, capsys: Capture, change: object) -> None:
    assert callable(change)
    write(here, {"deploy/agent.yaml": change(agent())})
    assert lint(capsys, "--baseline", ".") == []


def test_a_renamed_file_stays_hidden(here: Path, capsys: Capture) -> None:
    (here / "deploy" / "agent.yaml").rename(here / "legacy" / "renamed.yaml")
    assert lint(capsys, "--baseline", ".") == []


def test_another_value_is_a_new_finding_and_leaves_an_unused_entry(here: Path, capsys: Capture) -> None:
    write(here, {"deploy/agent.yaml": agent().replace("agent:latest", "agent")})
    found = report(capsys, "--baseline", ".")["findings"]
    assert [(each["file"], each["line"], each["rule"], each["message"][:60]) for each in found] == [
        (
            ".dslint-baseline.json",
            3,
            "unused-suppression",
            "unused baseline entry: image-tag-floating is no longer found"[:60],
        ),
        ("deploy/agent.yaml", 19, "image-tag-floating", found[1]["message"][:60]),
    ]
    assert run("lint", "--update-baseline", ".") == 0
    assert "6 findings, 1 added, 1 removed" in capsys.readouterr().err
    assert lint(capsys, "--baseline", ".") == []


def test_the_second_of_the_same_kind_is_new(here: Path, capsys: Capture) -> None:
    more = "        - name: two\n          image: registry.example.com/helper:latest\n"
    write(here, {"deploy/agent.yaml": agent() + more})
    found = report(capsys, "--baseline", ".")["findings"]
    assert [(each["rule"], each["line"]) for each in found] == [("image-tag-floating", 21)]


def test_a_run_over_some_files_says_nothing_of_the_others(here: Path, capsys: Capture) -> None:
    write(here, {"legacy/old.yaml": agent("old", "kube-system").replace("OnDelete", "RollingUpdate")})
    assert lint(capsys, "--baseline", ".dslint-baseline.json", "deploy/agent.yaml") == []
    assert run("lint", "--update-baseline", "deploy") == 0
    assert len(entries(here)) == 6
    assert lint(capsys, "--baseline", ".") == ["unused-suppression"]


def test_refused_manifests_in_it_are_counted_apart(here: Path, capsys: Capture) -> None:
    write(here, {"deploy/agent.yaml": agent().replace("  updateStrategy", "  replicas: 1\n  updateStrategy")})
    assert run("lint", "--update-baseline", ".") == 0
    capsys.readouterr()
    assert run("lint", "--baseline", ".") == 0
    assert "7 in the baseline (1 rejected)" in capsys.readouterr().err


def test_the_configuration_names_it(here: Path, capsys: Capture) -> None:
    (here / ".dslint.yaml").write_text("baseline: .dslint-baseline.json\n", encoding="utf-8")
    assert lint(capsys, ".") == []
    assert sorted(lint(capsys, "--isolated", ".")) == sorted([*RULES, *RULES])


def test_the_order_of_files_does_not_matter(here: Path, capsys: Capture) -> None:
    before = (here / ".dslint-baseline.json").read_bytes()
    assert run("lint", "--update-baseline", "legacy", "deploy") == 0
    assert (here / ".dslint-baseline.json").read_bytes() == before
    capsys.readouterr()


@pytest.mark.usefixtures("here")
def test_a_run_for_some_rules_says_nothing_of_the_others(capsys: Capture) -> None:
    assert lint(capsys, "--baseline", ".", "--select", "update-on-delete") == []
    assert lint(capsys, "--baseline", ".", "--profile", "server") == []
