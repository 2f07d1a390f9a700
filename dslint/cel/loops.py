"""Run `&&`, `||` and the loops of macros: errors count only if nothing else decides."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from dslint.cel.errors import CelError, CelUnknown
from dslint.cel.operators import COST_EXCEEDED
from dslint.cel.overloads import fitting
from dslint.cel.values import Duration, Optional, Timestamp, UInt, of_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from dslint.cel.overloads import Overload

Frame = list[object]
Run = Callable[[Frame], object]
BUDGET = 1_000_000
"""The maximum number of steps of one evaluation, about the cost limit of the server."""
_GO_NAMES: dict[type, str] = {
    bool: "types.Bool", int: "types.Int", UInt: "types.Uint", float: "types.Double", str: "types.String",
    bytes: "types.Bytes", type(None): "types.Null", Duration: "types.Duration", Timestamp: "types.Timestamp",
    Optional: "*types.Optional",
}  # fmt: skip


class Meter:
    """The resources that one evaluation has used, and the order in which it walks maps.

    left       the steps that may still be taken
    shuffled   go through every other map backwards
    unordered  a list was made from a map, whose entries have no order
    """

    __slots__ = ("left", "shuffled", "turn", "unordered")

    def __init__(self, *, shuffled: bool = False) -> None:
        self.left = BUDGET
        self.shuffled = shuffled
        self.turn = False
        self.unordered = False

    def entries(self, mapping: dict[object, object]) -> list[tuple[object, object]]:
        """Return the entries of a map in one of their orders."""
        entries = list(mapping.items())
        if self.shuffled:
            self.turn = not self.turn
            if self.turn:
                entries.reverse()
        return entries


def meter_of(frame: Frame) -> Meter:
    """The meter of an evaluation."""
    return frame[0]  # type: ignore[return-value]


def charge(frame: Frame, steps: int) -> None:
    """Take steps from the budget. Raises CelError when it is used up."""
    meter = meter_of(frame)
    meter.left -= steps
    if meter.left < 0:
        raise CelError(COST_EXCEEDED)


def absorbing(terms: list[Run], *, ending: bool) -> Run:
    """`||` when `ending` is true, `&&` when it is false: the value that ends it wins over errors."""

    def run(frame: Frame) -> object:
        return _decided(terms, frame, ending=ending)

    return run


def _decided(terms: Iterable[Run], frame: Frame, *, ending: bool) -> bool:
    """Return `ending` if a term is; otherwise unknown values and errors win over `not ending`."""
    unknown: CelUnknown | None = None
    error: CelError | None = None
    for term in terms:
        try:
            value = term(frame)
        except CelUnknown as problem:
            unknown = unknown or problem
            continue
        except CelError as problem:
            error = error or problem
            continue
        if value is ending:
            return ending
        if type(value) is not bool:
            error = error or CelError("no such overload")
    if unknown is not None:
        raise unknown
    if error is not None:
        raise error
    return not ending


def _not_iterable(value: object) -> CelError:
    name = _GO_NAMES.get(type(value), type(value).__name__)
    return CelError(f"got '{name}', expected iterable type")


def _rounds(value: object, frame: Frame, slots: tuple[int, ...]) -> Iterable[None]:
    """Set the loop variables, one round after the other."""
    first, second = slots[0], slots[-1]
    pairs = len(slots) > 1
    if type(value) is list:
        charge(frame, len(value))
        for index, item in enumerate(value):
            frame[first] = index
            frame[second] = item
            yield
    elif isinstance(value, dict):
        charge(frame, len(value))
        for key, item in meter_of(frame).entries(value):
            frame[first] = of_key(key)
            if pairs:
                frame[second] = item
            yield
    else:
        raise _not_iterable(value)


def quantifier(items: Run, slots: tuple[int, ...], test: Run, *, ending: bool) -> Run:
    """`exists` when `ending` is true, `all` when it is false."""

    def run(frame: Frame) -> object:
        return _decided((test for _ in _rounds(items(frame), frame, slots)), frame, ending=ending)

    return run


def _holds(value: object) -> bool:
    if type(value) is not bool:
        raise CelError("no such overload")
    return value


def exactly_one(items: Run, slots: tuple[int, ...], test: Run) -> Run:
    """`exists_one`."""

    def run(frame: Frame) -> object:
        return sum(1 for _ in _rounds(items(frame), frame, slots) if _holds(test(frame))) == 1

    return run


def listing(items: Run, slots: tuple[int, ...], test: Run | None, element: Run) -> Run:
    """`map`, `filter` and `transformList`."""

    def run(frame: Frame) -> object:
        source = items(frame)
        built = [element(frame) for _ in _rounds(source, frame, slots) if test is None or _holds(test(frame))]
        if len(built) > 1 and isinstance(source, dict):
            meter_of(frame).unordered = True
        return built

    return run


def mapping(
    items: Run, slots: tuple[int, ...], test: Run | None, inserted: list[Run], choices: list[Overload]
) -> Run:
    """`transformMap` and `transformMapEntry`."""

    def run(frame: Frame) -> object:
        built: dict[object, object] = {}
        for _ in _rounds(items(frame), frame, slots):
            if test is None or _holds(test(frame)):
                values = (built, *(part(frame) for part in inserted))
                fitting(choices, values)(*values)
        return built

    return run
