"""Select the reported findings of a text: first the suppressions, then the selection of the run.

The order matters: the suppression of a rule that the profile does not show is not unused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dslint.linter.options import JudgedText, Options
from dslint.linter.rule import Rule
from dslint.values.finding import Finding, Suppressed
from dslint.values.typed import NamedTuple

LookedFor = Callable[[Rule], bool]
"""Whether a run can find everything that a rule reports; suppressions of other rules are never unused."""

_MARKS = ("dslint:", "dslint/ignore.")
"""Marks in every text with a suppression."""


def may_suppress(text: str) -> bool:
    """Whether a text may contain a suppression."""
    return any(mark in text for mark in _MARKS)


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
