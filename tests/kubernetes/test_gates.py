"""The table of gates fits the tables of fields."""

from __future__ import annotations

import pytest

from dslint.kubernetes.fields import table
from dslint.kubernetes.releases.gates import FIELD_GATES, OPEN_SINCE, is_open, shut_gate
from dslint.kubernetes.versions import KNOWN, minor_number

PLACES = sorted(FIELD_GATES)


@pytest.mark.parametrize("place", PLACES, ids=".".join)
def test_a_gated_field_exists_and_is_shut_in_some_version_that_has_it(place: tuple[str, str]) -> None:
    kind, field = place
    having = [version for version in KNOWN if field in table(version).get(kind, {})]
    assert having
    for gate in FIELD_GATES[place]:
        assert any(shut_gate(kind, field, minor_number(version)) == gate for version in having), gate


@pytest.mark.parametrize("gate", sorted(OPEN_SINCE))
def test_a_gate_that_is_always_open_is_not_listed(gate: str) -> None:
    assert not is_open(gate, minor_number(KNOWN[0]))


def test_a_gate_that_came_after_its_field_does_not_guard_it_before() -> None:
    answers = [shut_gate("Container", "restartPolicy", minor_number(version)) for version in KNOWN]
    assert answers[:1] == ["SidecarContainers"]
    assert set(answers[1:6]) == {""}
    assert answers[6] == "ContainerRestartRules"
    assert set(answers[7:]) == {""}
