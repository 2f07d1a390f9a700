"""Run a piece of work in a forked process, under limits, and measure it against a yardstick there.

Forking saves the start of an interpreter for each of some hundred attacks. The yardstick is a fixed piece
of work in the same process just before: a noisy machine slows both.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import time
from collections.abc import Callable
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

MANIFEST = """\
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: a}
spec:
  selector: {matchLabels: {app: a}}
  template:
    metadata: {labels: {app: a}}
    spec:
      containers:
        - {name: a, image: registry.example/a:1}
"""
SECONDS = 60
"""After which a piece of work is ended: it hangs."""


class Outcome(NamedTuple):
    """What became of the work: its result, an exception that left it, and what it printed and cost."""

    value: object
    crash: str
    yards: float
    stdout: str
    stderr: str


def yardstick(times: int = 10) -> float:
    """Seconds of processor time for reading and judging a small manifest."""
    from dslint.linter.engine import lint_text

    lint_text(MANIFEST, "yard.yaml")
    rounds = []
    for _ in range(3):
        begin = time.process_time()
        for _ in range(times):
            lint_text(MANIFEST, "yard.yaml")
        rounds.append(time.process_time() - begin)
    return min(rounds) / times


@cache
def _warm_up() -> None:
    """Load here what every forked process would have to load again."""
    from dslint.api import plan
    from dslint.cli.commands import COMMANDS

    yardstick(1)
    plan(MANIFEST, "nodes: [{name: n-1}]")
    for module in COMMANDS.values():
        import_module(module)


def in_sandbox(
    work: Callable[[], object], scratch: Path, *, folder: Path, megabytes: int = 1_000, stdin: bytes = b""
) -> Outcome:
    """Do the work in a process and a folder of its own; its result has to be JSON.

    `megabytes` is what it may take on top of what this process has.
    """
    _warm_up()
    names = ("stdin", "stdout", "stderr", "result")
    paths = {name: scratch / name for name in names}
    paths["stdin"].write_bytes(stdin)
    child = os.fork()
    if child == 0:  # pragma: no cover - measured nowhere, ends without cleaning up
        _child(work, paths, folder, megabytes)
    _, status = os.waitpid(child, 0)
    printed = {
        name: paths[name].read_bytes().decode("utf-8", "surrogateescape") for name in ("stdout", "stderr")
    }
    if not paths["result"].exists():
        killed = f"ended by signal {status & 0x7F}: out of memory, or more than {SECONDS} seconds"
        return Outcome(None, killed, float("inf"), **printed)
    told = json.loads(paths["result"].read_text(encoding="utf-8"))
    return Outcome(told["value"], told["crash"], told["yards"], **printed)


def _child(work: Callable[[], object], paths: dict[str, Path], folder: Path, megabytes: int) -> None:
    import resource

    sys.settrace(None)  # the tracer of coverage slows Python and not C, which bends the curves
    gc.freeze()  # a collection must not walk, and so copy, all that the tests before this one left behind
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(SECONDS)
    os.chdir(folder)
    _redirect(paths)
    yard = yardstick()
    taken = int(Path("/proc/self/statm").read_bytes().split()[0]) * resource.getpagesize()
    limit = taken + megabytes * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    value, crash = None, ""
    begin = time.process_time()
    try:
        value = work()
    except SystemExit as stopped:
        value = stopped.code
    except BaseException as error:  # noqa: BLE001 - whatever leaves is what the test is about
        crash = repr(error)
    told = {"value": value, "crash": crash, "yards": (time.process_time() - begin) / yard}
    sys.stdout.flush()
    sys.stderr.flush()
    paths["result"].write_text(json.dumps(told), encoding="utf-8")
    os._exit(0)


def _redirect(paths: dict[str, Path]) -> None:
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        handle = os.open(paths[name], os.O_RDONLY if mode == "r" else os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
        os.dup2(handle, number)
        os.close(handle)
        setattr(sys, name, os.fdopen(number, mode, encoding="utf-8", closefd=False))
