"""From all findings of a text to those that are reported: suppressions first, then the selection of the run.

Hidden first and selected later: a rule that the profile does not show is no reason to call its
suppression unused.
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
"""What a text with a suppression in it contains."""


def may_suppress(text: str) -> bool:
    """Whether a text may hold a suppression."""
    return any(mark in text for mark in _MARKS)


class Shown(NamedTuple):
    """What is reported, what is hidden, and where the entries of configurations that hid something are."""

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
    """Hide what suppressions hide, complain of those that hide nothing, keep what the run wants.

    Without `complain`, nothing is said of suppressions: what looks for some rules only cannot
    tell which of them hide nothing. `looked_for` says which rules such a run can tell it of; the
    default is every rule of lint.
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
