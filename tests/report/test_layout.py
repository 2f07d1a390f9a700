"""Text for terminals of any width: it fills them from 80 columns on, and wraps well."""

from __future__ import annotations

import pytest

from dslint import lint
from dslint.report.findings.text import render
from dslint.report.layout import WIDTH, fitted, page_of, page_width, table, with_place, wrapped
from dslint.values.finding import Report

ROWS = [["NAME", "SELECTOR", "N"], ["a-daemon-set", "kubernetes.io/os=linux", "12"], ["b", "<none>", "1"]]


@pytest.mark.parametrize("columns, width", [(20, 80), (80, 80), (132, 132)])
def test_a_page_is_as_wide_as_the_terminal_but_80_columns_at_least(columns: int, width: int) -> None:
    with page_of(columns):
        assert page_width() == width
        assert max(map(len, wrapped("word " * 60, 4))) <= width
        assert max(map(len, wrapped("word " * 60, 4))) > width - 6
        assert [len(line) for line in with_place("few words", "file.yaml:1:2", 2)] == [width]
    assert page_width() == WIDTH


def test_a_place_without_room_beside_the_words_comes_below() -> None:
    with page_of(80):
        lines = list(with_place("x" * 70, "file.yaml:1:2", 2))
    assert lines == ["  " + "x" * 70, "file.yaml:1:2".rjust(80)]


def test_one_column_of_a_table_gives_way() -> None:
    assert fitted(ROWS, 1) == ROWS
    long = [*ROWS, ["c", "x" * 200, "1"]]
    with page_of(80):
        lines = table(fitted(long, 1))
        assert max(map(len, lines)) == 80
        assert lines[3].split()[1] == "x" * 61 + "…"
        wide = [["NAME", "SELECTOR"], ["n" * 90, "kubernetes.io/os=linux"]]
        assert fitted(wide, 1)[1][1] == "kuberne…"


@pytest.mark.parametrize("columns", [80, 100, 160])
def test_what_a_finding_says_fills_the_width(columns: int) -> None:
    finding = lint("apiVersion: apps/v1\nkind: DaemonSet\n").findings[0]._replace(write="word " * 60)
    with page_of(columns):
        lines = render(Report((finding,))).split("\n")
    written = [line for line in lines if line.endswith(("word", "word "))]
    assert columns - 6 < max(map(len, written)) <= columns
