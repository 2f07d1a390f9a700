"""`.dslint.yaml`: where it is found, what each key does, and what wins."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

import dslint
from dslint.kubernetes.versions import NEWEST
from tests.cli.config.places import RULES, agent, lint, report, rules_in, write
from tests.cli.running import run

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with two DaemonSets, which is the current folder."""
    write(tmp_path, {"deploy/agent.yaml": agent(), "legacy/old.yaml": agent("old", "kube-system")})
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


SETTINGS = [
    ("nothing", "", RULES),
    ("ignore", "ignore: [image-*]", RULES[:2]),
    ("ignore with a reason", "ignore: [{rule: update-on-delete, reason: rolled by hand}]", RULES[1:]),
    ("select", "select: [update-on-delete]", RULES[:1]),
    ("extend-select", "extend-select: [requests-missing]", [*RULES[:2], "requests-missing", RULES[2]]),
    ("profile", "profile: server", []),
    ("severity off", "severity: {update-on-delete: 'off'}", RULES[1:]),
    ("off without quotes", "severity:\n  update-on-delete: off # not ours\n", RULES[1:]),
    (
        "off in an override",
        "overrides: [{paths: [deploy], severity: {update-on-delete: Off}}]",
        RULES[1:],
    ),
    (
        "parameters",
        "parameters: {tolerates-everything: {meant_for: [monitoring/agent]}}",
        [RULES[0], RULES[2]],
    ),
    ("exclude", "exclude: [deploy/]", []),
    ("an override by path", "overrides: [{paths: [deploy/**], ignore: ['*']}]", []),
    ("an override by namespace", "overrides: [{namespaces: [moni*], select: [image-*]}]", RULES[2:]),
    ("an override by name", "overrides: [{names: [agent], profile: server}]", []),
    ("an override for others", "overrides: [{paths: [deploy], names: [other], profile: server}]", RULES),
    (
        "the last override",
        "overrides: [{paths: ['*'], profile: server}, {paths: ['*'], select: [priority-*]}]",
        ["priority-missing"],
    ),
]


@pytest.mark.parametrize("text,expected", [case[1:] for case in SETTINGS], ids=[case[0] for case in SETTINGS])
def test_a_setting_does_what_it_says(here: Path, capsys: Capture, text: str, expected: list[str]) -> None:
    (here / ".dslint.yaml").write_text(text, encoding="utf-8")
    assert lint(capsys, "deploy") == expected


def test_a_severity_changes_the_finding_and_the_exit_code(here: Path, capsys: Capture) -> None:
    (here / ".dslint.yaml").write_text(
        "select: [update-on-delete]\nseverity: {update-on-delete: error}\n", encoding="utf-8"
    )
    found = report(capsys, "deploy")["findings"]
    assert [(each["rule"], each["severity"]) for each in found] == [("update-on-delete", "error")]
    (here / ".dslint.yaml").write_text("severity: {'tolerates-everything': info}\n", encoding="utf-8")
    assert lint(capsys, "deploy") == [RULES[0], RULES[2]]


def test_the_nearest_file_wins_and_nothing_merges(here: Path, capsys: Capture) -> None:
    write(here, {".dslint.yaml": "ignore: [image-*]", "legacy/.dslint.yml": "ignore: [update-*]"})
    found = report(capsys)
    assert rules_in(found, "deploy/agent.yaml") == RULES[:2]
    assert rules_in(found, "legacy/old.yaml") == RULES[1:]


def test_extends_adds_to_what_it_extends(here: Path, capsys: Capture) -> None:
    write(here, {
        "common/base.yaml": "ignore: [image-*]\nseverity: {tolerates-everything: error}\nprofile: server\n",
        "legacy/.dslint.yaml": "extends: ../common/base.yaml\nignore: [update-*]\nprofile: recommended\n",
    })  # fmt: skip
    found = report(capsys, "legacy")["findings"]
    assert [(each["rule"], each["severity"]) for each in found] == [("tolerates-everything", "error")]


def test_a_file_above_the_repository_does_not_hold(here: Path, capsys: Capture) -> None:
    inner = here / "inner"
    write(inner, {"agent.yaml": agent()})
    (inner / ".git").mkdir()
    (here / ".dslint.yaml").write_text("profile: server\n", encoding="utf-8")
    assert lint(capsys, "inner") == RULES


def test_the_command_line_wins(here: Path, capsys: Capture) -> None:
    (here / ".dslint.yaml").write_text(
        "profile: server\nselect: [image-*]\nkubernetes: '1.35'\n", encoding="utf-8"
    )
    assert lint(capsys, "deploy", "--select", "update-on-delete") == RULES[:1]
    assert lint(capsys, "deploy", "--ignore", "image-*") == []
    assert report(capsys, "deploy")["kubernetes"] == "1.35"
    assert report(capsys, "deploy", "--kubernetes", "1.34..1.36")["kubernetes"] == "1.34..1.36"


def test_config_names_a_file_and_isolated_ignores_all(here: Path, capsys: Capture) -> None:
    write(here, {".dslint.yaml": "profile: server\n", "mine.yaml": "ignore: [image-*]\n"})
    assert lint(capsys, "deploy", "--config", "mine.yaml") == RULES[:2]
    assert lint(capsys, "deploy", "--isolated") == RULES


def test_stdin_filename_chooses_the_configuration(
    here: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(here, {"legacy/.dslint.yaml": "ignore: [image-*]\n"})
    from io import BytesIO, TextIOWrapper

    for words, expected in (([], RULES), (["--stdin-filename", "legacy/new.yaml"], RULES[:2])):
        monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(agent().encode())))
        assert lint(capsys, "-", *words) == expected


def test_a_version_without_quotes_is_read_as_written(here: Path, capsys: Capture) -> None:
    (here / ".dslint.yaml").write_text("kubernetes: 1.34\n", encoding="utf-8")
    assert report(capsys, "deploy")["kubernetes"] == "1.34"


def test_an_entry_with_a_reason_is_listed_as_suppressed(here: Path, capsys: Capture) -> None:
    text = "overrides:\n  - paths: [deploy]\n    ignore:\n      - {rule: update-on-delete, reason: by hand}\n"
    (here / ".dslint.yaml").write_text(text, encoding="utf-8")
    (hidden,) = report(capsys, "deploy")["suppressed"]
    assert {key: hidden[key] for key in ("rule", "why", "kind", "where")} == {
        "rule": "update-on-delete",
        "why": "by hand",
        "kind": "configuration",
        "where": ".dslint.yaml:4",
    }


def test_a_refusal_is_hidden_by_an_override_with_a_reason_only(here: Path, capsys: Capture) -> None:
    write(here, {"deploy/agent.yaml": agent().replace("  updateStrategy", "  replicas: 1\n  updateStrategy")})
    (here / ".dslint.yaml").write_text("ignore: ['*']\n", encoding="utf-8")
    assert lint(capsys, "deploy") == ["replicas-set"]
    (here / ".dslint.yaml").write_text(
        "overrides: [{paths: [deploy], ignore: [{rule: replicas-set, reason: an operator takes it out}]}]\n",
        encoding="utf-8",
    )
    assert lint(capsys, "deploy") == RULES


def test_with_require_reasons_a_suppression_without_one_hides_nothing(here: Path, capsys: Capture) -> None:
    (here / ".dslint.yaml").write_text("require-reasons: true\nignore: [image-*]\n", encoding="utf-8")
    marked = agent().replace("type: OnDelete", "type: OnDelete # dslint: ignore[update-on-delete]")
    write(here, {"deploy/agent.yaml": marked})
    assert (
        lint(capsys, "deploy")
        == [
            "suppression-without-reason",  # in the configuration
            RULES[0],
            "suppression-without-reason",  # in the manifest
            *RULES[1:],
        ]
    )


def test_show_says_where_each_setting_comes_from(here: Path, capsys: Capture) -> None:
    write(here, {
        "base.yaml": "severity: {tolerates-everything: error}\n",
        ".dslint.yaml": "extends: base.yaml\nprofile: all\n"
        "overrides:\n  - names: [agent]\n    ignore: [image-*]\n",
    })  # fmt: skip
    assert run("config", "show", "deploy/agent.yaml") == 0
    assert capsys.readouterr().out.splitlines() == [
        f"deploy/agent.yaml: dslint {dslint.__version__}, Kubernetes {NEWEST}",
        "configuration: .dslint.yaml",
        "  extends base.yaml",
        "severity:",
        "  tolerates-everything: error  (base.yaml:1:12)",
        "profile: all  (.dslint.yaml:2:1)",
        "for names agent (.dslint.yaml:4:5):",
        "  ignore:",
        "    - image-*  (.dslint.yaml:5:14)",
    ]
    assert run("config", "show", "deploy/agent.yaml", "--format", "json") == 0
    shown = json.loads(capsys.readouterr().out)
    assert shown["settings"]["profile"] == {"value": "all", "from": [".dslint.yaml:2:1"]}


def test_init_writes_a_file_that_dslint_reads(here: Path, capsys: Capture) -> None:
    write(here, {"chart/Chart.yaml": "name: x\n", "nodes.yaml": "nodes:\n  - name: a\n"})
    assert run("config", "init") == 0
    text = (here / ".dslint.yaml").read_text(encoding="utf-8")
    assert 'nodes: ["nodes.yaml"]\n' in text
    assert "#   helm template chart | dslint lint -\n" in text
    assert '#   - namespaces: ["kube-system"]\n' in text
    assert lint(capsys, "deploy") == RULES
    uncommented = "\n".join(
        line.removeprefix("# ") for line in text.splitlines() if line.startswith("# ") and ": " in line
    )
    assert "profile" in text
    assert "require-reasons: true" in uncommented
    assert run("config", "init") == 2
    assert "--force replaces it" in capsys.readouterr().err
    assert run("config", "init", "--force") == 0


def test_the_schema_is_printed(capsys: Capture) -> None:
    assert run("config", "schema") == 0
    assert json.loads(capsys.readouterr().out)["title"] == "A dslint configuration"


def test_the_library_takes_a_configuration() -> None:
    def found(config: dict[str, object]) -> list[str]:
        return [each.rule for each in dslint.lint(agent(), "deploy/x.yaml", config=config).findings]

    assert found({"extend_select": ["requests-missing"], "ignore": ["update-*"]}) == [
        "tolerates-everything", "requests-missing", "image-tag-floating",
    ]  # fmt: skip
    assert found({"overrides": [{"paths": ["deploy"], "ignore": ["*"]}]}) == []
    with pytest.raises(ValueError, match="unknown key 'slect'; did you mean 'select'"):
        found({"slect": []})
    with pytest.raises(ValueError, match="replicas-set is an API server error"):
        found({"ignore": ["replicas-set"]})


@pytest.mark.slow
def test_looking_for_a_configuration_opens_nothing_and_imports_nothing(here: Path) -> None:
    import sys

    program = (
        "import sys; from dslint.cli.main import main\n"
        "try: main(['lint', '-q', 'deploy'])\n"
        "except SystemExit: pass\n"
        "print([name for name in sys.modules if 'linter.config' in name or name == 'jsonschema'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=here
    )
    assert done.stdout.splitlines()[-1] == "[]"
