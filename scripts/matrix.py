"""Run the quick tests with other Pythons, and with the oldest and the newest dependencies.

    python3 scripts/matrix.py python3.12 python3.14             # newest dependencies
    python3 scripts/matrix.py --oldest python3.11               # the lowest versions that are allowed
    python3 scripts/matrix.py python3.14t -- -k taints          # what follows `--` goes to pytest

Each Python gets a virtual environment of its own in a temporary folder, made by uv
(`pip install uv`), which can also resolve to the lowest versions. The tests that look at the
project itself (style, types, packages, documentation) are left out: they hold for every Python or
for none. Prints one line for each Python at the end; the exit code is 1 where one failed.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TESTS = ("reader", "kubernetes", "cel", "policies", "checks", "linter", "planner", "report", "rules", "cli")
NEEDED = ("pytest", "hypothesis")
EXTRAS = ".[lsp,policies]"
LOWEST = ("--resolution", "lowest-direct")


def main(words: list[str]) -> int:
    """Test with each Python; 1 where one of them failed."""
    own, _, others = _split(words)
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("pythons", nargs="+", help="names or paths of interpreters")
    parser.add_argument(
        "--oldest", action="store_true", help="the lowest allowed versions of what dslint needs"
    )
    parser.add_argument("--plain", action="store_true", help="without the extras, which not every Python has")
    options = parser.parse_args(own)
    results = {python: _tested(python, options, others) for python in options.pythons}
    for python, result in results.items():
        print(f"{python}: {result}")
    return 0 if all(result.startswith("passed") for result in results.values()) else 1


def _split(words: list[str]) -> tuple[list[str], str, list[str]]:
    """The words before and after `--`."""
    if "--" not in words:
        return words, "", []
    place = words.index("--")
    return words[:place], "--", words[place + 1 :]


def _tested(python: str, options: argparse.Namespace, others: list[str]) -> str:
    """What became of the tests with one Python."""
    with tempfile.TemporaryDirectory() as folder:
        environment = Path(folder) / "venv"
        program = environment / ("Scripts" if os.name == "nt" else "bin") / "python"
        uv = [sys.executable, "-m", "uv", "--quiet"]
        lowest = LOWEST if options.oldest else ()
        package = "." if options.plain else EXTRAS
        into = ["pip", "install", "--python", str(program)]
        steps = (
            [*uv, "venv", "--python", python, str(environment)],
            [*uv, *into, *lowest, "--editable", package],
            [*uv, *into, *NEEDED],
        )
        for step in steps:
            if subprocess.run(step, cwd=ROOT, check=False).returncode:
                return f"no environment ({' '.join(step[4:])} failed)"
        tests = [f"tests/{name}" for name in TESTS]
        command = [str(program), "-m", "pytest", "-p", "no:cacheprovider", "-m", "not slow", *tests, *others]
        code = subprocess.run(command, cwd=ROOT, check=False).returncode
        about = subprocess.run(
            [str(program), "-c", "import sys; print(sys.version.partition('(')[0].strip())"],
            capture_output=True,
            text=True,
            check=False,
        ).stdout.strip()
        return f"passed ({about})" if code == 0 else f"failed ({about}, exit code {code})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
