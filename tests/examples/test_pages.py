"""The consoles of the guides about plans show what is really printed."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.needs import ROOT

PAGES = ("plan.md", "pools.md", "diff.md", "html-report.md")
_CONSOLE = re.compile(r"^```console\n\$ ([^\n]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CONSOLES = [
    (page, command, shown)
    for page in PAGES
    for command, shown in _CONSOLE.findall((ROOT / "docs" / page).read_text(encoding="utf-8"))
]
"""(page, command, what the page shows of its output); a line `...` stands for any lines."""


@pytest.mark.skipif(shutil.which("sh") is None, reason="the commands are those of a POSIX shell")
@pytest.mark.parametrize(
    "page, command, shown", CONSOLES, ids=[f"{page}: {call}" for page, call, _ in CONSOLES]
)
def test_a_console_shows_what_is_printed(page: str, command: str, shown: str, tmp_path: Path) -> None:
    """`dslint` on the path is this one; commands run in the root of the repository."""
    program = tmp_path / "dslint"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m dslint "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["sh", "-c", command],
        cwd=ROOT,
        env={**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    parts = [re.escape(part) for part in shown.split("...\n")]
    assert re.fullmatch("(?:.*\n)*?".join(parts), done.stdout), (
        f"{page}, {command} prints:\n{done.stdout}{done.stderr}"
    )
