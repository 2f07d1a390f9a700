"""Judging what changed gives what judging everything gives, and does no more than it must."""

from __future__ import annotations

import random
from collections.abc import Iterator

import pytest

from dslint.checks.base import Subject
from dslint.checks.stream.stream_objects import StreamObjects
from dslint.checks.table import CHECKS, looks_beyond
from dslint.data import data_path
from dslint.kubernetes.validation import judge
from dslint.linter.engine import daemonsets_of, lint_stream
from dslint.linter.memory import Memory
from dslint.linter.options import Options
from dslint.linter.rulebook import policy_rules
from dslint.linter.rulefiles import load
from dslint.reader.nodes import Document
from dslint.reader.prefilter import daemonsets_and_companions
from dslint.reader.stream import read_stream
from dslint.values.finding import Report
from tests.editor.test_editor import AGENT

EXAMPLES = tuple(
    text
    for page in load(data_path("rules"))
    for text in (*(example.manifest for example in page.bad), *page.good)
    if "kind: DaemonSet" in text
)
INSERTED = (
    *("x", " ", "\n", "  ", ": ", "- ", "#", "---\n", "[", "'", "{{ x }}", "\ufeff", "é", "“", "\t"),
    *("&a ", "*a", "kind: DaemonSet\n", "# dslint: ignore[image-tag] why\n", "    hostNetwork: true\n"),
)
OPTIONS = Options(versions=("1.34", "1.35", "1.36", "1.37"))


def judged(text: str, memory: Memory | None, options: Options = OPTIONS) -> Report:
    """The report of a text, remembering or not."""
    build = memory.build if memory is not None else None
    if memory is not None:
        memory.next_version()
    stream = read_stream(text, only=daemonsets_and_companions, go_on=True, build=build)
    return lint_stream(stream, "a.yaml", options, memory=memory)


def edited(text: str, chance: random.Random) -> str:
    """A text after one change as people and programs make them: typed, deleted, pasted, moved."""
    start = chance.randrange(len(text) + 1)
    end = min(len(text), start + chance.choice((0, 0, 0, 1, 5, 60, 400)))
    new = chance.choice((*INSERTED, "", "", text[start : start + 200], f"---\n{chance.choice(EXAMPLES)}"))
    return text[:start] + new + text[end:]


@pytest.mark.parametrize("seed", range(12))
def test_random_edits_give_what_judging_everything_gives(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same edits each time
    text = "---\n".join(chance.choice(EXAMPLES) for _ in range(chance.randrange(2, 7)))
    memory = Memory()
    for _ in range(15):
        options = OPTIONS if chance.random() < 0.9 else Options(found="walked")
        assert judged(text, memory, options) == judged(text, None, options)
        text = edited(text, chance)


def daemonset(number: int) -> str:
    return AGENT.replace("agent", f"agent-{number}")


FLEET = "---\n".join(daemonset(number) for number in range(20))


@pytest.mark.parametrize(
    "old, new, work",
    [
        ("name: agent-7\n", "name: agent-seven\n", (1, 1)),
        ("apiVersion", "# a line above everything\napiVersion", (1, 1)),
        (daemonset(7) + "---\n", "", (0, 0)),
        (daemonset(7), daemonset(7) + "---\n" + daemonset(70), (1, 1)),
        ("name: agent-7\n", "name: [agent-7\n", (1, 0)),
    ],
    ids=["renamed", "line-inserted", "document-deleted", "document-added", "broken"],
)
def test_only_what_changed_is_read_and_judged(old: str, new: str, work: tuple[int, int]) -> None:
    memory = Memory()
    judged(FLEET, memory)
    assert (memory.read, memory.judged) == (20, 20)
    text = FLEET.replace(old, new, 1)
    assert text != FLEET
    assert judged(text, memory) == judged(text, None)
    assert (memory.read, memory.judged) == work


def test_another_version_of_kubernetes_judges_everything_again() -> None:
    memory = Memory()
    judged(FLEET, memory)
    judged(FLEET, memory, Options(versions=("1.36",)))
    assert (memory.read, memory.judged) == (0, 20)


def test_a_rule_that_compares_documents_sees_a_change_of_the_other_one() -> None:
    text = daemonset(1) + "---\n" + daemonset(2)
    memory = Memory()
    assert "selector-overlap" not in {finding.rule for finding in judged(text, memory).findings}
    again = judged(text.replace("app: agent-2", "app: agent-1"), memory)
    assert "selector-overlap" in {finding.rule for finding in again.findings}
    assert memory.judged == 1


class _Forbidden:
    """Stands for what a check that is remembered must not look at."""

    def __getattr__(self, name: str) -> object:
        raise AssertionError(f"a check that is not in `looks_beyond` asks for {name}")

    def __len__(self) -> int:
        raise AssertionError("a check that is not in `looks_beyond` counts objects")


def _subjects() -> Iterator[Subject]:
    companions: StreamObjects = _Forbidden()  # type: ignore[assignment]
    document: Document = _Forbidden()  # type: ignore[assignment]
    for text in EXAMPLES:
        for manifest in daemonsets_of(read_stream(text, go_on=True)):
            stored = judge(manifest.data, "1.37").manifest
            yield Subject(stored, manifest.data, manifest.node, document, manifest.name, "1.37", companions)


def test_a_check_that_is_remembered_looks_at_its_daemonset_only() -> None:
    checked = [
        (CHECKS[rule.check], rule.params)
        for rule in policy_rules()
        if rule.check is not None and rule.check in CHECKS and not looks_beyond(rule.check)
    ]
    assert len(checked) > 50
    for subject in _subjects():
        for check, params in checked:
            list(check(subject, params))
