from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dslint.kubernetes.affinity import Requirement
from dslint.planner.pools.values import ABSENT, ANYTHING, Values, one_of
from tests.planner.pools.reading import requirement

_WORDS = st.sampled_from(["a", "b", "1", "2", "3", "5"])
_NUMBERS = st.integers(-2, 7)
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["In", "NotIn"]), st.lists(_WORDS, min_size=1, max_size=3), st.just(0)),
        st.tuples(st.sampled_from(["Gt", "Lt", "Gte", "Lte"]), st.just(()), _NUMBERS),
        st.tuples(st.sampled_from(["Exists", "DoesNotExist"]), st.just(()), st.just(0)),
    ),
    max_size=4,
)
_ASKED = st.lists(
    st.one_of(
        st.builds(
            lambda op, values: requirement(f"k {op} {','.join(values)}"),
            st.sampled_from(["In", "NotIn"]),
            st.lists(_WORDS, min_size=1, max_size=3),
        ),
        st.builds(lambda op, bound: requirement(f"k {op} {bound}"), st.sampled_from(["Gt", "Lt"]), _NUMBERS),
        st.builds(lambda op: requirement(f"k {op}"), st.sampled_from(["Exists", "DoesNotExist"])),
    ),
    max_size=4,
)
_UNIVERSE = [None, "a", "b", "zz", *map(str, range(-12, 20))]


def narrowed(steps: list[tuple[str, list[str], int]]) -> Values:
    values = ANYTHING
    for operator, wanted, bound in steps:
        values = values.narrowed(operator, wanted, bound)
    return values


@pytest.mark.parametrize(
    "values, can_be, cannot_be",
    [
        (ANYTHING, [None, "a", "7"], []),
        (ABSENT, [None], ["a"]),
        (one_of("a", "b"), ["a", "b"], [None, "c"]),
        (ANYTHING.narrowed("NotIn", ["a"]), [None, "b"], ["a"]),
        (ANYTHING.narrowed("Exists"), ["a"], [None]),
        (ANYTHING.narrowed("Gt", bound=2), ["3", "+4"], [None, "2", "a", "3.5"]),
        (ANYTHING.narrowed("Gte", bound=2).narrowed("Lte", bound=3), ["2", "3"], ["1", "4", None]),
        (one_of("1", "4", "a").narrowed("Lt", bound=3), ["1"], ["4", "a", None]),
        (one_of("a").narrowed("In", ["b"]), [None], ["a", "b"]),
        (ANYTHING.narrowed("Gt", bound=5).narrowed("Lt", bound=2), [None], ["3", "6"]),
        (ANYTHING.narrowed("DoesNotExist"), [None], ["a"]),
    ],
)
def test_what_a_label_can_be(values: Values, can_be: list[str | None], cannot_be: list[str | None]) -> None:
    assert [value for value in can_be if not values.may_be(value)] == []
    assert [value for value in cannot_be if values.may_be(value)] == []


def test_a_single_value_is_known() -> None:
    assert one_of("a").only == "a"
    assert one_of("a", absent=True).only is None
    assert one_of("a", "b").only is None
    assert [values.is_open for values in (ABSENT, one_of("a"), ANYTHING, one_of("a", absent=True))] == [
        False,
        False,
        True,
        True,
    ]


@given(_STEPS, _ASKED)
def test_samples_can_occur_and_stand_for_every_value(
    steps: list[tuple[str, list[str], int]], asked: list[Requirement]
) -> None:
    values = narrowed(steps)
    samples = list(values.samples(asked))
    assert [value for value in samples if not values.may_be(value)] == []
    answers = {tuple(one.met_by(value) for one in asked) for value in samples}
    possible = {tuple(one.met_by(value) for one in asked) for value in _UNIVERSE if values.may_be(value)}
    assert possible <= answers
