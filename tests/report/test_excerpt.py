"""The lines shown of a file, and the marks under them."""

from __future__ import annotations

import pytest

from dslint.report.findings.excerpt import display_width, excerpt_at
from dslint.values.span import Span


def marked(line: str, column: int, end: int) -> str:
    """What of the only line stands above the marks."""
    above, below = excerpt_at(Span(1, column, 1, end), [line])
    return above[below.index("^") : below.rindex("^") + 1]


@pytest.mark.parametrize(
    "line,column,end,shown",
    [
        ("kind: DaemonSet", 7, 16, "DaemonSet"),
        ("\tkind: DaemonSet", 8, 17, "DaemonSet"),
        ('{"a": ' + '"x", "b": ' * 60 + '"kind"}', 607, 613, '"kind"'),
        ("x" * 150 + ": " + "y" * 500, 153, 157, "yyyy"),
    ],
)
def test_the_mark_stands_below_what_it_marks(line: str, column: int, end: int, shown: str) -> None:
    assert marked(line, column, end) == shown


def test_wide_and_combining_characters_keep_the_mark_in_its_column() -> None:
    above, below = excerpt_at(Span(1, 5, 1, 9), ["名e\u0301 kind"])
    assert display_width(above[: above.index("kind")]) == below.index("^")


def test_control_characters_never_reach_the_terminal() -> None:
    above, _ = excerpt_at(Span(1, 1, 1, 2), ["a\x1b[31m\x07b"])
    assert above == "1 | a·[31m·b"


def test_long_lines_are_cut_around_the_place() -> None:
    above, below = excerpt_at(Span(1, 401, 1, 405), ["a" * 400 + "kind" + "b" * 400])
    assert above == f"1 | ...{'a' * 40}kind{'b' * 156}..."
    assert below == f"  | {' ' * 43}^^^^"
