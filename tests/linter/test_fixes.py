"""Fixes are applied in rounds, together where they can be, and never make a text worse."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dslint.linter.apply_fixes import MOST_ROUNDS, apply_edits, fix_text
from dslint.values.finding import Edit, Finding, Fix, RelatedPlace
from dslint.values.problem import Source
from dslint.values.span import Span


def finding(
    rule: str,
    *edits: Edit,
    source: Source = "policy",
    safe: bool = True,
    fixed: bool = True,
    related: tuple[RelatedPlace, ...] = (),
) -> Finding:
    fix = Fix(f"mend {rule}", edits, safe) if fixed else None
    return Finding(
        rule, "error", rule, "x.yaml", Span(1, 1, 1, 1), None, source, None, None, related=related, fix=fix
    )


def finds(
    *words: str, becomes: dict[str, str], source: Source = "policy", safe: bool = True
) -> Callable[[str], list[Finding]]:
    """A linter that finds every one of some words, and would write another in its place."""

    def lint(text: str) -> list[Finding]:
        found = []
        for word in words:
            at = text.find(word)
            while at >= 0:
                fixed = word in becomes
                edits = [Edit(at, at + len(word), becomes[word])] if fixed else []
                found.append(finding(word, *edits, source=source, safe=safe, fixed=fixed))
                at = text.find(word, at + 1)
        return sorted(found, key=lambda finding: finding.fix.edits if finding.fix else ())

    return lint


def test_all_fixes_of_a_text_are_applied() -> None:
    done = fix_text("red dog, red cat", finds("red", "cat", becomes={"red": "blue", "cat": "cow"}))
    assert done.text == "blue dog, blue cow"
    assert [finding.rule for finding in done.applied] == ["red", "red", "cat"]
    assert (done.dropped, done.left) == ((), ())


def test_a_fault_that_a_fix_brings_out_is_mended_in_the_next_round() -> None:
    done = fix_text("a", finds("a", "b", "c", becomes={"a": "b", "b": "c"}))
    assert (done.text, [finding.rule for finding in done.applied]) == ("c", ["a", "b"])
    assert [finding.rule for finding in done.left] == ["c"]


def test_unsafe_fixes_are_applied_only_when_asked_for() -> None:
    lint = finds("red", becomes={"red": "blue"}, safe=False)
    assert fix_text("red", lint).text == "red"
    assert fix_text("red", lint, unsafe=True).text == "blue"


def test_of_two_fixes_at_one_place_the_second_waits_for_the_next_round() -> None:
    seen: list[str] = []

    def lint(text: str) -> Sequence[Finding]:
        seen.append(text)
        both = [finding("long", Edit(0, 3, "x")), finding("short", Edit(2, 4, "y"))]
        return both if text == "abcd" else [finding("short", Edit(1, 2, "z"))] if text == "xd" else []

    assert fix_text("abcd", lint).text == "xz"
    assert seen == ["abcd", "xd", "xz"]


@pytest.mark.parametrize("source", ["yaml", "decode", "strict", "api"])
def test_a_fix_after_which_more_is_refused_is_dropped_and_said(source: Source) -> None:
    def lint(text: str) -> Sequence[Finding]:
        found = [finding("good", Edit(1, 2, "G"))] if "g" in text else []
        found += [finding("bad", Edit(0, 1, "B"))] if "b" in text else []
        return [*found, *([finding("refused", source=source, fixed=False)] if "B" in text else [])]

    done = fix_text("bg", lint)
    assert done.text == "bG"
    assert [finding.rule for finding in done.applied] == ["good"]
    assert [(dropped.finding.rule, dropped.why) for dropped in done.dropped] == [
        ("bad", "it would introduce new errors")
    ]
    assert [finding.rule for finding in done.left] == ["bad"]


def test_a_text_that_can_be_read_at_last_may_be_refused_for_more() -> None:
    def lint(text: str) -> Sequence[Finding]:
        if text == "torn":
            return [finding("torn", Edit(0, 4, "whole"), source="yaml")]
        return [finding(rule, source="api", fixed=False) for rule in ("one", "two")]

    assert fix_text("torn", lint).text == "whole"


def test_a_folded_finding_weighs_what_it_replaces() -> None:
    replaced = tuple(RelatedPlace("x.yaml", None, "", rule) for rule in ("one", "two", "three"))

    def lint(text: str) -> Sequence[Finding]:
        if text == "flat":
            return [finding("lost", Edit(0, 4, "nested"), source="strict", related=replaced)]
        return [finding(rule, source="api", fixed=False) for rule in ("one", "two")]

    assert fix_text("flat", lint).text == "nested"


def test_fixes_that_undo_each_other_come_to_an_end() -> None:
    done = fix_text("a", finds("a", "b", becomes={"a": "b", "b": "a"}))
    assert done.text == "b"
    assert [dropped.finding.rule for dropped in done.dropped] == ["b"]


def test_rounds_are_counted() -> None:
    def lint(_: str) -> Sequence[Finding]:
        return [finding("longer", Edit(0, 0, "x"))]

    assert fix_text("", lint).text == "x" * MOST_ROUNDS


@given(st.text(max_size=30), st.lists(st.tuples(st.integers(0, 30), st.integers(0, 5), st.text(max_size=3))))
def test_edits_all_at_once_are_the_edits_one_by_one_from_the_end(
    text: str, wanted: list[tuple[int, int, str]]
) -> None:
    edits: list[Edit] = []
    for start, length, new in sorted(wanted):
        end = start + length
        if end <= len(text) and (not edits or start >= max(edits[-1].end, edits[-1].start + 1)):
            edits.append(Edit(start, end, new))
    expected = text
    for edit in reversed(edits):
        expected = expected[: edit.start] + edit.text + expected[edit.end :]
    assert apply_edits(text, reversed(edits)) == expected
