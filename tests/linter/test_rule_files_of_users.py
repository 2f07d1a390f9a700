"""Rule files that people write: a good one is read, a bad one is named with its place."""

from __future__ import annotations

from pathlib import Path

import pytest

from dslint.linter.config.user_files import UserFileError
from dslint.linter.rulefiles import load, page, parse

RULE = """\
severity: warning
source: policy
since: "0.1"
check: field-value
params: {field: spec.template.spec.schedulerName, values: [mine]}
summary: A scheduler of one's own.
message: '{value} schedules these pods'
result: Nothing is scheduled while it is down.
write: 'schedulerName: default-scheduler'
why: It is one more thing that can be down.
fix: Leave it out.
references: [example/agent#1]
examples:
  good:
    - |
      apiVersion: apps/v1
      kind: DaemonSet
      metadata: {name: agent}
      spec:
        selector: {matchLabels: {app: agent}}
        template:
          metadata: {labels: {app: agent}}
          spec: {containers: [{name: agent, image: 'example.com/agent:1.4.2'}]}
  bad:
    - at: ["9:22"]
      manifest: |
        apiVersion: apps/v1
        kind: DaemonSet
        metadata: {name: agent}
        spec:
          selector: {matchLabels: {app: agent}}
          template:
            metadata: {labels: {app: agent}}
            spec:
              schedulerName: mine
              containers: [{name: agent, image: 'example.com/agent:1.4.2'}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one rule file."""
    (tmp_path / "scheduler-set.yaml").write_text(RULE, "utf-8")
    return tmp_path


def test_a_folder_of_rules_is_read(folder: Path) -> None:
    (rule_page,) = load(folder)
    assert rule_page.rule.id == "scheduler-set"
    assert rule_page.rule.params == {"field": "spec.template.spec.schedulerName", "values": ["mine"]}
    assert rule_page.rule.sources == ("policy",)
    assert rule_page.rule.commands == ("lint",)
    assert rule_page.references == ("example/agent#1",)
    assert rule_page.bad[0].at == ("9:22",)


BROKEN = [
    (
        "severity: warning",
        "severity: fatal",
        "1:11: severity: invalid value 'fatal'; allowed: error, warning, info",
    ),
    ('since: "0.1"\n', "", "1:1: the key 'since' is missing"),
    (
        "why: It is one more thing that can be down.",
        "why: down",
        "10:6: why: 'down' is not a sentence that ends with a period",
    ),
    ("fix: Leave", "fixx: Leave", "11:1: unknown key 'fixx'; did you mean 'fix'?"),
    (
        'at: ["9:22"]',
        'at: ["line 9"]',
        "25:12: examples.bad[0].at[0]: 'line 9' is not a place written as \"line:column\"",
    ),
    ("params: {field", "params: {{field", "5:"),
    (
        "severity: warning\n",
        "severity: warning\n---\n",
        ("a rule file must contain one document, this one has 2"),
    ),
]


@pytest.mark.parametrize("old,new,expected", BROKEN, ids=[case[1] or case[0] for case in BROKEN])
def test_what_is_wrong_is_said_with_its_place(old: str, new: str, expected: str) -> None:
    assert old in RULE
    with pytest.raises(UserFileError) as error:
        parse("scheduler-set", RULE.replace(old, new, 1).encode(), "mine/scheduler-set.yaml")
    assert str(error.value).startswith("mine/scheduler-set.yaml:")
    assert expected in str(error.value)


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(UserFileError, match="missing: No such file or directory"):
        load(tmp_path / "missing")


def test_a_page_that_is_none_is_named() -> None:
    with pytest.raises(UserFileError, match=r"no-such-rule\.yaml: No such file or directory"):
        page("no-such-rule")
