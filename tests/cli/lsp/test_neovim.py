"""A real editor: Neovim opens a file, gets a diagnostic, applies the quick fix and saves."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.editor.test_editor import AGENT
from tests.needs import ROOT


@pytest.mark.slow
@pytest.mark.needs("neovim")
def test_neovim_fixes_a_file(tmp_path: Path) -> None:
    file = tmp_path / "agent.yaml"
    file.write_text(AGENT.replace("operator: Exists", "operator: exists"), encoding="utf-8")
    script = ROOT / "editors" / "neovim" / "check.lua"
    done = subprocess.run(
        ["nvim", "--headless", "-u", "NONE", "-i", "NONE", "-n", "-S", str(script)],
        cwd=tmp_path,
        env={
            **os.environ,
            "HOME": str(tmp_path),
            "PYTHONPATH": str(ROOT),
            "DSLINT_FILE": str(file),
            "DSLINT_COMMAND": f"{sys.executable} -m dslint lsp",
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert file.read_text(encoding="utf-8") == AGENT
