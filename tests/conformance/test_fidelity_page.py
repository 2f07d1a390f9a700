"""The page about fidelity says what the ratchet holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conformance.kinds import KINDS
from tests.conformance.test_conformance import RATCHET
from tests.conformance.vectors import DATED, RELEASES

PAGE = (Path(__file__).parent.parent.parent / "docs" / "fidelity.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_kind_has_its_row_with_the_figures_reached(name: str) -> None:
    (row,) = (line for line in PAGE.splitlines() if line.startswith(f"| {name} |"))
    total = sum(1 for _ in KINDS[name].cases())
    agreed = "100 %" if RATCHET[name] == total else f"({total - RATCHET[name]} differ)"
    assert row.startswith(f"| {name} | {total:,} |")
    assert agreed in row, "run python scripts/fidelity.py"


def test_the_page_names_where_the_answers_come_from() -> None:
    assert f"of {DATED}, from Kubernetes {', '.join(RELEASES)}." in PAGE
