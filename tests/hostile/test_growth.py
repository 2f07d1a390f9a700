"""What dslint costs grows hardly faster than its input: for each step that could be quadratic, one curve.

Cost is measured in a forked process at n and 16n: so far apart, what grows with the square costs 256 times
as much, and what grows with the input 16 times, whatever else the machine does. A curve that looks too steep
is measured again: noise makes single measurements longer, never shorter.
"""

from __future__ import annotations

import math
import sys
from pathlib import Path

import pytest

from dslint.cli.main import main
from tests.hostile.attack import NODES
from tests.hostile.growth import FORMATS, GOOD, INVENTORIES, LINT, Grown
from tests.hostile.sandbox import in_sandbox

FACTOR = 16
EXPONENT = 1.3
SMALL = 60
"""Yards below which a start costs more than the work: then the larger size must stay small as well."""
TRIES = 4
WORDS = {
    "lint": ("lint", "-q", "--fail-on", "never", "input.yaml"),
    "nodes": ("plan", "--fail-on", "never", "good.yaml", "--nodes", "input.yaml"),
    "expectations": (
        "plan",
        "--fail-on",
        "never",
        "good.yaml",
        "--nodes",
        "n.yaml",
        "--expectations",
        "input.yaml",
    ),
    "diff": ("diff", "good.yaml", "changed.yaml", "--nodes", "input.yaml"),
    "plan": ("plan", "--fail-on", "never", "input.yaml", "--nodes", "n.yaml"),
}


def cost(grown: Grown, size: int, scratch: Path) -> tuple[float, int]:
    """Yards of processor time and characters of output."""
    (scratch / "good.yaml").write_text(GOOD, encoding="utf-8")
    (scratch / "changed.yaml").write_text(GOOD.replace("1.2.3", "1.2.4"), encoding="utf-8")
    (scratch / "n.yaml").write_text(NODES, encoding="utf-8")
    (scratch / "input.yaml").write_text(grown.make(size), encoding="utf-8")
    words = [*WORDS[grown.command], *(("-o", grown.output) if grown.output else ())]
    outcome = in_sandbox(lambda: main(words), scratch, folder=scratch)
    assert not outcome.crash
    assert outcome.value in (0, 2), outcome.stderr[-500:]
    return outcome.yards, len(outcome.stdout) + len(outcome.stderr)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="forks, and reads /proc")
@pytest.mark.parametrize("grown", [*LINT, *INVENTORIES, *FORMATS], ids=lambda grown: grown.name)
def test_cost_grows_with_the_input(grown: Grown, tmp_path: Path) -> None:
    small = large = math.inf
    first_output = second_output = 0
    for _ in range(TRIES):
        first, first_output = cost(grown, grown.size, tmp_path)
        second, second_output = cost(grown, FACTOR * grown.size, tmp_path)
        small, large = min(small, first), min(large, second)
        if large <= max(small, SMALL) * FACTOR**EXPONENT:
            break
    assert large <= max(small, SMALL) * FACTOR**EXPONENT
    assert second_output <= max(first_output, 2_000) * FACTOR**EXPONENT
