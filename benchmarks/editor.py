"""How long the language server takes for one change in a file of 5,000 lines.

    python -m benchmarks.editor

Once with ten DaemonSets among ConfigMaps, as charts render them, and once with nothing but DaemonSets, which
is the worst case. Seconds of the processor, the best of ten changes.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from dslint.cli.lsp.judged import Judged, judged
from dslint.cli.lsp.nodes import Inventories
from tests.needs import ROOT

LINES = 5000
CHANGES = 10
AGENT = (ROOT / "examples" / "log-collector.yaml").read_text(encoding="utf-8")


def only_daemonsets(lines: int) -> str:
    """DaemonSets of different names and labels."""
    return _filled(lines, lambda number: AGENT.replace("log-collector", f"agent-{number}"))


def among_others(lines: int) -> str:
    """Ten DaemonSets, and ConfigMaps of 60 lines."""
    keys = "".join(f"  key-{number}: value\n" for number in range(56))
    settings = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings-%d}\ndata:\n" + keys
    return _filled(
        lines,
        lambda number: (
            AGENT.replace("log-collector", f"agent-{number}") if number < 10 else settings % number
        ),
    )


def _filled(lines: int, document: Callable[[int], str]) -> str:
    text, number = "", 0
    while text.count("\n") < lines:
        text += f"---\n{document(number)}"
        number += 1
    return text


def seconds_for_a_change(text: str, folder: Path) -> float:
    """The best of several changes."""
    before: Judged | None = None
    taken = []
    for number in range(CHANGES):
        start = time.process_time()
        before = judged(f"{text}# {number}\n", str(folder / "agents.yaml"), "utf-16", before, Inventories())
        taken.append(time.process_time() - start)
    return min(taken)


def main() -> None:
    """Print both figures."""
    with tempfile.TemporaryDirectory() as name:
        os.chdir(name)
        for title, text in (
            ("ten DaemonSets among ConfigMaps", among_others(LINES)),
            ("nothing but DaemonSets", only_daemonsets(LINES)),
        ):
            print(
                f"{title:<32} {text.count(chr(10)):>5} lines {seconds_for_a_change(text, Path(name)):.3f} s"
            )


if __name__ == "__main__":
    main()
