"""The tools that read the code: run as tests, so that one command and one summary say everything."""

from __future__ import annotations

import re
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


def test_every_rule_left_out_has_a_reason_beside_it() -> None:
    settings = (ROOT / "pyproject.toml").read_text(encoding="utf-8").partition("[tool.ruff.lint]")[2]
    left_out = re.findall(r'^ +"[A-Z]+[0-9]*",.*$', settings, re.MULTILINE)
    assert len(left_out) > 10
    assert [line for line in left_out if not re.search(r"# \w.{5}", line)] == []
