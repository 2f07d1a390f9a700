"""All that is said of pods: `said/*.txt` hold fragments of pods, each with every complaint about it.

A block names what the fragment is part of and, unless it is the newest, the version; then comes the
fragment, then, indented, what is said. `DSLINT_UPDATE_GOLDEN=1` rewrites what is said.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from dslint.kubernetes.validation.rule_ids import RULE_IDS
from tests import golden
from tests.kubernetes.validation.pods import KINDS, problems, said

FILES = sorted((Path(__file__).parent / "said").glob("*.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_complaint_is_the_expected_one(path: Path) -> None:
    blocks = path.read_text(encoding="utf-8").strip().split("\n\n")
    golden.check("\n\n".join(map(judged, blocks)) + "\n", path)


def judged(block: str) -> str:
    """A block with what is said now."""
    title, *lines = block.split("\n")
    fragment = "\n".join(line for line in lines if not line.startswith(" "))
    kind, _, version = title.strip("[]").partition(" in ")
    found = problems(KINDS[kind](fragment), version or "1.37")
    assert {problem.rule for problem in found} <= RULE_IDS.keys()
    return f"{title}\n{fragment}\n{said(found)}"


def test_there_is_something_to_compare() -> None:
    assert len(FILES) > 8
