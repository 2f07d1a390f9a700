"""Programs run in turns, and what each took: on a busy machine, only ratios within one run mean anything."""

from __future__ import annotations

import os
import time
from pathlib import Path
from statistics import median
from typing import NamedTuple


class Cost(NamedTuple):
    """Medians of one program: seconds on the clock, seconds of the processor, and the most memory in MB."""

    wall: float
    cpu: float
    memory: float


def costs(commands: dict[str, list[str]], folder: Path, rounds: int) -> dict[str, Cost]:
    """Run the commands in turns in a folder; name -> cost. What they print is thrown away."""
    runs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            runs[name].append(_run(command, folder))
    return {name: _medians(found) for name, found in runs.items()}


def _medians(found: list[Cost]) -> Cost:
    return Cost(*(median(values) for values in zip(*found, strict=True)))


def _run(command: list[str], folder: Path) -> Cost:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    nowhere = os.open(os.devnull, os.O_RDWR)
    child = os.fork()
    if child == 0:
        for stream in range(3):
            os.dup2(nowhere, stream)
        os.chdir(folder)
        os.execve(command[0], command, environment)  # noqa: S606 - a program that was just installed
    start = time.perf_counter()
    _, _, used = os.wait4(child, 0)
    os.close(nowhere)
    return Cost(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
