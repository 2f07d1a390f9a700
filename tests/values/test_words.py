"""Counts, lists and "did you mean"."""

from __future__ import annotations

import pytest

from dslint.values.words import closest, closest_few, counted, did_you_mean, either, listed


@pytest.mark.parametrize(
    "number, words", [(0, "0 nodes"), (1, "1 node"), (2, "2 nodes")], ids=["none", "one", "two"]
)
def test_only_one_is_singular(number: int, words: str) -> None:
    assert counted(number, "node") == words


@pytest.mark.parametrize(
    "names, words",
    [
        ((), ""),
        (("a",), "a"),
        (("a", "b"), "a and b"),
        (("a", "b", "c"), "a, b and c"),
        (("a", "b", "c", "d", "e"), "a, b, c and 2 more"),
    ],
    ids=len,
)
def test_a_list_names_three(names: tuple[str, ...], words: str) -> None:
    assert listed(names) == words


def test_an_empty_choice_is_shown_in_quotes() -> None:
    assert either(("", "Always", "Never")) == '"", Always or Never'
    assert either(("Always",)) == "Always"


def test_the_nearest_name_is_offered() -> None:
    assert did_you_mean("Nosched", ("NoSchedule", "NoExecute"), "see the docs") == "did you mean NoSchedule?"
    assert did_you_mean("zzz", ("NoSchedule",), "see the docs") == "see the docs"


def test_how_alike_names_must_be_can_be_chosen() -> None:
    assert closest("abcd", ("abxy",), 0.5) == "abxy"
    assert closest("abcd", ("abxy",), 0.6) == ""


def test_the_most_alike_comes_first() -> None:
    assert closest_few("selector", ("select", "selectors", "port"), 2) == ["selectors", "select"]
