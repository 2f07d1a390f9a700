"""Agreement with the real thing may only grow: `ratchet.json` holds the number of cases reached."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conformance.kinds import KINDS

RATCHET: dict[str, int] = json.loads((Path(__file__).parent / "ratchet.json").read_text(encoding="utf-8"))


def test_every_kind_has_a_figure_in_the_ratchet() -> None:
    assert sorted(KINDS) == sorted(RATCHET)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(KINDS))
def test_agreement_does_not_fall(name: str) -> None:
    kind = KINDS[name]
    differing = [(case["id"], found) for case in kind.cases() if (found := list(kind.compare(case)))]
    total = sum(1 for _ in kind.cases())
    agreed = total - len(differing)
    assert total > 0
    assert agreed >= RATCHET[name], f"{name}: {agreed} of {total} agree; first: {differing[:3]}"
    assert agreed == RATCHET[name], f"{name}: {agreed} of {total} agree: raise the figure in ratchet.json"
