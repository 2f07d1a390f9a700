"""What holds for every rule file, and that each of its examples says the truth."""

from __future__ import annotations

from pathlib import Path

import pytest

from dslint.checks.policy.table import POLICY_CHECKS
from dslint.checks.stream.table import STREAM_CHECKS
from dslint.checks.table import CHECKS
from dslint.cli.rule_examples import failures
from dslint.data import data_path
from dslint.linter.config.check_parameters import parameter_violations, schemas
from dslint.linter.rule import Rule
from dslint.linter.rulebook import policy_rules, rule, rules
from dslint.linter.rulefiles import RulePage, load

PAGES = {page.rule.id: page for page in load(data_path("rules"))}
BANNED_PREFIXES = ("no-", "use-", "require-", "avoid-", "must-", "missing-and-", "prefer-")

every_rule = pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)


def test_there_are_rules() -> None:
    assert len(PAGES) > 100


@every_rule
def test_names_the_fault(page: RulePage) -> None:
    assert not page.rule.id.startswith(BANNED_PREFIXES)


@every_rule
def test_is_written_in_sentences(page: RulePage) -> None:
    for text in (page.rule.summary, page.why, page.fix):
        assert text.endswith("."), text
    assert "\n" not in page.rule.summary
    assert not page.rule.message.endswith("."), (
        "a message is no sentence: it follows the place and the rule's name"
    )


@every_rule
def test_says_which_command_finds_it(page: RulePage) -> None:
    needs_more = all(example.old or example.nodes or example.upgrade for example in page.bad)
    assert needs_more or "lint" in page.rule.commands


@every_rule
def test_fills_its_templates(page: RulePage) -> None:
    """The texts of a rule with a check use names that the check gives: each is tried by the bad examples."""
    if page.rule.check is not None:
        assert page.rule.message
        assert page.rule.result
        assert page.rule.write


@every_rule
def test_examples_say_the_truth(page: RulePage) -> None:
    assert list(failures(page)) == []


def test_every_check_is_used_and_every_check_named_exists() -> None:
    assert {rule.check for rule in policy_rules()} == {*CHECKS, *STREAM_CHECKS}
    assert not CHECKS.keys() & STREAM_CHECKS.keys()


def test_every_check_module_is_in_the_table() -> None:
    folder = Path(data_path("dslint", "checks"))
    for table, function in (({**CHECKS, **POLICY_CHECKS}, "check"), (STREAM_CHECKS, "check_stream")):
        begin = f"\ndef {function}("
        modules = {file.stem for file in folder.rglob("*.py") if begin in file.read_text("utf-8")}
        assert {name.replace("-", "_") for name in table} == modules


def test_every_check_has_a_schema_that_the_rules_keep_to() -> None:
    for known in policy_rules():
        assert known.check is not None
        assert list(parameter_violations(known.check, known.params)) == [], known.id
    with_parameters = {known.check for known in policy_rules() if known.params}
    assert set(schemas()) >= with_parameters | set(POLICY_CHECKS)
    assert set(schemas()) <= {*CHECKS, *POLICY_CHECKS, *STREAM_CHECKS}


PUBLISHED = (Path(data_path("docs")) / "rules-in-the-wild.md").read_text("utf-8")


@pytest.mark.parametrize("name", [rule.id for rule in policy_rules()])
def test_a_rule_is_in_preview_until_its_counts_are_published(name: str) -> None:
    known = rules()[name]
    assert known.preview or f"[{name}](rules/{name}.md)" in PUBLISHED


def test_aliases_are_nobody_elses_name() -> None:
    names = [name for rule in rules().values() for name in (rule.id, *rule.aliases)]
    assert len(names) == len(set(names))


def test_an_older_name_still_finds_its_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    renamed = Rule("node-name-set", "warning", ("policy",), "A summary.", aliases=("node-pinned",))
    monkeypatch.setattr("dslint.linter.rulebook_index.RULES", {renamed.id: renamed})
    assert rule("node-pinned") is renamed
    assert rule("node-pined") is None
