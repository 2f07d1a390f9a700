"""GitLab's code quality report against types of the Code Climate specification that others wrote."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from dslint.report.findings.formats import format_named
from tests.report.sample import REPORT

PACKAGES = ("codeclimate-types@0.3.1", "typescript@5.9.3")
PROGRAM = """\
import type {{ Issue }} from 'codeclimate-types'
export const issues: Issue[] = {issues}
"""


@pytest.mark.slow
@pytest.mark.needs("npm")
def test_gitlab_has_the_types_of_code_climate(tmp_path: Path) -> None:
    _run("npm", "install", "--no-audit", "--no-fund", "--ignore-scripts", *PACKAGES, folder=tmp_path)
    issues = json.loads(format_named("gitlab")(REPORT))
    assert len(issues) == len(REPORT.findings)
    assert _errors(issues, tmp_path) == ""
    assert "Property 'description' is missing" in _errors([_without(issues[0], "description")], tmp_path)
    assert """'"worst"' is not assignable""" in _errors([{**issues[0], "severity": "worst"}], tmp_path)


def _without(issue: dict[str, object], key: str) -> dict[str, object]:
    return {name: value for name, value in issue.items() if name != key}


def _errors(issues: list[dict[str, object]], folder: Path) -> str:
    """What the compiler says of issues that a program declares."""
    (folder / "report.ts").write_text(PROGRAM.format(issues=json.dumps(issues)), encoding="utf-8")
    compiler = folder / "node_modules" / "typescript" / "bin" / "tsc"
    done = subprocess.run(
        ["node", str(compiler), "--noEmit", "--strict", "--skipLibCheck", "report.ts"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode == 0) == (done.stdout == ""), done.stderr
    return done.stdout


def _run(*command: str, folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
