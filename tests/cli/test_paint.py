"""Colour: put on at the end, never in pipes or files, and nothing but colour."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from dslint.cli.outputs.colour import painted, wants_colour

GOLDEN = Path(__file__).parent.parent / "report" / "golden" / "report.text"
ESCAPE = re.compile(r"\x1b\[\d+m")


def test_taking_the_colour_off_gives_the_text_back() -> None:
    text = GOLDEN.read_text(encoding="utf-8")
    colourful = painted(text)
    assert ESCAPE.sub("", colourful) == text
    assert len(ESCAPE.findall(colourful)) > 20


@pytest.mark.parametrize(
    "line,coloured",
    [
        (
            "a/b.yaml:3:1: error replicas-set: no",
            "{1}a/b.yaml:3:1{0}: {31}error{0} {1}replicas-set{0}: no",
        ),
        ("       |   ^^^^ here", "       |   {31}^^^^ here{0}"),
        ("       |   ---- there", "       |   {34}---- there{0}"),
        ("    14 | - name: x", "    14 | - name: x"),
        ("  result  it is refused", "  {1}result{0}  it is refused"),
        ("  runs      7  cp-1..3", "  {32}runs{0}      7  cp-1..3"),
        ("  not here  2  gpu-1..2", "  {2}not here{0}  2  gpu-1..2"),
        ("monitoring   node-exporter  REJECTS   -", "monitoring   node-exporter  {31}REJECTS{0}   -"),
        ("some other line", "some other line"),
    ],
)
def test_a_line_is_painted_by_what_it_is(line: str, coloured: str) -> None:
    assert ESCAPE.sub(lambda code: f"{{{code[0][2:-1]}}}", painted(line)) == coloured


@pytest.mark.parametrize(
    "choice,terminal,environment,wanted",
    [
        ("always", False, {"NO_COLOR": "1"}, True),
        ("never", True, {}, False),
        ("auto", True, {}, True),
        ("auto", False, {}, False),
        ("auto", True, {"NO_COLOR": "1"}, False),
        ("auto", True, {"NO_COLOR": ""}, True),
        ("auto", True, {"TERM": "dumb"}, False),
        ("auto", False, {"FORCE_COLOR": "1"}, True),
        ("auto", False, {"CLICOLOR_FORCE": "1"}, True),
        ("auto", False, {"FORCE_COLOR": "0"}, False),
        ("auto", False, {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        ("never", False, {"FORCE_COLOR": "1"}, False),
    ],
)
def test_when_colour_is_wanted(
    choice: str, *, terminal: bool, environment: dict[str, str], wanted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: terminal, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name in ("NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert wants_colour(choice) is wanted
