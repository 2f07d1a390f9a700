"""The tools that read the code: run as tests, so that one command and one summary say everything."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tests.needs import ROOT


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["ruff", "check", "--no-cache"], id="ruff check"),
        pytest.param(["ruff", "format", "--check", "--no-cache"], id="ruff format"),
        pytest.param(["mypy"], id="mypy", marks=pytest.mark.slow),
    ],
)
def test_the_code_passes(command: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{' '.join(command)}:\n{done.stdout}{done.stderr}"
