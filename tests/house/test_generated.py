"""Whatever is generated is up to date: every generating script has `--check`, which writes nothing."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.needs import ROOT

HELD_ELSEWHERE = {
    "derive_machines.py",  # reads a package that is not installed; test_machine_table runs it on a small one
    "fidelity.py",  # asks every case anew, as test_conformance does; test_fidelity_page holds the page
}
MARKS = {
    "derive_fields.py": pytest.mark.needs("go modules"),  # reads the Go modules of Kubernetes
    "docs.py": pytest.mark.slow,  # runs each command of the documentation, as test_pages does
}
GENERATING = sorted(
    script.name
    for script in (ROOT / "scripts").glob("*.py")
    if '"--check"' in script.read_text(encoding="utf-8") and script.name not in HELD_ELSEWHERE
)


def test_the_generating_scripts_are_found() -> None:
    assert {"derive_fields.py", "generate_rules.py"} <= set(GENERATING)


@pytest.mark.parametrize(
    "script",
    [pytest.param(script, marks=MARKS[script]) if script in MARKS else script for script in GENERATING],
)
def test_what_a_script_generates_is_up_to_date(script: str) -> None:
    done = subprocess.run(
        [sys.executable, f"scripts/{script}", "--check"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"run python scripts/{script}:\n{done.stdout}{done.stderr}"
