"""A virtual environment of this checkout's own, holding exactly what a lock file pins.

Used by the other scripts here. Needs nothing but Python, and installs nothing outside the checkout.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
import time
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = (3, 11)


def prepare(name: str) -> dict[str, str]:
    """Make sure `.venv-NAME` holds what `locks/NAME.txt` pins, and dslint itself, editable.

    Returns the environment variables to run programs with: the virtual environment first on PATH.
    Leaves with a message where that is impossible.
    """
    _check_python()
    folder = ROOT / f".venv-{name}"
    lock = ROOT / "locks" / f"{name}.txt"
    stamp = folder / "made-from"
    wanted = _fingerprint(lock)
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        say(f"using {folder.name}, which is up to date")
    else:
        say(f"making the virtual environment {folder.name} from locks/{lock.name}")
        _make(folder, lock)
        stamp.write_text(wanted, encoding="utf-8")
    return _variables(folder)


def run(command: list[str], variables: dict[str, str]) -> int:
    """Run a Python module of the environment from the top of the checkout; its exit code."""
    python = program(Path(variables["VIRTUAL_ENV"]), "python")
    return subprocess.run([str(python), "-m", *command], cwd=ROOT, env=variables, check=False).returncode


def say(text: str) -> None:
    """Say what is done, in order with what the programs print."""
    print(f"# {text}", flush=True)


def _check_python() -> None:
    if sys.version_info < OLDEST_PYTHON:
        have = ".".join(map(str, sys.version_info[:3]))
        sys.exit(f"dslint needs Python 3.11 or newer, and this is {have} ({sys.executable}).")
    if importlib.util.find_spec("ensurepip") is None:
        sys.exit(
            "This Python cannot make virtual environments; on Debian and Ubuntu: apt install python3-venv"
        )


def _fingerprint(lock: Path) -> str:
    """Everything the environment depends on; it is made anew when any of it changes."""
    parts = [
        lock.read_bytes(),
        (ROOT / "pyproject.toml").read_bytes(),
        sys.version.encode(),
        os.fsencode(ROOT),
    ]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()


def _make(folder: Path, lock: Path) -> None:
    start = time.monotonic()
    venv.create(folder, with_pip=True, clear=True)
    variables = _variables(folder)
    pip = ["pip", "--quiet", "--disable-pip-version-check", "--no-input", "install"]
    # The lock is complete, so pip resolves nothing. Before version 23.3 pip refused a lock that pins
    # `coverage` while a package asks for `coverage[toml]`. `pip check` proves that nothing is missing.
    failed = (
        run([*pip, "--no-deps", "--require-hashes", "--requirement", str(lock)], variables)
        or run([*pip, "--no-deps", "--no-build-isolation", "--editable", str(ROOT)], variables)
        or run(["pip", "--disable-pip-version-check", "check"], variables)
    )
    if failed:
        sys.exit(f"pip could not fill {folder.name}; see above. Nothing outside the checkout was changed.")
    say(f"made in {time.monotonic() - start:.0f} s")


def _variables(folder: Path) -> dict[str, str]:
    """The caller's variables, with the environment first and nothing that would leak into or out of it.

    Bytecode is written even where the caller turned that off: the tests start dslint many times,
    and compiling it anew at every start would take most of their time.
    """
    dropped = {"PYTHONHOME", "PYTHONPATH", "PYTHONDONTWRITEBYTECODE", "PIP_USER", "PIP_TARGET", "PIP_PREFIX"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    path = os.pathsep.join([str(program(folder, "python").parent), os.environ.get("PATH", os.defpath)])
    return {**kept, "PATH": path, "VIRTUAL_ENV": str(folder), "PYTHONNOUSERSITE": "1"}


def program(folder: Path, name: str) -> Path:
    """Where a virtual environment keeps a program."""
    if os.name == "nt":
        return folder / "Scripts" / f"{name}.exe"
    return folder / "bin" / name
