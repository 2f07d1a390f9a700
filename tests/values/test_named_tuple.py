"""Our named tuples are those of the standard library."""

from __future__ import annotations

import copy
import pickle
import typing
from collections.abc import Callable

import pytest

from dslint.values.named_tuple import NamedTuple


class Standard(typing.NamedTuple):
    """A place."""

    line: int
    column: int = 1

    @property
    def next_line(self) -> int:
        """The line after it."""
        return self.line + 1

    @classmethod
    def first(cls) -> typing.Self:
        return cls(1)


class Ours(NamedTuple):
    """A place."""

    line: int
    column: int = 1

    next_line = Standard.next_line
    first = classmethod(lambda cls: cls(1))


class Below(Ours):
    pass


PLACES: tuple[typing.Any, typing.Any] = (Standard, Ours)


def both(answer: Callable[[typing.Any], object]) -> tuple[object, object]:
    standard, ours = (answer(place) for place in PLACES)
    return standard, ours


ANSWERS: dict[str, Callable[[typing.Any], object]] = {
    "defaults": lambda place: tuple(place(3)),
    "names": lambda place: tuple(place(column=4, line=3)),
    "fields": lambda place: (place(3).line, place(3, 4).column, place._fields, place._field_defaults),
    "docs": lambda place: place.__doc__,
    "where": lambda place: place.__module__,
    "methods": lambda place: (place(3).next_line, tuple(place.first())),
    "replace": lambda place: tuple(place(3)._replace(column=9)),
    "as a dictionary": lambda place: place(3)._asdict(),
    "made of": lambda place: tuple(place._make([3, 4])),
    "equal": lambda place: place(3) == (3, 1),
    "hash": lambda place: hash(place(3)),
    "order": lambda place: sorted([place(3), place(2, 5), place(2)]),
    "copy": lambda place: type(copy.copy(place(3))) is place and type(copy.deepcopy(place(3))) is place,
    "pickle": lambda place: type(pickle.loads(pickle.dumps(place(3)))) is place,  # noqa: S301 - our own
    "shown": lambda place: repr(place(3, 4)).partition("(")[2],
    "no attributes of its own": lambda place: hasattr(place(3), "__dict__"),
}


@pytest.mark.parametrize("answer", ANSWERS.values(), ids=ANSWERS)
def test_they_answer_alike(answer: Callable[[typing.Any], object]) -> None:
    standard, ours = both(answer)
    assert standard == ours


@pytest.mark.parametrize(
    "wrong",
    [
        lambda place: place(),
        lambda place: place(1, 2, 3),
        lambda place: place(1, lines=3),
        lambda place: setattr(place(1), "line", 3),
        lambda place: place(1)._replace(lines=3),
        lambda place: place._make([]),
    ],
)
def test_they_refuse_alike(wrong: Callable[[typing.Any], object]) -> None:
    raised = []
    for place in PLACES:
        with pytest.raises((TypeError, ValueError, AttributeError)) as error:
            wrong(place)
        raised.append(error.type)
    if raised[0] is not raised[1]:  # newer versions of Python raise TypeError for a field that does not exist
        assert raised == [TypeError, ValueError]


def test_they_match_patterns() -> None:
    match PLACES[1](3, 4):
        case Ours(line, column):  # type: ignore[misc]
            assert (line, column) == (3, 4)
        case _:
            pytest.fail("no match")


def test_a_class_below_one_keeps_its_type() -> None:
    below: typing.Any = Below
    assert type(below(3)) is Below
    assert type(below(3)._replace(column=2)) is Below
    assert type(Ours(3)) is Ours  # type: ignore[call-arg]


def test_a_field_without_a_default_after_one_with_a_default_is_an_error() -> None:
    with pytest.raises(TypeError, match="a field without a default follows one that has a default"):

        class _Place(NamedTuple):
            line: int = 1
            column: int
