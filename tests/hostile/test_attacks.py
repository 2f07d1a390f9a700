"""Every attack of the tables ends as it should, within its limits of time, memory and output."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.hostile import attacks_cost, attacks_files, attacks_output, attacks_readers
from tests.hostile.attack import Attack, run

ATTACKS = [
    *attacks_files.ATTACKS,
    *attacks_output.ATTACKS,
    *attacks_cost.ATTACKS,
    *attacks_readers.ATTACKS,
]


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="resource limits and device files are POSIX")
@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: f"{attack.kind}: {attack.name}")
def test_it_ends_as_it_should(attack: Attack, tmp_path: Path) -> None:
    result = run(attack, tmp_path)
    said = result.stdout + result.stderr
    assert not result.crash
    assert "internal error" not in said
    assert result.value == attack.code, said[-2000:]
    for words in attack.says:
        assert words in said, said[-2000:]
    for words in attack.never:
        assert words not in said
    assert len(said) <= attack.output
    assert result.yards <= attack.yards


def test_every_attack_has_a_name_of_its_own() -> None:
    names = [(attack.kind, attack.name) for attack in ATTACKS]
    assert len(names) == len(set(names))
