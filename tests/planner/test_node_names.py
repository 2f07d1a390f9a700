"""Many node names in few words."""

from __future__ import annotations

import pytest

from dslint.planner.node_names import brief, some

LONG = [f"ip-10-0-{number}.eu-west-1.compute.internal" for number in (7, 1, 5, 3, 9, 2, 8)]


@pytest.mark.parametrize(
    "names, text",
    [
        (["a", "b-1", "b-2", "b-3"], "a, b-1..3"),
        (["a", "c", "e", "g", "i-1", "i-2"], "a, c, e, g and 2 more"),
        (["n-09", "n-10"], "n-09, n-10"),
    ],
)
def test_the_first_ranges_and_how_many_are_left_out(names: list[str], text: str) -> None:
    assert some(names) == text


def test_no_more_names_than_fit_a_line_but_one_at_least() -> None:
    assert brief(LONG) == f"{LONG[0]} and 6 more"
    assert brief(LONG, 30) == f"{LONG[0]} and 6 more"
    assert brief(LONG, 90) == f"{LONG[0]}, {LONG[1]} and 5 more"
    assert brief(["a", "c", "e", "g", "i"]) == "a, c, e, g, i"
