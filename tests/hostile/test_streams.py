"""Streams that are closed, full or gone: the exit code is the verdict's, or 2, and nothing else is harmed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.attack import BAD, NODES
from tests.needs import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/full and a POSIX shell"),
]

CALLS = [
    ("{} lint -q m.yaml | true; echo ${PIPESTATUS[0]}", "1"),
    ("PYTHONUNBUFFERED=1 {} lint m.yaml 2> >(exec true) >/dev/null; echo $?", "1"),
    ("{} lint m.yaml 2>&- | grep -c update-strategy; echo ${PIPESTATUS[0]}", "1\n1"),
    ("{} lint m.yaml >&- 2>/dev/null; echo $?", "2"),
    ("{} --version >&- 2>/dev/null; echo $?", "2"),
    ("{} lint m.yaml >/dev/full 2>/dev/null; echo $?", "2"),
    ("{} lint missing.yaml 2>/dev/full; echo $?", "2"),
    ("{} lint m.yaml >/dev/null 2>/dev/full; echo $?", "1"),
    ("{} lint - <&- 2>/dev/null; echo $?", "2"),
    ("{} plan - <&- 2>/dev/null; echo $?", "2"),
    ("{} inventory show <&- 2>/dev/null; echo $?", "2"),
    ("{} explain update-on-delete | true; echo ${PIPESTATUS[0]}", "0"),
    ("echo kept > log; {} lint -q -o json=/dev/stdout m.yaml >> log; head -1 log", "kept"),
    ("{} lint -q -o json=/dev/fd/3 m.yaml 3>fd >/dev/null; head -c 1 fd; echo", "{"),
    ("_DSLINT_COMPLETE=bash_complete {} lint m.yaml >/dev/null 2>&1; echo $?", "1"),
]


def shell(script: str, folder: Path) -> str:
    (folder / "m.yaml").write_text(BAD, encoding="utf-8")
    (folder / "n.yaml").write_text(NODES, encoding="utf-8")
    command = script.replace("{}", f"PYTHONPATH={ROOT} {sys.executable} -m dslint", 1)
    done = subprocess.run(
        ["bash", "-c", command], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    return done.stdout.strip()


@pytest.mark.parametrize("script, printed", CALLS, ids=[script for script, _ in CALLS])
def test_the_exit_code_is_right(script: str, printed: str, tmp_path: Path) -> None:
    assert shell(script, tmp_path) == printed


def test_machine_formats_are_utf_8_on_any_console(tmp_path: Path) -> None:
    text = BAD.replace("type: Sometimes", "type: Sometimés😀")
    (tmp_path / "u.yaml").write_text(text, encoding="utf-8")
    script = f"PYTHONIOENCODING=cp1252 PYTHONPATH={ROOT} {sys.executable} -m dslint lint -o json u.yaml"
    done = subprocess.run(["bash", "-c", script], cwd=tmp_path, capture_output=True, timeout=60, check=False)
    assert "Sometimés😀" in json.loads(done.stdout)["findings"][0]["message"]
