"""Random DaemonSets, good and faulty: what holds for every text holds for them, and for every past find."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.hostile.generated import made_text
from tests.hostile.plan_properties import EVERY_PROPERTY
from tests.hostile.properties import lint, renamed

CORPUS = sorted((Path(__file__).parent / "corpus").glob("*.yaml"))
FIXED = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
SEEDS = st.integers(0, 2**32)


@pytest.mark.slow
@pytest.mark.parametrize("name", EVERY_PROPERTY)
@FIXED
@given(SEEDS)
def test_it_holds_for_generated_texts(name: str, seed: int) -> None:
    EVERY_PROPERTY[name](made_text(Random(seed)))  # noqa: S311 - nothing secret


@pytest.mark.parametrize("name", EVERY_PROPERTY)
@pytest.mark.parametrize("file", CORPUS, ids=lambda file: file.stem)
def test_it_holds_for_past_finds(file: Path, name: str) -> None:
    EVERY_PROPERTY[name](file.read_bytes().decode())


def test_the_texts_have_many_different_faults() -> None:
    rules = {finding.rule for seed in range(100) for finding in lint(made_text(Random(seed)))}  # noqa: S311
    assert len(rules) > 40
    assert {"unknown-field", "wrong-type", "invalid-yaml", "selector-mismatch", "volume-mount"} <= rules


def test_the_corpus_is_not_empty_and_names_are_replaced() -> None:
    assert len(CORPUS) > 3
    assert renamed("name: bubo-corvu") == "name: kolibrix-larus"
