"""What a group of tests may need beyond Python, and how its absence is found out."""

from __future__ import annotations

import functools
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from dslint.kubernetes.versions import NEWEST, RELEASES

ROOT = Path(__file__).resolve().parent.parent

_BROWSERS = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
    "msedge",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


@functools.cache
def missing(group: str) -> str | None:
    """What this machine lacks to run a group, in words for `not run: GROUP (…)`; None when nothing."""
    return _PROBES[group]()


def chromium() -> str | None:
    """The path of a Chromium, Chrome or Edge, if there is one."""
    return next((path for name in _BROWSERS if (path := shutil.which(name))), None)


def _browser() -> str | None:
    if os.name == "nt":
        return "it is driven over a POSIX pipe"
    return None if chromium() else "no Chromium"


def _git() -> str | None:
    return None if shutil.which("git") else "no git"


def _bash() -> str | None:
    return None if shutil.which("bash") else "no bash"


def prek() -> str | None:
    """The path of prek, beside this Python or anywhere."""
    beside = Path(sys.executable).with_name("prek")
    return str(beside) if beside.is_file() else shutil.which("prek")


def _prek() -> str | None:
    return None if prek() else "no prek"


ACTIONLINT = "github.com/rhysd/actionlint/cmd/actionlint@v1.7.12"


@functools.cache
def actionlint() -> tuple[str, ...] | None:
    """How to run actionlint: the program, or Go with its module, if one of them can be had."""
    if shutil.which("actionlint"):
        return ("actionlint",)
    if not shutil.which("go"):
        return None
    command = ("go", "run", ACTIONLINT)
    done = subprocess.run([*command, "-version"], capture_output=True, check=False)
    return command if done.returncode == 0 else None


def _actionlint() -> str | None:
    return None if actionlint() else "neither actionlint nor Go with a network"


def _neovim() -> str | None:
    return None if shutil.which("nvim") else "no Neovim"


def _junit_readers() -> str | None:
    for module in ("xmlschema", "junitparser"):
        if importlib.util.find_spec(module) is None:
            return f"no {module}"
    return None


def _npm() -> str | None:
    return None if shutil.which("npm") else "no npm"


def _playground() -> str | None:
    """Whether npm and pip can fetch what the playground is built from."""
    if not shutil.which("node"):
        return "no node"
    command = [sys.executable, "scripts/build_playground.py", "--fetch"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return None if done.returncode == 0 else done.stdout.strip().removeprefix("not built: ")


def _curl_and_jq() -> str | None:
    return next((f"no {name}" for name in ("curl", "jq") if not shutil.which(name)), None)


def _hook() -> str | None:
    return _git() or _packages()


def _go_modules() -> str | None:
    """Whether Go can fetch a module here: asked with the module the field tables come from."""
    if not shutil.which("go"):
        return "no Go"
    command = ["go", "mod", "download", f"k8s.io/api@v0.{RELEASES[NEWEST].partition('.')[2]}"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return None if done.returncode == 0 else "Go cannot fetch modules here"


def _packages() -> str | None:
    """Whether pip can fetch a package here: asked with the smallest one that the lock file pins."""
    lock = (ROOT / "locks" / "demo.txt").read_text(encoding="utf-8")
    pinned = next(line.split()[0] for line in lock.splitlines() if line.startswith("click=="))
    with tempfile.TemporaryDirectory() as folder:
        download = ["download", "--quiet", "--no-deps", "--retries=1", "--dest", folder, pinned]
        command = [sys.executable, "-m", "pip", *download]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    return None if done.returncode == 0 else "pip cannot fetch packages here"


def _pty() -> str | None:
    return None if importlib.util.find_spec("pty") and hasattr(os, "openpty") else "no pseudo-terminals"


def _google_re2() -> str | None:
    return None if importlib.util.find_spec("re2") else "no google-re2"


def _dask() -> str | None:
    return None if importlib.util.find_spec("distributed") else "no dask[distributed]"


def _oldest() -> str | None:
    """The oldest dependencies come from before newer Pythons, and have no wheels for them."""
    return None if sys.version_info < (3, 13) else "no wheels of them for this Python"


_PROBES: dict[str, Callable[[], str | None]] = {
    "bash": _bash,
    "browser": _browser,
    "dask": _dask,
    "git": _git,
    "go modules": _go_modules,
    "actionlint": _actionlint,
    "junit readers": _junit_readers,
    "neovim": _neovim,
    "npm": _npm,
    "google-re2": _google_re2,
    "curl and jq": _curl_and_jq,
    "hook": _hook,
    "oldest dependencies": _oldest,
    "packages": _packages,
    "playground": _playground,
    "prek": _prek,
    "pty": _pty,
}
