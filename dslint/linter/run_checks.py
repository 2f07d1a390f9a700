"""Run dslint's own checks on one DaemonSet: rules as data, checks as code.

`run_stream_checks` runs those that look at a whole stream.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dslint.checks.base import Hit, Subject
from dslint.checks.table import CHECKS, check_named, keys_of, looks_beyond
from dslint.linter.rule import Rule, filled
from dslint.values.finding import Crash
from dslint.values.problem import Problem
from dslint.values.typed import Final, NamedTuple, TypeVar


def advise(subject: Subject, rules: tuple[Rule, ...], file: str) -> Iterator[Problem | Crash]:
    """Yield the findings of the rules. A check that crashes yields a Crash, and the others go on."""
    keys = subject.keys
    for rule, name, needed in _with_checks(rules):
        if needed and needed.isdisjoint(keys):
            continue
        check = CHECKS.loaded.get(name) or check_named(name)
        if check is None:
            continue
        try:
            for hit in check(subject, rule.params):
                yield _problem(rule, hit)
        except Exception as error:  # noqa: BLE001 - a rule that fails must be named, whatever it raised
            yield Crash(rule.id, file, f"{type(error).__name__}: {error}")


_Sought = tuple[Rule, str, frozenset[str]]
"""A rule with a check, the check's name, and the keys of which it needs at least one."""

Found = TypeVar("Found")
_MOST_KEPT: Final = 8


def _kept(make: Callable[[tuple[Rule, ...]], Found]) -> Callable[[tuple[Rule, ...]], Found]:
    """Let a function keep its answers for the last few sets of rules, which usually come again."""
    last: dict[int, tuple[tuple[Rule, ...], Found]] = {}

    def answer(rules: tuple[Rule, ...]) -> Found:
        known = last.get(id(rules))
        if known is None or known[0] is not rules:
            if len(last) >= _MOST_KEPT:
                last.clear()
            known = last[id(rules)] = (rules, make(rules))
        return known[1]

    return answer


@_kept
def _with_checks(rules: tuple[Rule, ...]) -> list[_Sought]:
    return [(rule, rule.check, keys_of(rule.check)) for rule in rules if rule.check is not None]


class Parts(NamedTuple):
    """Rules by the scope of their checks: the DaemonSet only, or more. `places` orders their findings."""

    own: tuple[Rule, ...]
    beyond: tuple[Rule, ...]
    places: dict[str, int]


@_kept
def parts_of(rules: tuple[Rule, ...]) -> Parts:
    """Split the rules into those whose checks look only at the DaemonSet, and the others."""
    beyond = tuple(rule for rule in rules if rule.check is not None and looks_beyond(rule.check))
    own = tuple(rule for rule in rules if rule not in beyond)
    return Parts(own, beyond, {rule.id: place for place, rule in enumerate(rules)})


def _problem(rule: Rule, hit: Hit) -> Problem:
    return Problem(
        rule=rule.id,
        path=hit.path,
        message=filled(rule.message, hit.values),
        anchor=hit.anchor,
        result=filled(rule.result, hit.values),
        write=filled(rule.write, hit.values),
        related=hit.related,
        changes=hit.changes,
        safe=hit.safe,
        note=hit.note or filled(rule.note, hit.values),
        severity="info" if rule.preview else hit.severity or rule.severity,
    )
