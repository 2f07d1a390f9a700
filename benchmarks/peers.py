"""dslint beside other tools, and against its own limits.

    python -m benchmarks.peers [--rounds 7] [--write]

Builds the inputs of `benchmarks.inputs`, installs dslint's wheel and the other tools into environments of
their own, and runs all in turns. `--write` puts the tables into docs/performance.md.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import tempfile
from pathlib import Path
from typing import NamedTuple

from benchmarks.inputs import write_all
from benchmarks.measuring import Cost, costs
from benchmarks.peer_tools import Tools, install
from tests.needs import ROOT

PAGE = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- benchmarks.peers: begin -->", "<!-- benchmarks.peers: end -->"
INPUTS = {
    "one file": "one.yaml",
    "1,000 DaemonSets": "daemonsets",
    "a tree of 3,000 files": "tree",
    "20 MB in one file": "stream.yaml",
}
TAKE = {
    "kubernetes-validate": ("one.yaml",),
    "kube-score": ("one.yaml", "stream.yaml"),
    "yamllint": ("one.yaml", "daemonsets"),
    "pluto": ("daemonsets", "tree"),
}
"""Inputs of tools that take files or folders only, or minutes for the larger ones."""
FEW = 3
"""Rounds for what takes seconds."""


HOW = (
    "Measured on {date} with Python {python}, {system}, {cores} cores shared with other work: medians of "
    "{rounds} runs of each program in turns, {few} of those that take seconds. A limit is held against the "
    "time of the processor, or against the clock where it says so."
)


class Limit(NamedTuple):
    """What must not cost more than so many times something else; by the processor's time, or on the clock."""

    what: str
    words: list[str]
    beside: list[str]
    than: str
    most: float
    on_the_clock: bool = False
    megabytes: float | None = None
    quick: bool = True


def limits(tools: Tools) -> list[Limit]:
    """The lines that dslint is to hold."""
    bare, lint = [tools.python, "-c", "pass"], [tools.dslint, "lint", "-q"]
    found = [
        Limit("`dslint --version`", [tools.dslint, "--version"], bare, "a bare interpreter", 1.3),
        Limit("a file without a DaemonSet", [*lint, "other.yaml"], bare, "a bare interpreter", 1.7),
        Limit("one DaemonSet", [*lint, "one.yaml"], bare, "a bare interpreter", 4.0),
        Limit(
            "200 rules of one's own, 1,000 DaemonSets",
            [*lint, "--jobs", "1", "--rules", "rules", "daemonsets"],
            [*lint, "--jobs", "1", "daemonsets"],
            "without them",
            1.3,
            quick=False,
        ),
    ]
    peer = tools.peers.get("kubeconform")
    if peer is None:
        return found
    than = "kubeconform"
    return [
        *found,
        Limit("one DaemonSet", [*lint, "one.yaml"], [*peer, "one.yaml"], than, 1.6),
        Limit("1,000 DaemonSets", [*lint, "daemonsets"], [*peer, "daemonsets"], than, 1.0, True, quick=False),
        Limit("a tree of 3,000 files", [*lint, "tree"], [*peer, "tree"], than, 0.5, True, quick=False),
        Limit(
            "20 MB in one file", [*lint, "stream.yaml"], [*peer, "stream.yaml"], than, 1.0, True, 100, False
        ),
    ]


def limit_row(limit: Limit, folder: Path, rounds: int) -> str:
    """Measure one line, and say whether it holds."""
    measured = costs({"ours": limit.words, "theirs": limit.beside}, folder, rounds if limit.quick else FEW)
    ours, theirs = measured["ours"], measured["theirs"]
    wall, cpu = ours.wall / theirs.wall, ours.cpu / theirs.cpu
    holds = (wall if limit.on_the_clock else cpu) <= limit.most
    most = f"{limit.most:g} × {limit.than}{', clock' if limit.on_the_clock else ''}"
    if limit.megabytes is not None:
        holds = holds and ours.memory <= limit.megabytes
        most += f", {limit.megabytes:g} MB"
    memory = f"{ours.memory:.0f} MB"
    return _row(limit.what, most, f"{wall:.2f}", f"{cpu:.2f}", memory, "yes" if holds else "**no**")


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def peer_rows(tools: Tools, what: str, place: str, folder: Path, rounds: int) -> list[str]:
    """What each tool takes for one input."""
    commands = {"dslint": [tools.dslint, "lint", "-q", place]}
    for name, words in tools.peers.items():
        if place in TAKE.get(name, INPUTS.values()):
            commands[name] = [*words, place]
    measured = costs(commands, folder, rounds if place == "one.yaml" else FEW)
    ours = measured["dslint"]
    return [_peer_row(what, name, cost, ours) for name, cost in measured.items()]


def _peer_row(what: str, name: str, cost: Cost, ours: Cost) -> str:
    wall, cpu = cost.wall / ours.wall, cost.cpu / ours.cpu
    return _row(what, name, f"{wall:.2f}", f"{cpu:.2f}", f"{cost.memory:.0f} MB")


def report(tools: Tools, folder: Path, rounds: int) -> str:
    """Both tables, and what they were measured on."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    lines = [
        HOW.format(
            date=f"{dt.datetime.now(dt.UTC):%Y-%m-%d}",
            python=platform.python_version(),
            system=f"{platform.system()} on {platform.machine()}",
            cores=cores,
            rounds=rounds,
            few=FEW,
        ),
        "",
        "| What | At most | Clock, × | Processor, × | Memory | Holds |",
        "| --- | --- | ---: | ---: | ---: | --- |",
        *(limit_row(limit, folder, rounds) for limit in limits(tools)),
        "",
        "Others, as a multiple of what dslint takes for the same input:",
        "",
        "| Input | Tool | Clock, × | Processor, × | Memory |",
        "| --- | --- | ---: | ---: | ---: |",
        *(row for what, place in INPUTS.items() for row in peer_rows(tools, what, place, folder, rounds)),
    ]
    if tools.missing:
        lines += ["", f"Not installed, and so left out: {', '.join(sorted(tools.missing))}."]
    return "\n".join(lines) + "\n"


def write_into_page(text: str) -> None:
    """Replace the generated part of docs/performance.md."""
    page = PAGE.read_text(encoding="utf-8")
    before, _, rest = page.partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n{text}{END}{rest.partition(END)[2]}", encoding="utf-8")


def main() -> None:
    """Install, measure, print, and write what was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=7, help="how often each program runs")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        tools = install(folder)
        for peer, why in tools.missing.items():
            print(f"skipped: {peer} ({why})")
        inputs = folder / "inputs"
        inputs.mkdir()
        write_all(inputs)
        text = report(tools, inputs, arguments.rounds)
    print(text)
    if arguments.write:
        write_into_page(text)


if __name__ == "__main__":
    main()
