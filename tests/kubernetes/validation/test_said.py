"""All that is said of pods: `said/*.txt` hold fragments of pods, each with every complaint about it."""

from __future__ import annotations

from pathlib import Path

import pytest

from dslint.values.problem import Problem
from tests.kubernetes.said import check
from tests.kubernetes.validation.pods import KINDS, problems

FILES = sorted((Path(__file__).parent / "said").glob("*.txt"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_complaint_is_the_expected_one(path: Path) -> None:
    check(path, judged)


def judged(kind: str, fragment: str, version: str) -> tuple[Problem, ...]:
    return problems(KINDS[kind](fragment), version)


def test_there_is_something_to_compare() -> None:
    assert len(FILES) > 8
