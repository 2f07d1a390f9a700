"""What an attack is, and how one is run: in a process and a folder of its own, under limits."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from dslint.cli.main import main
from tests.hostile.sandbox import Outcome, in_sandbox

Maker = Callable[[Path], object]
"""Puts the input of an attack into an empty folder."""

GOOD = """\
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: logging, labels: {app: agent}}
spec:
  selector: {matchLabels: {app: agent}}
  updateStrategy: {type: RollingUpdate, rollingUpdate: {maxUnavailable: 1}}
  template:
    metadata: {labels: {app: agent}}
    spec:
      containers:
        - name: agent
          image: registry.example/agent:1.2.3
          resources: {requests: {cpu: 10m, memory: 16Mi}, limits: {memory: 16Mi}}
"""
BAD = GOOD.replace("RollingUpdate, rollingUpdate: {maxUnavailable: 1}", "Sometimes")
"""With an error in line 6: an update strategy that does not exist."""
NODES = "nodes:\n  - {name: n-1, labels: {zone: a}, allocatable: {cpu: 4, memory: 8Gi, pods: 110}}\n"


class Attack(NamedTuple):
    """One row of the table.

    `words` are dslint's arguments, in the folder that `make` filled. `code` is the exit code that is
    right, `says` and `never` are strings that must and must not be printed, on either stream.
    `yards` limits the processor time, as a multiple of judging a small manifest (about 0.3 ms).
    """

    kind: str
    name: str
    make: Maker
    words: tuple[str, ...]
    code: int
    says: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    yards: int = 3_000
    megabytes: int = 1_000
    output: int = 200_000
    stdin: bytes = b""


def run(attack: Attack, scratch: Path) -> Outcome:
    """Make the input in a folder and run dslint there."""
    folder = scratch / "folder"
    folder.mkdir()
    attack.make(folder)
    try:
        return in_sandbox(
            lambda: main(list(attack.words)),
            scratch,
            folder=folder,
            megabytes=attack.megabytes,
            stdin=attack.stdin,
        )
    finally:  # pytest cannot remove folders that are very deep
        subprocess.run(["rm", "-rf", str(folder)], check=True)


def files(**contents: str | bytes) -> Maker:
    """A maker of files; `__` in a name is a slash, and `_yaml` its ending."""

    def make(folder: Path) -> None:
        for name, content in contents.items():
            path = folder / name.replace("__", "/").replace("_yaml", ".yaml").replace("_json", ".json")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())

    return make


def both(*makers: Maker) -> Maker:
    """Several makers, one after the other."""

    def make(folder: Path) -> None:
        for maker in makers:
            maker(folder)

    return make


def link(name: str, target: str) -> Maker:
    """A maker of a symbolic link."""

    def make(folder: Path) -> None:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(target)

    return make


def fifo(name: str) -> Maker:
    """A maker of a named pipe that nobody writes to."""
    return lambda folder: os.mkfifo(folder / name)
