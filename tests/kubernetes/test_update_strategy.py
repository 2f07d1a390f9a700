"""The one reading of spec.updateStrategy."""

from __future__ import annotations

from typing import Any

import pytest

from dslint.kubernetes.update_strategy import UpdateStrategy, amount_of, pods_of, update_strategy_of


def _strategy(rolling: Any, kind: Any = "RollingUpdate") -> UpdateStrategy:
    return update_strategy_of({"updateStrategy": {"type": kind, "rollingUpdate": rolling}})


def test_what_is_not_written_has_the_defaults_of_the_server() -> None:
    assert update_strategy_of({}) == UpdateStrategy("RollingUpdate", 1, 0)
    assert update_strategy_of({"updateStrategy": {"type": ""}}).kind == "RollingUpdate"


@pytest.mark.parametrize("junk", [None, [], "x", 3, True])
def test_a_value_of_a_wrong_type_counts_as_absent(junk: Any) -> None:
    assert update_strategy_of({"updateStrategy": junk}) == UpdateStrategy()
    assert _strategy(junk) == UpdateStrategy()


@pytest.mark.parametrize(
    "surge, surges", [(0, False), ("0", False), ("0%", False), ("00%", False), (1, True), ("5%", True)]
)
def test_a_surge_is_more_than_no_pod(surge: int | str, *, surges: bool) -> None:
    assert _strategy({"maxSurge": surge}).surges is surges
    assert not _strategy({"maxSurge": surge}, "OnDelete").surges


def test_booleans_are_not_numbers() -> None:
    assert _strategy({"maxUnavailable": True}).max_unavailable == 1


@pytest.mark.parametrize(
    "budget, desired, pods", [("10%", 11, 2), ("100%", 7, 7), (3, 1, 3), ("0%", 50, 0), ("x%", 50, 0)]
)
def test_percentages_of_the_wanted_pods_are_rounded_up(budget: int | str, desired: int, pods: int) -> None:
    assert pods_of(budget, desired) == pods


def test_digits_of_other_scripts_are_no_amount() -> None:
    assert amount_of("²%") == 0
    assert amount_of("٣") == 0
