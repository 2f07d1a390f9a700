"""The README's first command, as someone runs it who has just cloned: twice, from a path with a space."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.needs import ROOT


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("clone") / "a new clone"
    subprocess.run(["git", "clone", "--quiet", "--no-hardlinks", str(ROOT), str(folder)], check=True)
    return folder


def _python(clone: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=clone,
        env={**kept, "PYTHONDONTWRITEBYTECODE": "1", "CI": "true"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


@pytest.mark.slow
@pytest.mark.needs("git", "packages")
def test_the_demonstration_sets_itself_up_and_works_twice(clone: Path) -> None:
    first = _python(clone, "scripts/demo.py")
    assert first.stdout.startswith("# making the virtual environment .venv-demo from locks/demo.txt\n")
    assert first.returncode == 0, first.stdout + first.stderr

    second = _python(clone, "scripts/demo.py")
    assert second.stdout.startswith("# using .venv-demo, which is up to date\n")
    assert second.returncode == 0, second.stdout + second.stderr
    assert _plan(first.stdout) == _plan(second.stdout)
    assert "17 nodes" in _plan(first.stdout)

    changed = subprocess.run(
        ["git", "status", "--porcelain"], cwd=clone, capture_output=True, text=True, check=True
    )
    assert changed.stdout == "", "the command leaves files in the clone that git does not ignore"


def _plan(printed: str) -> str:
    """What came after the command line that the script shows."""
    return printed.partition("$ dslint plan examples --nodes examples/inventory.yaml\n")[2]


def test_an_old_python_is_told_what_is_needed() -> None:
    code = (
        "import sys; sys.path.insert(0, 'scripts'); sys.version_info = (3, 10, 2)\n"
        "import environment; environment.prepare('demo')"
    )
    done = _python(ROOT, "-c", code)
    assert done.stderr.startswith("dslint needs Python 3.11 or newer, and this is 3.10.2 (")
    assert done.returncode == 1
