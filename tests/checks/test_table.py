"""A check that is left out for want of its keys would have found nothing."""

from __future__ import annotations

import pytest

from dslint.checks.base import Subject
from dslint.checks.stream.stream_objects import StreamObjects
from dslint.checks.table import CHECKS, PLACES, keys_of
from dslint.data import data_path
from dslint.kubernetes.validation import judge
from dslint.linter.engine import daemonsets_of
from dslint.linter.rulebook import policy_rules
from dslint.linter.rulefiles import RulePage, load
from dslint.reader.objects import objects_of
from dslint.reader.stream import read_stream

PAGES = {page.rule.id: page for page in load(data_path("rules"))}


def _subjects(text: str) -> list[Subject]:
    stream = read_stream(text, go_on=True)
    others = StreamObjects(item for document in stream.documents for item in objects_of(document))
    return [
        Subject(
            judge(item.data, "1.37").manifest,
            item.data,
            item.node,
            item.document,
            item.name,
            "1.37",
            others,
        )
        for item in daemonsets_of(stream)
    ]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_nothing_is_missed_in_the_examples_of_any_rule(page: RulePage) -> None:
    examples = [*(example.manifest for example in page.bad), *page.good]
    subjects = [subject for text in examples for subject in _subjects(text)]
    missed = [
        (rule.id, hit.path)
        for subject in subjects
        for rule in policy_rules()
        if rule.check is not None and rule.check in CHECKS
        if keys_of(rule.check) and keys_of(rule.check).isdisjoint(subject.keys)
        for hit in CHECKS[rule.check](subject, rule.params)
    ]
    assert missed == []


def test_most_checks_are_left_out_for_a_plain_manifest() -> None:
    keys = frozenset({"metadata", "name", "spec", "selector", "template", "containers", "image"})
    needed = [name for name in PLACES if not keys_of(name) or not keys_of(name).isdisjoint(keys)]
    assert "image-tag" in needed
    assert "toleration-breadth" not in needed
    assert len(needed) < len(PLACES) / 2
