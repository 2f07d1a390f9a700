"""Rules of one's own: the worked examples of the documentation, and rule folders in a run."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.cli.config.places import RULES, agent, lint, report, write
from tests.cli.running import run
from tests.needs import ROOT

Capture = pytest.CaptureFixture[str]

PAGE = (ROOT / "docs" / "own-rules.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"`dslint-rules/([a-z-]+)\.yaml`:\n\n```yaml\n(.*?)```", PAGE, re.DOTALL))

RULE = """\
severity: error
check: allowed-images
params: {registries: [ghcr.io]}
summary: An image from elsewhere.
message: "{container} uses {image}, not {wanted}"
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a DaemonSet and a rule folder, which is the current folder."""
    write(tmp_path, {"deploy/agent.yaml": agent(), "rules/image-from-elsewhere.yaml": RULE})
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_worked_examples_of_the_documentation_hold(tmp_path: Path, capsys: Capture) -> None:
    assert sorted(EXAMPLES) == ["image-from-elsewhere", "team-label-missing", "toleration-not-agreed"]
    write(tmp_path, {f"{name}.yaml": text for name, text in EXAMPLES.items()})
    assert run("rules", "test", str(tmp_path)) == 0, capsys.readouterr().out


def test_every_check_of_the_documentation_exists(capsys: Capture) -> None:
    for name in re.findall(r"^\| `([a-z-]+)` \| (?!`)", PAGE.partition("## Checks")[2], re.MULTILINE):
        assert run("rules", "checks", name) == 0
    assert "in messages: {container}, {image}, {wanted}" in capsys.readouterr().out


def test_a_folder_is_named_on_the_command_line(here: Path, capsys: Capture) -> None:
    (found,) = report(capsys, "--rules", "rules", "--select", "image-from-*", "deploy")["findings"]
    assert (found["rule"], found["severity"], found["line"], found["column"], found["message"]) == (
        "image-from-elsewhere",
        "error",
        19,
        18,
        "agent uses registry.example.com/agent:latest, not an image from ghcr.io",
    )
    del here


def test_a_folder_is_named_in_the_configuration(here: Path, capsys: Capture) -> None:
    (here / ".dslint.yaml").write_text(
        "rule-dirs: [rules]\nseverity: {image-from-elsewhere: warning}\n"
        "parameters: {image-from-elsewhere: {registries: [ghcr.io, quay.io]}}\n",
        encoding="utf-8",
    )
    found = report(capsys, "deploy")["findings"]
    assert [(each["rule"], each["severity"]) for each in found if each["rule"] not in RULES] == [
        ("image-from-elsewhere", "warning")
    ]
    assert found[-1]["message"].endswith("not an image from ghcr.io, quay.io") or found[-2][
        "message"
    ].endswith("not an image from ghcr.io, quay.io")
    assert lint(capsys, "--isolated", "deploy") == RULES
    assert lint(capsys, "deploy", "--ignore", "image-from-elsewhere") == RULES


def test_a_comment_hides_what_such_a_rule_finds(here: Path, capsys: Capture) -> None:
    marked = agent().replace(
        "agent:latest", "agent:latest # dslint: ignore[image-from-elsewhere, image-tag-floating] moving soon"
    )
    write(here, {"deploy/agent.yaml": marked})
    assert lint(capsys, "--rules", "rules", "deploy") == RULES[:2]
    assert "unknown-suppression" in lint(capsys, "deploy")


def test_sarif_knows_the_rule(here: Path, capsys: Capture) -> None:
    run("lint", "-o", "sarif", "--rules", "rules", "--select", "image-from-*", "deploy")
    (known,) = json.loads(capsys.readouterr().out)["runs"][0]["tool"]["driver"]["rules"]
    assert (known["id"], known["shortDescription"]["text"]) == (
        "image-from-elsewhere",
        "An image from elsewhere.",
    )
    assert run("rules", "list", "--rules", str(here / "rules")) == 0
    assert "image-from-elsewhere" in capsys.readouterr().out


def test_without_examples_a_rule_is_not_tested(here: Path, capsys: Capture) -> None:
    assert run("rules", "test", str(here / "rules")) == 1
    assert "needs at least one good and one bad example" in capsys.readouterr().out


EXPLAINED = """\
image-from-elsewhere: error, policy, in profiles recommended and all

  An image from elsewhere.

To suppress it, add at the end of the line:  # dslint: ignore[image-from-elsewhere] <why>
"""


@pytest.mark.usefixtures("here")
def test_explain_knows_the_rules_of_a_named_folder(capsys: Capture) -> None:
    assert run("explain", "image-from-elsewhere", "--rules", "rules") == 0
    assert capsys.readouterr().out == EXPLAINED
    assert run("explain", "image-from-elsewere", "--rules", "rules") == 2
    assert capsys.readouterr().err == (
        "dslint: unknown rule 'image-from-elsewere'; did you mean image-from-elsewhere or image-unrendered?\n"
    )
    assert run("explain", "image-from-elsewhere") == 2


def test_explain_knows_the_rules_of_the_configuration(here: Path, capsys: Capture) -> None:
    why = "why: We scan only these images.\nfix: Push it to ghcr.io.\n"
    write(here, {".dslint.yaml": "rule-dirs: [rules]\n", "rules/image-from-elsewhere.yaml": RULE + why})
    assert run("explain", "image-from-elsewhere,update-on-delete", "-o", "markdown") == 0
    out = capsys.readouterr().out
    assert (
        "\n\n## Why\n\nWe scan only these images.\n\n## What to do\n\nPush it to ghcr.io.\n\n## Para" in out
    )
    assert "# update-on-delete\n" in out
    assert run("explain", "image-from-elsewhere", "-o", "json") == 0
    (page,) = json.loads(capsys.readouterr().out)
    assert (page["id"], page["why"], page["good"]) == (
        "image-from-elsewhere",
        "We scan only these images.",
        [],
    )
    assert run("explain", "image-from-elsewhere", "--isolated") == 2


def test_a_wrong_configuration_does_not_keep_explain_from_dslints_own_rules(
    here: Path, capsys: Capture
) -> None:
    write(here, {".dslint.yaml": "profil: all\n"})
    assert run("explain", "update-on-delete") == 0
    assert run("explain", "image-from-elsewhere") == 2
    assert ".dslint.yaml:1:1" in capsys.readouterr().err


@pytest.mark.usefixtures("here")
def test_lint_says_how_to_explain_a_rule_of_a_named_folder(capsys: Capture) -> None:
    run("lint", "--rules", "rules", "deploy")
    assert capsys.readouterr().err.endswith("why? dslint explain image-from-elsewhere --rules rules\n")
