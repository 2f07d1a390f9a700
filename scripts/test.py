"""Runs all the tests: ruff, mypy, the packages and the hook are tests too.

    python3 scripts/test.py            everything, with branch coverage
    python3 scripts/test.py --quick    about a minute: without recorded cases, packages and types
    python3 scripts/test.py [--quick] -k selector      other arguments go to pytest

Makes a virtual environment in `.venv-test` the first time; nothing to install before. If a group of
tests needs something this machine does not have, a line `not run: GROUP (what is missing)` says so.

The recorded cases (tests/conformance) run beside the other tests in a process of their own, without
coverage, which would make them several times slower; their output comes last.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from environment import ROOT, prepare, program, run, say

QUICK = ["-m", "not slow"]
FULL = ["--cov", "--cov-report=term", "--ignore=tests/conformance"]
RECORDED = ["tests/conformance"]


def main(arguments: list[str]) -> int:
    """Run pytest in the environment; its exit code."""
    quick = "--quick" in arguments
    others = [argument for argument in arguments if argument != "--quick"]
    variables = prepare("test")
    if quick or others:
        return _pytest([*(QUICK if quick else []), *others], variables)
    with tempfile.TemporaryFile() as output:
        recorded = _start(RECORDED, variables, output.fileno())
        code = _pytest(FULL, variables)
        recorded_code = recorded.wait()
        output.seek(0)
        say("python -m pytest " + " ".join(RECORDED))
        sys.stdout.buffer.write(output.read())
        sys.stdout.flush()
    return code or recorded_code


def _pytest(arguments: list[str], variables: dict[str, str]) -> int:
    command = ["pytest", *arguments]
    say("python -m " + " ".join(command))
    return run(command, variables)


def _start(arguments: list[str], variables: dict[str, str], output: int) -> subprocess.Popen[bytes]:
    """Start pytest in the background; what it prints goes to a file."""
    python = program(Path(variables["VIRTUAL_ENV"]), "python")
    command = [str(python), "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    return subprocess.Popen(command, cwd=ROOT, env=variables, stdout=output, stderr=subprocess.STDOUT)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
