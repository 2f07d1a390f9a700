"""The table of gates fits the tables of fields."""

from __future__ import annotations

import pytest

from dslint.kubernetes.fields import table
from dslint.kubernetes.gates import FIELD_GATES, OPEN_SINCE, is_open
from dslint.kubernetes.versions import KNOWN, minor_number


@pytest.mark.parametrize("place", sorted(FIELD_GATES), ids=".".join)
def test_a_gated_field_exists_and_is_shut_in_some_version_that_has_it(place: tuple[str, str]) -> None:
    kind, field = place
    having = [version for version in KNOWN if field in table(version).get(kind, {})]
    assert having
    assert not all(is_open(FIELD_GATES[place], minor_number(version)) for version in having)


@pytest.mark.parametrize("gate", sorted(OPEN_SINCE))
def test_a_gate_that_is_always_open_is_not_listed(gate: str) -> None:
    assert not is_open(gate, minor_number(KNOWN[0]))
