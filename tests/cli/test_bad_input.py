"""Every wrong setting, option, baseline, rule file and annotation has its own message, with its place.

One table for each kind of file: what is written -> what is said. All are exit code 2 but what stands
in a manifest, which is a finding there.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dslint.kubernetes.versions import NEWEST
from tests.cli.config.places import agent, report, write
from tests.cli.running import run

Capture = pytest.CaptureFixture[str]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a DaemonSet, below a folder that it must not read; it is the current folder."""
    folder = tmp_path / "repository"
    write(folder, {"deploy/agent.yaml": agent()})
    write(tmp_path, {"outside.yaml": "profile: all\n"})
    (folder / ".git").mkdir()
    monkeypatch.chdir(folder)
    return folder


def said(capsys: Capture, *words: str) -> str:
    """What a run that must fail says on standard error."""
    capsys.readouterr()
    code = run("lint", *words)
    printed = capsys.readouterr()
    assert (code, printed.out) == (2, "")
    assert "Traceback" not in printed.err
    return printed.err


SETTINGS = [
    ("profil: all", "1:1: unknown key 'profil'; did you mean 'profile'?"),
    ("x: 1", "1:1: unknown key 'x'; allowed: "),
    ("profile: everything", "1:10: profile: invalid value 'everything'; allowed: server, recommended, all"),
    ("profile: [all]", '1:10: profile: invalid value ["all"]; allowed: server, recommended, all'),
    ("select: node-name-set", "1:9: select: 'node-name-set' is not a list of rules; write ["),
    ("severity: {node-name-set: no}", "1:27: severity.node-name-set: invalid value false; allowed: error,"),
    ("select: [node-nam-set]", "1:10: unknown rule 'node-nam-set'; did you mean node-name-set?"),
    ("select: [selector-mismatch]", "1:10: select: selector-mismatch is an API server error"),
    ("ignore: [zzz]", "1:10: unknown rule 'zzz'; `dslint rules` lists all rules"),
    ("ignore: [replicas-set]", "1:10: ignore: replicas-set is an API server error and cannot be"),
    ("ignore: [{rul: x}]", "1:11: ignore[0]: unknown key 'rul'; did you mean 'rule'?"),
    ("ignore: [{rule: replicas-set, reason: why}]", "1:10: ignore: replicas-set is an API server"),
    ("ignore: [5]", "1:10: ignore[0]: 5 is not a rule id, or an object with rule and reason"),
    ("severity: {node-name-set: fatal}", "1:27: severity.node-name-set: invalid value 'fatal'; allowed:"),
    ("severity: {selector-empty: warning}", "1:12: severity: selector-empty is an API server error"),
    ("severity: {node-nam-set: error}", "1:12: unknown rule 'node-nam-set'; did you mean node-name-set?"),
    ("parameters: {nope: {}}", "1:14: unknown rule 'nope'"),
    ("parameters: {selector-empty: {a: 1}}", "1:14: selector-empty takes no parameters"),
    ("parameters: {requests-missing: {resorces: []}}", "unknown key 'resorces'; did you mean 'resources'?"),
    ("parameters: {requests-missing: {resources: cpu}}", "resources: 'cpu' is not a list of strings"),
    ("exclude: vendor", "1:10: exclude: 'vendor' is not a list of globs"),
    ("kubernetes: new", "1:13: kubernetes: 'new' is not a Kubernetes version"),
    ("rule-dirs: [missing]", "1:13: rule-dirs: cannot read missing: no such file or directory"),
    ("rule-dirs: [../]", "1:13: rule-dirs: ../ lies outside the repository"),
    ("baseline: 5", "1:11: baseline: 5 is not a path relative to this file"),
    ("baseline: ../b.json", "1:1: baseline: ../b.json lies outside the repository"),
    ("baseline: missing.json", "baseline missing.json does not exist; create it with: dslint"),
    ("nodes: ../outside.yaml", "1:1: nodes: ../outside.yaml lies outside the repository"),
    ("nodes: [missing.yaml]", "1:9: nodes: cannot read missing.yaml: no such file or directory"),
    ("policies: missing", "1:1: policies: cannot read missing: no such file or directory"),
    ("groups: {a: x}", "1:13: groups.a: 'x' is not a list of globs"),
    ("require-reasons: maybe", "1:18: require-reasons: 'maybe' is not true or false"),
    ("overrides: [{profile: all}]", "overrides[0]: one of the keys paths, namespaces, names is missing"),
    ("overrides: [{paths: [a], exclude: [b]}]", "1:26: overrides[0]: unknown key 'exclude'"),
    ("overrides: [{paths: [], profile: all}]", "1:21: overrides[0].paths: the list is empty; write at least"),
    ("overrides: {paths: [a]}", "1:12: overrides: "),
    ("extends: ../outside.yaml", "1:1: extends: ../outside.yaml lies outside the repository"),
    ("extends: /etc/passwd", "1:1: extends: /etc/passwd lies outside the repository"),
    ("extends: missing.yaml", "1:1: extends: cannot read missing.yaml: no such file"),
    ("extends: .dslint.yaml", "1:1: extends: .dslint.yaml extends itself"),
    ("extends: 5", "1:10: extends: 5 is not a path relative to this file or a list of paths"),
    ("profile: all\nprofile: server", "2:1: duplicate key 'profile'"),
    ("a: [", ":1:"),
    ("a: 1\n---\nb: 2", "3:1: a configuration must contain one document, this one has 2"),
    ("- a", '1:1: ["a"] is not an object with keys and values'),
]  # fmt: skip


@pytest.mark.parametrize("text,message", SETTINGS, ids=[case[0][:40] for case in SETTINGS])
def test_a_wrong_setting(here: Path, capsys: Capture, text: str, message: str) -> None:
    (here / ".dslint.yaml").write_text(text, encoding="utf-8")
    error = said(capsys, "deploy")
    assert message in error
    assert ".dslint.yaml" in error or "missing" in error


def test_two_configurations_in_one_folder(here: Path, capsys: Capture) -> None:
    write(here, {".dslint.yaml": "", ".dslint.yml": ""})
    assert ".dslint.yaml and .dslint.yml lie in one folder; keep one of them" in said(capsys, "deploy")


def test_a_configuration_that_is_a_link_out_of_the_repository(here: Path, capsys: Capture) -> None:
    (here / ".dslint.yaml").symlink_to(here.parent / "outside.yaml")
    assert "it is a link that leads outside the repository" in said(capsys, "deploy")


def test_a_configuration_that_is_no_file(here: Path, capsys: Capture) -> None:
    os.mkfifo(here / ".dslint.yaml")
    assert "not a regular file" in said(capsys, "deploy")


def test_every_mistake_is_named_at_once(here: Path, capsys: Capture) -> None:
    (here / ".dslint.yaml").write_text("profil: all\nignor: []\n", encoding="utf-8")
    error = said(capsys, "deploy")
    assert "1:1: unknown key 'profil'" in error
    assert "2:1: unknown key 'ignor'" in error


OPTIONS = [
    (["--config", "nope.yaml"], "--config nope.yaml: no such file"),
    (["--rules", "nope"], "cannot read the rule folder nope: no such file or directory"),
    (["--rules", "deploy/agent.yaml"], "cannot read the rule folder deploy/agent.yaml: not a directory"),
    (["--ignore", "replicas-set"], "replicas-set is an API server error"),
    (["--select", "node-nam-set"], "unknown rule 'node-nam-set'; did you mean node-name-set?"),
    (
        ["--baseline=nope.json"],
        "baseline nope.json does not exist; create it with: dslint lint --update-baseline",
    ),
    (["--nodes", "nope.yaml"], "cannot read nope.yaml"),
    (["-o", "yaml"], "unknown format 'yaml'"),
    (["--since", "main"], "--since"),
    (["--context", "nope"], "--context nope: no such file or directory"),
    (["--kubernetes", "1.99"], "Kubernetes 1.99 is not known; dslint knows 1.28 to "),
    (["--kubernetes", "nearest:foo"], "'foo' is not a Kubernetes version"),
    (["--upgrade", "1.36"], f"--upgrade takes the versions before and after: --upgrade 1.36..{NEWEST}"),
    (["--upgrade", "1.36..1.32"], "the range '1.36..1.32' is reversed; write 1.32..1.36"),
    (["--only", "zzz/*"], "no DaemonSet matches --only 'zzz/*'; there are monitoring/agent"),
    (["-o", "json", "-o", "sarif"], "only one format can go to standard output, not json and sarif"),
    (["-o", "json=nope/x.json"], "cannot write nope/x.json: no such file or directory"),
    (["--nodes", "deploy/agent.yaml"], "deploy/agent.yaml:1:1: this is a DaemonSet, not an inventory"),
    (["-f", "x"], "-f is not needed; pass paths directly: dslint lint FILE"),
]


@pytest.mark.parametrize("words,message", OPTIONS, ids=[" ".join(case[0]) for case in OPTIONS])
def test_a_wrong_option(here: Path, capsys: Capture, words: list[str], message: str) -> None:
    assert message in said(capsys, *words, "deploy")
    del here


BASELINES = [
    ("", "the baseline is empty; --update-baseline writes a new one"),
    ("{", "b.json:1:"),
    ("[]", "b.json:1:1: "),
    ('{"version": 2, "entries": []}', "1:13: version: invalid value 2; allowed: 1"),
    ('{"version": 1}', "the key 'entries' is missing"),
    ('{"version": 1, "entries": [{"rule": "x"}]}', "entries[0]: the key 'object' is missing"),
    (
        '{"version": 1, "entries": [{"rule": "x", "object": "", "field": "", "value": "", "cont": 1}]}',
        "entries[0]: unknown key 'cont'; did you mean 'count'?",
    ),
    (
        '{"version": 1, "entries": [{"rule": "x", "object": "", "field": "", "value": "", "count": 0}]}',
        "entries[0].count: 0 is not a number from 1",
    ),
]


@pytest.mark.parametrize("text,message", BASELINES, ids=[case[0][:40] for case in BASELINES])
def test_a_wrong_baseline(here: Path, capsys: Capture, text: str, message: str) -> None:
    (here / "b.json").write_text(text, encoding="utf-8")
    assert message in said(capsys, "--baseline=b.json", "deploy")


RULE = """\
severity: error
check: value
params: {path: metadata.labels.team, required: true}
summary: No team.
message: "{path} is {value}, not {wanted}"
"""
RULES = [
    ("severity: error", "severity: fatal", "mine.yaml:1:11: severity: invalid value 'fatal'; allowed: "),
    ("severity: error\n", "", "mine.yaml:1:1: the key 'severity' is missing"),
    ("summary:", "sumary:", "mine.yaml:4:1: unknown key 'sumary'; did you mean 'summary'?"),
    ("check: value", "check: valeu", "mine.yaml:2:8: unknown check 'valeu'; did you mean value?"),
    ("required: true", "requird: true", "3:38: params: unknown key 'requird'; did you mean 'required'?"),
    ("path: metadata.labels.team, ", "", "mine.yaml:3:1: params: the key 'path' is missing"),
    ("required: true", "pattern: '(a)\\1'", "3:47: params: the pattern '(a)\\\\1' is not supported"),
    ("metadata.labels.team", "'metadata.labels[team]'", "3:16: params: the path 'metadata.labels[team]' is"),
    ("{value}", "{valeu}", "mine.yaml:5:10: message: unknown placeholder {valeu}; check value has {path}"),
    ("{value}", "{value.__class__}", "message: unknown placeholder {value.__class__}"),
    ("{value}", "{value:>9999999}", "message: {value} takes no format; write the name only"),
    ("{value}", "{value", "mine.yaml:5:10: message: "),
    ("summary: No team.", "summary: No team", "mine.yaml:4:10: summary: 'No team' is not a sentence"),
    ("severity: error", "source: api", "source: invalid value 'api'; allowed: policy"),
    ("check: value", "check: [", "mine.yaml:"),
]  # fmt: skip


@pytest.mark.parametrize("old,new,message", RULES, ids=[case[1][:40] or case[0] for case in RULES])
def test_a_wrong_rule_file(here: Path, capsys: Capture, old: str, new: str, message: str) -> None:
    assert old in RULE
    write(here, {"rules/mine.yaml": RULE.replace(old, new, 1)})
    assert message in said(capsys, "--rules", "rules", "deploy")


def test_a_rule_file_with_the_name_of_a_shipped_rule(here: Path, capsys: Capture) -> None:
    write(here, {"rules/update-on-delete.yaml": RULE})
    error = said(capsys, "--rules", "rules", "deploy")
    assert "dslint has a rule update-on-delete itself; give yours another name" in error


def test_a_rule_file_with_a_name_that_is_no_id(here: Path, capsys: Capture) -> None:
    write(here, {"rules/My Rule.yaml": RULE})
    assert "the file name 'My Rule' is not a rule id" in said(capsys, "--rules", "rules", "deploy")


def annotated(*lines: str, template: bool = False) -> str:
    """A DaemonSet with annotations."""
    if template:
        head = "      labels: {app: agent}\n"
        return agent().replace(head, f"{head}      annotations: {{{', '.join(lines)}}}\n")
    return agent().replace("  namespace: ", f"  annotations: {{{', '.join(lines)}}}\n  namespace: ")


ANNOTATIONS = [
    ("dslint/ignore.nope: why", "5:31 unknown-suppression: unknown rule 'nope'"),
    ("dslint/ignore.: why", "5:17 unknown-suppression: suppression without a rule"),
    (
        "dslint/ignore.node-name-set: why",
        "5:31 unused-suppression: unused suppression: node-name-set reports nothing in monitoring/agent",
    ),
    ("dslint/ignore.update-on-delete: ''", "5:17 suppression-without-reason: suppression without a reason"),
]


@pytest.mark.parametrize("line,message", ANNOTATIONS, ids=[case[0] for case in ANNOTATIONS])
def test_a_wrong_annotation_is_a_finding(here: Path, capsys: Capture, line: str, message: str) -> None:
    write(here, {"deploy/agent.yaml": annotated(line)})
    findings = report(capsys, "deploy")["findings"]
    lines = [f"{each['line']}:{each['column']} {each['rule']}: {each['message']}" for each in findings]
    assert message in lines


def test_an_annotation_on_the_template_is_a_finding(here: Path, capsys: Capture) -> None:
    write(here, {"deploy/agent.yaml": annotated("dslint/ignore.update-on-delete: why", template=True)})
    findings = report(capsys, "deploy")["findings"]
    assert [each["rule"] for each in findings][:2] == ["update-on-delete", "suppression-in-template"]


def test_an_annotation_hides_the_findings_of_its_daemonset(here: Path, capsys: Capture) -> None:
    text = annotated("dslint/ignore.update-on-delete: rolled by hand")
    write(here, {"deploy/agent.yaml": f"{text}---\n{agent('other')}"})
    found = report(capsys, "deploy")
    kept = [each["object"]["name"] for each in found["findings"] if each["rule"] == "update-on-delete"]
    assert kept == ["other"]
    (hidden,) = found["suppressed"]
    assert (hidden["kind"], hidden["why"], hidden["where"]) == (
        "annotation",
        "rolled by hand",
        "deploy/agent.yaml:5",
    )


FILES = [
    ("# dslint: ignore-file[update-on-delete] rolled by hand\n", []),
    ("---\n# dslint: ignore-file[update-on-delete] rolled by hand\n", []),
    ("# dslint: ignore-file[nope] why\n", ["unknown-suppression"]),
    ("# dslint: ignore-file[node-name-set] why\n", ["unused-suppression"]),
    ("# dslint: ignore-file[update-on-delete]\n", ["suppression-without-reason"]),
]


@pytest.mark.parametrize("head,rules", FILES, ids=[case[0].strip() for case in FILES])
def test_a_comment_for_the_whole_file(here: Path, capsys: Capture, head: str, rules: list[str]) -> None:
    write(here, {"deploy/agent.yaml": f"{head}{agent()}---\n{agent('other')}"})
    found = [each["rule"] for each in report(capsys, "deploy")["findings"]]
    assert [rule for rule in found if "suppression" in rule] == rules
    hides = "update-on-delete" in head
    assert found.count("update-on-delete") == (0 if hides else 2)


def test_a_comment_for_the_whole_file_stands_before_the_first_document(here: Path, capsys: Capture) -> None:
    text = f"{agent()}# dslint: ignore-file[update-on-delete] too late\n"
    write(here, {"deploy/agent.yaml": text})
    (complaint,) = [each for each in report(capsys, "deploy")["findings"] if "suppression" in each["rule"]]
    assert complaint["message"] == "ignore-file must stand before the first document"
