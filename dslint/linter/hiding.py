"""Select the reported findings of a text: first the suppressions, then the selection of the run.

The order matters: the suppression of a rule that the profile does not show is not unused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dslint.linter.findings import severity_of
from dslint.linter.options import JudgedText, Options
from dslint.linter.rule import Rule
from dslint.linter.selection import Tuning
from dslint.values.finding import Finding, Suppressed
from dslint.values.problem import Problem
from dslint.values.typed import NamedTuple

LookedFor = Callable[[Rule], bool]
"""Whether a run can find everything that a rule reports; suppressions of other rules are never unused."""

BROKEN = ("yaml", "strict")
"""Sources of problems that a bad paste leads to: with one of these, many may have one cause."""

Versions = tuple[str, ...]

_MARKS = ("dslint:", "dslint/ignore.")
"""Marks in every text with a suppression."""


def may_suppress(text: str) -> bool:
    """Whether a text may contain a suppression."""
    return any(mark in text for mark in _MARKS)


def asked_for(problems: dict[Problem, Versions], tuning: Tuning) -> dict[Problem, Versions]:
    """Return the problems of a DaemonSet that a run reports, where nothing else counts the others.

    Most of what the checks find is advice that the profile does not show: it needs no place. All are
    kept where an `ignore` entry of a configuration may hide some, or many may have one cause.
    """
    if tuning.severity or tuning.ignores or any(map(_may_have_one_cause, problems)):
        return problems
    wants = tuning.selection.wants
    return {
        problem: versions
        for problem, versions in problems.items()
        if wants(problem.rule, severity_of(problem), problem.source)
    }


def _may_have_one_cause(problem: Problem) -> bool:
    return problem.source in BROKEN or problem.rule == "duplicate-key"


class Shown(NamedTuple):
    """The reported findings, the hidden ones, and the places of configuration entries that hid something."""

    kept: list[Finding]
    suppressed: tuple[Suppressed, ...]
    used: frozenset[tuple[str, int, int]] = frozenset()


def hide_and_select(
    findings: Iterable[Finding],
    source: JudgedText,
    options: Options,
    *,
    complain: bool = True,
    looked_for: LookedFor | None = None,
) -> Shown:
    """Hide suppressed findings, report unused suppressions, and keep the findings that the run wants.

    Without `complain`, nothing is reported about suppressions, because a run of some rules cannot tell which
    are unused. `looked_for` limits these reports to rules that the run looks for; the default is every rule
    of lint.
    """
    tuned = [options.tuning(finding.object).with_severity(finding) for finding in findings]
    hidden: list[Suppressed] = []
    if may_suppress(source.text):
        from dslint.linter.suppressions import hide  # noqa: PLC0415 - few files have any

        applied = hide(tuned, source, options, looked_for)
        base = options.tuning(None)
        complaints = applied.complaints if complain else ()
        tuned = [*applied.kept, *map(base.with_severity, complaints)]
        hidden += applied.suppressed
    kept: list[Finding] = []
    used: set[tuple[str, int, int]] = set()
    for finding in tuned:
        entry = options.tuning(finding.object).ignored_by(finding)
        if entry is not None and (entry.reason or not options.require_reasons):
            used.add(entry.where)
            file, line, _ = entry.where
            hidden.append(Suppressed(finding, entry.reason, "configuration", f"{file}:{line}"))
        else:
            kept.append(finding)
    return Shown(
        [finding for finding in kept if options.tuning(finding.object).wants(finding)],
        tuple(one for one in hidden if options.tuning(one.finding.object).wants(one.finding)),
        frozenset(used),
    )
