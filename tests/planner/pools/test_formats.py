"""Every file in `fixtures/`, written after the documentation of its format, and the pools expected of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dslint.planner.pools.pool import Counts, Origin, Pool, PoolTaint
from dslint.planner.pools.values import Values
from tests import golden
from tests.planner.pools.reading import pools_in

FIXTURES = Path(__file__).parent / "fixtures"
FILES = sorted(path for path in FIXTURES.iterdir() if path.suffix in (".yaml", ".json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_pools_of_a_file(path: Path) -> None:
    pools = pools_in(path.read_text(encoding="utf-8"), path.name)
    golden.check("\n".join("\n".join(lines(pool)) for pool in pools) + "\n", path.with_suffix(".expected"))


def lines(pool: Pool) -> Iterator[str]:
    """A pool as text: what is written with its line, what is assumed with why."""
    yield f"{pool.name}: {pool.format}, {pool.place}, {counted(pool.counts)}, kubelet {pool.kubelet or '?'}"
    for key, label in sorted(pool.labels.items()):
        yield f"  {key} {told(label.values)} ({from_where(label.origin)})"
    yield from (f"  taint {taint_line(taint)}" for taint in pool.taints)
    yield from (f"  at first {taint_line(taint)} until {taint.until}" for taint in pool.startup_taints)
    machines = {name: value for name, value in pool.machines._asdict().items() if value}
    yield f"  machines {machines}"
    yield from (f"  note {note}" for note in pool.notes)


def counted(counts: Counts) -> str:
    return f"{counts.least}..{counts.now}..{counts.most}"


def told(values: Values) -> str:
    if values.others:
        return f"anything{' or absent' if values.absent else ''}"
    listed = " | ".join(f'"{value}"' for value in sorted(values.listed))
    return f"{listed}{' or absent' if values.absent else ''}"


def taint_line(taint: PoolTaint) -> str:
    return f"{taint.taint} ({from_where(taint.origin)})"


def from_where(origin: Origin) -> str:
    return origin.assumed or f"line {origin.place.line}" if origin.place.line else origin.assumed or "written"
