"""The GitHub action: its steps run here as a runner runs them."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

import dslint
from tests.needs import ROOT

ACTION: dict[str, Any] = dslint.read((ROOT / "action.yml").read_bytes()).documents[0]
AGENT = (ROOT / "examples" / "storage-agent.yaml").read_text(encoding="utf-8")


def test_no_step_puts_an_input_into_a_script() -> None:
    """An expression is pasted into a script before it runs: whoever names a branch could run commands."""
    assert [step["name"] for step in ACTION["runs"]["steps"] if "${{" in step.get("run", "")] == []


def test_every_input_says_what_it_is_and_has_a_default() -> None:
    assert all(set(declared) == {"description", "default"} for declared in ACTION["inputs"].values())


def test_the_upload_takes_the_file_that_the_step_before_wrote() -> None:
    """Also after findings, which end that step with code 1, and only where a file is asked for."""
    run, upload = ACTION["runs"]["steps"][1:]
    assert upload["with"] == {"sarif_file": run["env"]["SARIF"]}
    assert upload["if"] == "${{ always() && inputs.sarif != '' }}"
    assert re.fullmatch(r"github/codeql-action/upload-sarif@[0-9a-f]{40}", upload["uses"])


@pytest.mark.slow
@pytest.mark.needs("packages", "bash")
def test_the_steps_mark_findings_in_files(tmp_path: Path) -> None:
    (tmp_path / "my agent.yaml").write_text(AGENT, encoding="utf-8")
    (tmp_path / "kept").write_text("", encoding="utf-8")
    variables = {
        **os.environ,
        "RUNNER_TEMP": str(tmp_path / "runner"),
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_ENV": str(tmp_path / "kept"),
    }
    install, run = (_run(step, tmp_path, variables) for step in ACTION["runs"]["steps"][:2])
    assert install.returncode == 0, install.stderr
    assert run.stdout.startswith("::warning file=my agent.yaml,line=12,"), run.stderr
    assert run.returncode == 1


def _run(step: dict[str, Any], folder: Path, variables: dict[str, str]) -> subprocess.CompletedProcess[str]:
    kept = dict(line.split("=", 1) for line in (folder / "kept").read_text(encoding="utf-8").splitlines())
    given = {name: _default(value) for name, value in step.get("env", {}).items()}
    return subprocess.run(
        ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]],
        cwd=folder,
        env={**variables, **kept, **given},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def _default(expression: str) -> str:
    """What `${{ inputs.NAME }}` stands for where the workflow gives nothing."""
    if expression.startswith("${{ github."):
        return ""
    name = re.fullmatch(r"\$\{\{ inputs\.(\w+) \}\}", expression)
    assert name
    return str(ACTION["inputs"][name[1]]["default"])
