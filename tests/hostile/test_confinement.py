"""No network, no program but git, no write that nobody asked for, no code from the folder: a hook watches.

Each command runs in an interpreter of its own, in a folder with planted modules. CPython tells the hook of
everything that opens files, sockets and programs, whatever library does it.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from dslint.data import data_path
from tests.hostile.attack import BAD, GOOD, NODES

ROOT = Path(data_path())
HOOK = """\
import json, os, sys

WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
CHANGES = {"os.remove", "os.rename", "os.mkdir", "os.rmdir", "os.chmod", "os.chown", "os.link",
           "os.symlink", "os.truncate", "os.utime", "os.setxattr", "os.removexattr"}
NETWORK = ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.gethostby", "socket.sendto",
           "urllib.", "http.", "ftplib.", "smtplib.")
PROGRAMS = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "pty.spawn"}
seen = {"network": [], "programs": [], "writes": []}


def watch(event, arguments):
    if event == "open":
        path, _, flags = arguments
        if isinstance(flags, int) and flags & WRITES and isinstance(path, (str, bytes)):
            seen["writes"].append(os.path.abspath(os.fsdecode(path)))
    elif event in CHANGES:
        seen["writes"] += [os.path.abspath(os.fsdecode(each)) for each in arguments[:2]
                           if isinstance(each, (str, bytes))]
    elif event.startswith(NETWORK):
        seen["network"].append(event)
    elif event in PROGRAMS:
        seen["programs"].append(os.fsdecode(arguments[0] or arguments[1][0]))


report = sys.argv.pop(1)
folder = os.getcwd()
from dslint.cli.main import main

sys.addaudithook(watch)
try:
    if sys.argv[1:] == ["do everything that is watched for"]:
        import socket, subprocess
        open("written", "w").close()
        os.rename("written", "renamed")
        socket.getaddrinfo("127.0.0.1", 1)
        subprocess.run(["/bin/sh", "-c", ":"])
        sys.path.insert(0, folder)
        import conftest
    else:
        main(sys.argv[1:])
except SystemExit:
    pass
finally:
    told = {key: sorted(set(values)) for key, values in seen.items()}
    files = [getattr(module, "__file__", None) or "" for module in list(sys.modules.values())]
    told["modules"] = sorted(file for file in files if file.startswith(folder + os.sep))
    with os.fdopen(int(report), "w") as out:
        json.dump(told, out)
"""
PLANTED = (
    "dslint.py",
    "yaml.py",
    "click.py",
    "msgspec.py",
    "json.py",
    "jsonschema.py",
    "re2.py",
    "sitecustomize.py",
)
MARK = "open('executed', 'w').close()\n"
POLICY = """\
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata: {name: p}
spec: {validations: [{expression: 'object.metadata.name.matches("a+")'}]}
"""

COMMANDS = [
    ("lint", "."),
    ("lint", ".", "--profile", "all", "-o", "json"),
    ("lint", "bad.yaml", "-o", "sarif=out.sarif"),
    ("lint", "--diff", "--unsafe-fixes", "."),
    ("lint", "good.yaml", "--policies", "policy.yaml", "--nodes", "nodes.yaml"),
    ("plan", "good.yaml", "--nodes", "nodes.yaml", "--what-if", "cordon:n-1"),
    ("plan", "good.yaml", "--nodes", "nodes.yaml", "-o", "html=out.html"),
    ("diff", "bad.yaml", "good.yaml", "--nodes", "nodes.yaml"),
    ("describe", "good.yaml"),
    ("explain", "node-name-set"),
    ("rules", "list"),
    ("inventory", "show", "nodes.yaml"),
    ("inventory", "slim", "--redact", "nodes.yaml"),
    ("config", "show", "good.yaml"),
]


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    folder = tmp_path / "repository"
    folder.mkdir()
    files = {"good.yaml": GOOD, "bad.yaml": BAD, "nodes.yaml": NODES, "policy.yaml": POLICY}
    files |= dict.fromkeys(PLANTED, MARK)
    files |= {"dslint/__init__.py": MARK, "rules/__init__.py": MARK, "conftest.py": MARK}
    for name, text in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def watched(folder: Path, *words: str) -> dict[str, list[str]]:
    """Run a command in a folder; what the hook saw, by kind."""
    script = folder.parent / "watched.py"
    script.write_text(HOOK, encoding="utf-8")
    home = folder.parent / "home"
    home.mkdir(exist_ok=True)
    variables = {
        "HOME": str(home),
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(ROOT),
        "PYTHONSAFEPATH": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    report = folder.parent / "report.json"
    with report.open("w", encoding="utf-8") as out:
        done = subprocess.run(
            [sys.executable, str(script), str(out.fileno()), *words],
            cwd=folder,
            env=variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            pass_fds=[out.fileno()],
            timeout=600,
            check=False,
        )
    assert b"internal error" not in done.stderr, done.stderr
    found: dict[str, list[str]] = json.loads(report.read_text("utf-8"))
    found["writes"] = [path for path in found["writes"] if not path.startswith("/dev/")]
    assert not list(home.iterdir())
    return found


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the interpreter gets a file descriptor")
@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_a_command_stays_within_what_it_was_asked_for(folder: Path, words: tuple[str, ...]) -> None:
    found = watched(folder, *words)
    asked = [str(folder / word.partition("=")[2]) for word in words if "=out." in word]
    assert found["network"] == []
    assert found["programs"] == []
    assert found["modules"] == []
    assert not (folder / "executed").exists()
    assert {path for path in found["writes"] if not _is_beside(path, asked)} == set()
    assert all(Path(path).exists() for path in asked)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the interpreter gets a file descriptor")
def test_the_hook_sees_what_it_watches_for(folder: Path) -> None:
    found = watched(folder, "do everything that is watched for")
    assert found["network"] == ["socket.getaddrinfo"]
    assert found["programs"] == ["/bin/sh"]
    assert found["modules"] == [str(folder / "conftest.py")]
    assert found["writes"] == [str(folder / name) for name in ("executed", "renamed", "written")]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the interpreter gets a file descriptor")
def test_a_fix_writes_the_file_and_nothing_else(folder: Path) -> None:
    (folder / "bad.yaml").write_text(GOOD.replace("updateStrategy", "strategy"), "utf-8")
    found = watched(folder, "lint", "--fix", "--unsafe-fixes", "bad.yaml")
    assert (folder / "bad.yaml").read_text("utf-8") == GOOD
    bad = str(folder / "bad.yaml")
    assert bad in found["writes"]
    assert {path for path in found["writes"] if not _is_beside(path, [bad])} == set()


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="the interpreter gets a file descriptor")
def test_git_is_the_only_program_and_not_one_of_the_folder(folder: Path) -> None:
    planted = folder / "git"
    planted.write_text(f"#!/bin/sh\ntouch {folder}/executed\n", encoding="utf-8")
    planted.chmod(0o755)
    found = watched(folder, "diff", "git:HEAD", "good.yaml")
    assert found["programs"]
    assert {Path(program).name for program in found["programs"]} == {"git"}
    assert not {program for program in found["programs"] if program.startswith(str(folder))}
    assert found["network"] == []
    assert not (folder / "executed").exists()


def _is_beside(path: str, asked: list[str]) -> bool:
    """Whether a file is one that was asked for, or the temporary one that takes its place."""
    own = {*asked, *(str(Path(each).parent) for each in asked)}
    return path in own or any(Path(path).parent == Path(each).parent and ".dslint-" in path for each in asked)
