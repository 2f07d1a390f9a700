"""Runs all the tests: ruff, mypy, the packages and the hook are tests too.

    python3 scripts/test.py            everything, with branch coverage
    python3 scripts/test.py --quick    half a minute: without recorded cases, packages and types
    python3 scripts/test.py [--quick] -k selector      anything else goes to pytest

Makes a virtual environment in `.venv-test` the first time; nothing to install before. A group of
tests that needs something this machine lacks ends with a line `not run: GROUP (what is missing)`.
"""

from __future__ import annotations

import sys

from environment import prepare, run, say

QUICK = ["-m", "not slow"]
FULL = ["--cov", "--cov-report=term"]


def main(arguments: list[str]) -> int:
    """Run pytest in the environment; its exit code."""
    quick = "--quick" in arguments
    others = [argument for argument in arguments if argument != "--quick"]
    variables = prepare("test")
    command = ["pytest", *(QUICK if quick else FULL), *others]
    say("python -m " + " ".join(command))
    return run(command, variables)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
