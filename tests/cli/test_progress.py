"""Progress of work that takes more than a second: a bar on a terminal, lines in a log, or nothing."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from dslint.cli.outputs import progress
from tests.cli.config.places import agent, write
from tests.cli.running import run

Capture = pytest.CaptureFixture[str]
Patch = pytest.MonkeyPatch

FIRST_SECOND = [0.0, 0.5]
SEVEN_SECONDS = [*FIRST_SECOND, 1.2, 2.0, 6.3, 7.0]
TWELVE_SECONDS = [0.0, 4.9, 5.2, 6.0, 10.3, 12.0]
"""When the work starts, and when each of five items is done."""


def clock(monkeypatch: Patch, times: Iterable[float]) -> None:
    """Let time pass as the test says."""
    moments = iter(times)
    monkeypatch.setattr(progress, "time", SimpleNamespace(monotonic=lambda: next(moments)))


def on_a_terminal(monkeypatch: Patch, items: str, *, total: int | None, quiet: bool = False) -> str:
    """What a terminal gets while the items go by, without the sequences that hide the cursor."""
    reading, writing = os.openpty()
    with os.fdopen(writing, "w", encoding="utf-8") as terminal, monkeypatch.context() as patched:
        patched.setattr(sys, "stderr", terminal)
        assert list(progress.watched(items, "files checked", quiet=quiet, total=total)) == list(items)
        terminal.flush()
        # What is read must be there before the other end is closed: Linux and macOS differ in what is left.
        os.write(terminal.fileno(), b"END")
        printed = b"".join(_until(reading, b"END"))
    os.close(reading)
    return re.sub(r"\x1b\[\?25[hl]", "", printed.decode()).removesuffix("END")


def _until(reading: int, end: bytes) -> Iterator[bytes]:
    printed = b""
    while not printed.endswith(end):
        printed = os.read(reading, 4096)
        yield printed


@pytest.mark.needs("pty")
def test_a_terminal_gets_a_bar_that_fills(monkeypatch: Patch) -> None:
    clock(monkeypatch, SEVEN_SECONDS)
    printed = on_a_terminal(monkeypatch, "abcde", total=5)
    drawings = [drawing.split() for drawing in printed.split("\r") if drawing.strip()]
    assert [drawing[:3] for drawing in drawings] == [["dslint:", "files", "checked"]] * 5
    assert [drawing[-1] for drawing in drawings] == ["0/5", "2/5", "3/5", "4/5", "5/5"]
    lengths = [sum(word.count("#") for word in drawing) for drawing in drawings]
    assert lengths[0] == 0
    assert lengths == sorted(set(lengths))
    assert printed.endswith("\r\n")


@pytest.mark.needs("pty")
def test_a_bar_without_a_total_never_looks_finished(monkeypatch: Patch) -> None:
    clock(monkeypatch, SEVEN_SECONDS)
    printed = on_a_terminal(monkeypatch, "abcde", total=None)
    drawings = [drawing for drawing in printed.split("\r") if drawing.strip()]
    assert [drawing.split()[-1] for drawing in drawings] == ["0", "2", "3", "4", "5"]
    assert "%" not in printed
    assert all(drawing.count("#") <= 1 for drawing in drawings)


@pytest.mark.needs("pty")
def test_a_terminal_gets_nothing_in_the_first_second_or_with_quiet(monkeypatch: Patch) -> None:
    clock(monkeypatch, FIRST_SECOND)
    assert on_a_terminal(monkeypatch, "a", total=1) == ""
    clock(monkeypatch, SEVEN_SECONDS)
    assert on_a_terminal(monkeypatch, "abcde", total=5, quiet=True) == ""


@pytest.mark.parametrize("total,counted", [(None, ["2", "4"]), (5, ["2 of 5", "4 of 5"])])
def test_a_log_gets_a_line_every_few_seconds(
    monkeypatch: Patch, capsys: Capture, total: int | None, counted: list[str]
) -> None:
    clock(monkeypatch, TWELVE_SECONDS)
    assert list(progress.watched("abcde", "files read", quiet=False, total=total)) == list("abcde")
    assert capsys.readouterr().err == "".join(f"dslint: {count} files read so far\n" for count in counted)


def test_a_log_gets_no_line_when_the_work_is_done(monkeypatch: Patch, capsys: Capture) -> None:
    clock(monkeypatch, [0.0, 7.0])
    assert list(progress.watched("a", "files read", quiet=False, total=1)) == ["a"]
    assert capsys.readouterr().err == ""


def test_a_log_gets_nothing_with_quiet(monkeypatch: Patch, capsys: Capture) -> None:
    clock(monkeypatch, TWELVE_SECONDS)
    assert list(progress.watched("ab", "files", quiet=True)) == ["a", "b"]
    assert capsys.readouterr().err == ""


READ = ["dslint: 1 files read so far", "dslint: 2 files read so far"]
CALLS = {
    ("lint", "deploy"): [
        *READ, "dslint: 1 of 2 files checked so far",
    ],
    ("plan", "deploy", "--nodes", "nodes.yaml"): READ,
    ("diff", "deploy", "deploy"): READ * 2,
}  # fmt: skip


@pytest.fixture
def slow(tmp_path: Path, monkeypatch: Patch) -> None:
    """A folder to read where every file counts as long work."""
    write(
        tmp_path,
        {"deploy/a.yaml": agent("a"), "deploy/b.yaml": agent("b"), "nodes.yaml": "nodes: [{name: worker}]"},
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(progress, "_SECONDS_BETWEEN", 0.0)


@pytest.mark.usefixtures("slow")
@pytest.mark.parametrize("words", CALLS)
def test_each_command_tells_its_progress(words: tuple[str, ...], capsys: Capture) -> None:
    run(*words)
    lines = [line for line in capsys.readouterr().err.splitlines() if line.endswith("so far")]
    assert lines == CALLS[words]


@pytest.mark.usefixtures("slow")
@pytest.mark.parametrize("words", CALLS)
def test_quiet_says_nothing(words: tuple[str, ...], capsys: Capture) -> None:
    run(*words, "--quiet")
    assert "so far" not in capsys.readouterr().err
