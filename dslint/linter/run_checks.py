"""Run dslint's own checks on one DaemonSet: rules as data, checks as code.

Those that look at a whole stream are run by `run_stream_checks`.
"""

from __future__ import annotations

from collections.abc import Iterator

from dslint.checks.base import Hit, Subject
from dslint.checks.table import CHECKS, check_named, keys_of
from dslint.linter.rule import Rule
from dslint.values.finding import Crash
from dslint.values.problem import Problem


def advise(subject: Subject, rules: tuple[Rule, ...], file: str) -> Iterator[Problem | Crash]:
    """Yield what the rules find. A check that crashes yields a Crash and the others go on."""
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
"""A rule with a check, the check's name, and the keys without one of which it finds nothing."""

_last: dict[str, tuple[tuple[Rule, ...], list[_Sought]]] = {}
"""The rules that were asked about last: those of one DaemonSet are nearly always those of the next."""


def _with_checks(rules: tuple[Rule, ...]) -> list[_Sought]:
    known = _last.get("rules")
    if known is None or known[0] is not rules:
        found = [(rule, rule.check, keys_of(rule.check)) for rule in rules if rule.check is not None]
        known = _last["rules"] = (rules, found)
    return known[1]


def _problem(rule: Rule, hit: Hit) -> Problem:
    return Problem(
        rule=rule.id,
        path=hit.path,
        message=rule.message.format_map(hit.values),
        anchor=hit.anchor,
        result=rule.result.format_map(hit.values),
        write=rule.write.format_map(hit.values),
        related=hit.related,
        changes=hit.changes,
        safe=hit.safe,
        note=hit.note or rule.note.format_map(hit.values),
        severity="info" if rule.preview else hit.severity or rule.severity,
    )
