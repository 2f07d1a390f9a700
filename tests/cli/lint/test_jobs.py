"""Several processes give the same bytes as one, and end cleanly."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from dslint.cli.lint.workers import LEAST_BYTES, batches, worker_count
from tests.needs import ROOT

EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))


def lint(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "dslint", "lint", str(folder), "-o", "json", "--quiet", *options]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(30):
        text = EXAMPLES[number % len(EXAMPLES)].read_text(encoding="utf-8")
        (tmp_path / f"{number:02}.yaml").write_text(text, encoding="utf-8")
    return tmp_path


@pytest.mark.skipif(not hasattr(os, "fork"), reason="workers are forked")
def test_the_output_does_not_depend_on_the_number_of_processes(folder: Path) -> None:
    one, three = lint(folder, "--jobs", "1"), lint(folder, "--jobs", "3")
    assert (one.returncode, one.stderr) == (three.returncode, three.stderr) == (1, "")
    assert one.stdout == three.stdout
    assert '"removed-api-version"' in one.stdout


@pytest.mark.skipif(not hasattr(os, "fork"), reason="workers are forked")
def test_a_killed_worker_is_a_usage_error_and_not_a_hang(folder: Path) -> None:
    done = run_code(
        "import os, signal\n"
        "from dslint.linter import engine\n"
        "engine.lint_text = lambda *_: os.kill(os.getpid(), signal.SIGKILL)\n",
        folder,
    )
    assert done.returncode == 2
    assert "dslint: a worker process was killed; dslint lint --jobs 1 does without them\n" in done.stderr
    assert "Traceback" not in done.stderr


def test_little_text_is_judged_by_one_process() -> None:
    assert worker_count(None, [LEAST_BYTES // 3] * 2) == 1
    assert worker_count(8, [10]) == 1
    if hasattr(os, "fork"):
        assert worker_count(8, [10, 10, 10]) == 3
        assert worker_count(None, [LEAST_BYTES] * 50) <= (os.cpu_count() or 1)


def test_batches_keep_the_order_and_are_about_equal() -> None:
    cut = batches([10, 10, 10, 100, 10, 10], 3)
    assert [index for batch in cut for index in batch] == [0, 1, 2, 3, 4, 5]
    assert cut == [range(4), range(4, 6)]


def run_code(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a piece of code that may patch dslint, and then lint a folder with two workers."""
    whole = f"{code}\nfrom dslint.cli.main import main\nmain(['lint', {str(folder)!r}, '--jobs', '2'])\n"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", whole],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=environment,
    )


@pytest.mark.skipif(not hasattr(os, "fork"), reason="workers are forked")
def test_ctrl_c_ends_the_run_and_its_workers(folder: Path) -> None:
    code = (
        "import os, signal\n"
        "from dslint.linter import engine\n"
        "real, parent = engine.lint_text, os.getpid()\n"
        "def interrupt(*values):\n"
        "    engine.lint_text = real\n"
        "    os.kill(parent, signal.SIGINT)\n"
        "    return real(*values)\n"
        "engine.lint_text = interrupt\n"
    )
    done = run_code(code, folder)  # which waits until the last process has closed its output
    assert done.returncode == 130
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="workers are forked")
def test_a_reader_that_has_gone_away_changes_no_exit_code(folder: Path) -> None:
    code = (
        "import os, signal\n"
        "signal.signal(signal.SIGPIPE, signal.SIG_IGN)\n"
        "reading, writing = os.pipe()\n"
        "os.dup2(writing, 1)\n"
        "os.close(reading)\n"
        "os.close(writing)\n"
    )
    done = run_code(code, folder)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
