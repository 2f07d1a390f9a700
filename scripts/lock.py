"""Pins anew what the other scripts install: writes `locks/*.txt` from pyproject.toml.

    python3 scripts/lock.py

One file fits every supported Python and system; hashes make what is installed the same everywhere.
"""

from __future__ import annotations

import subprocess
import tempfile
import venv
from pathlib import Path

from environment import ROOT, program

LOCKS = {"demo": "build", "test": "dev"}
"""Lock file: dependency group of pyproject.toml that it pins, beside what dslint itself needs."""

HEADER = "# Written by scripts/lock.py from pyproject.toml ({group} group); do not edit.\n"


def main() -> None:
    """Write every lock file, each to the newest versions."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = program(Path(folder), "python")
        subprocess.run([str(python), "-m", "pip", "--quiet", "install", "uv"], check=True)
        for name, group in LOCKS.items():
            (ROOT / "locks" / f"{name}.txt").write_text(
                HEADER.format(group=group) + _pins(python, group), encoding="utf-8", newline="\n"
            )


def _pins(python: Path, group: str) -> str:
    options = ["--quiet", "--universal", "--python-version=3.11", "--generate-hashes", "--no-header"]
    command = [
        str(python),
        "-m",
        "uv",
        "pip",
        "compile",
        *options,
        "--no-annotate",
        f"--group={group}",
        "pyproject.toml",
    ]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
