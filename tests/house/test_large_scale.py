"""The recipes for thousands of repositories find what one process finds."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.needs import ROOT

pytestmark = pytest.mark.slow

PAGE = (ROOT / "docs" / "large-scale.md").read_text(encoding="utf-8")
PROGRAM = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)[0]
XARGS = re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)[0]
MANIFEST = ROOT / "examples" / "kube-proxy.yaml"


@pytest.fixture
def fleet(tmp_path: Path) -> Path:
    """Three repositories with the examples, and two clusters."""
    examples = sorted(path for path in (ROOT / "examples").glob("*.yaml") if path.name != "inventory.yaml")
    for number, path in enumerate(examples):
        folder = tmp_path / "repositories" / f"team-{number % 3}"
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, folder)
    (tmp_path / "clusters").mkdir()
    for name in ("east", "west"):
        shutil.copy(ROOT / "examples" / "inventory.yaml", tmp_path / "clusters" / f"{name}.yaml")
    return tmp_path


@pytest.mark.needs("dask")
def test_dask_finds_and_plans_what_one_process_does(fleet: Path) -> None:
    (fleet / "fleet.py").write_text(PROGRAM, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "fleet.py", "repositories", str(MANIFEST), "clusters"],
        cwd=fleet,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    rows = [json.loads(line) for line in done.stdout.splitlines()]
    assert rows == _in_one_process(fleet)
    assert any(row[0].endswith("storage-agent.yaml") and row[1:] == ["update-on-delete", 12] for row in rows)
    assert ["clusters/east.yaml", "kube-system/kube-proxy", "runs", 16] in rows


def _in_one_process(fleet: Path) -> list[Any]:
    """What the two functions of the program return here, one call after the other."""
    functions: dict[str, Any] = {"__name__": "fleet"}
    exec(compile(PROGRAM, "fleet.py", "exec"), functions)  # noqa: S102 - our own text
    before = Path.cwd()
    os.chdir(fleet)
    try:
        files = sorted(str(path) for path in Path("repositories").rglob("*.yaml"))
        found = [row for path in files for row in functions["lint"](path)]
        clusters = sorted(str(path) for path in Path("clusters").iterdir())
        manifests = MANIFEST.read_text(encoding="utf-8")
        found += [row for cluster in clusters for row in functions["plan"](manifests, cluster)]
    finally:
        os.chdir(before)
    return [list(row) for row in found]


@pytest.mark.needs("bash")
@pytest.mark.skipif(os.name == "nt", reason="a recipe for a POSIX shell")
def test_xargs_finds_what_one_process_does(fleet: Path) -> None:
    programs = fleet / "bin"
    programs.mkdir()
    call = programs / "dslint"
    call.write_text(f'#!/bin/sh\nexec {sys.executable} -m dslint "$@"\n', encoding="utf-8")
    call.chmod(0o755)
    variables = {
        **os.environ,
        "PATH": os.pathsep.join([str(programs), os.environ["PATH"]]),
        "PYTHONPATH": str(ROOT),
    }
    subprocess.run(["bash", "-c", XARGS], cwd=fleet, env=variables, capture_output=True, check=False)
    together = subprocess.run(
        [str(call), "lint", "repositories", "--isolated", "--quiet", "-o", "jsonl"],
        cwd=fleet,
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )
    joined = (fleet / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    assert sorted(joined) == sorted(together.stdout.splitlines())
    assert any('"update-on-delete"' in line for line in joined)
