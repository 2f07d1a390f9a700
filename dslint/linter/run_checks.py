"""Run dslint's own checks on one DaemonSet: rules as data, checks as code.

Those that look at a whole stream are run by `run_stream_checks`.
"""

from __future__ import annotations

from collections.abc import Iterator

from dslint.checks.base import Hit, Subject
from dslint.checks.table import CHECKS, check_named
from dslint.linter.rule import Rule
from dslint.values.finding import Crash
from dslint.values.problem import Problem


def advise(subject: Subject, rules: tuple[Rule, ...], file: str) -> Iterator[Problem | Crash]:
    """Yield what the rules find. A check that crashes yields a Crash and the others go on."""
    for rule in rules:
        name = rule.check
        if name is None or not CHECKS.applies(name, subject.keys):
            continue
        check = check_named(name)
        if check is None:
            continue
        try:
            for hit in check(subject, rule.params):
                yield _problem(rule, hit)
        except Exception as error:  # noqa: BLE001 - a rule that fails must be named, whatever it raised
            yield Crash(rule.id, file, f"{type(error).__name__}: {error}")


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
