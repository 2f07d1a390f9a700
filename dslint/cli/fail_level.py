"""Options that select findings and decide the exit code, shared by lint, plan and diff."""

from __future__ import annotations

from collections.abc import Mapping

from dslint.cli.exits import FINDINGS, INTERNAL, OK, UsageError
from dslint.kubernetes.versions import NEWEST, Asked, UnknownVersion, asked_for
from dslint.linter.rule import Rule
from dslint.linter.rulebook import rules
from dslint.linter.selection import Selection
from dslint.values.finding import Report
from dslint.values.problem import SEVERITIES
from dslint.values.typed import TYPE_CHECKING
from dslint.values.words import did_you_mean

if TYPE_CHECKING:
    from dslint.cli.calls import CommonCall
    from dslint.cli.lint_call import LintCall

    Call = LintCall | CommonCall


def versions_of(written: str | None, default: str = NEWEST) -> tuple[str, ...]:
    """The versions `--kubernetes` names, oldest first. Raises UsageError for one dslint does not know."""
    return versions_asked(written if written is not None else default).versions


def versions_asked(written: str, *, typed: bool = True) -> Asked:
    """As `versions_of`; a version from a configuration or an inventory (not `typed`) may be unknown."""
    try:
        return asked_for(written, typed=typed)
    except UnknownVersion as error:
        raise UsageError(str(error)) from None


def selection_of(call: Call, known: Mapping[str, Rule] | None = None) -> Selection:
    """Return the selection of the options.

    Raises UsageError for an unknown rule or one that cannot be hidden.

    `known` are the rules of the run; by default those that ship with dslint.
    """
    select, extend, ignore = call.select, call.extend_select, call.ignore
    profile = call.profile or "recommended"
    if not (select or extend or ignore):
        return Selection(profile)
    known = known if known is not None else rules()
    for pattern in (*select, *extend, *ignore):
        matched = _matching(pattern, tuple(known))
        if not matched:
            raise UsageError(_unknown_rule(pattern, tuple(known)))
        for name in matched:
            if pattern in (*select, *ignore) and name == pattern and known[name].refuses:
                raise UsageError(_not_optional(name))
    return Selection(profile, select, extend, ignore)


def _not_optional(name: str) -> str:
    return (
        f"{name} is an API server error and cannot be selected or ignored; if it is intended, "
        f"write beside the line:  # dslint: ignore[{name}] <why>"
    )


def _matching(pattern: str, names: tuple[str, ...]) -> list[str]:
    from fnmatch import fnmatchcase

    return [name for name in names if fnmatchcase(name, pattern)]


def _unknown_rule(pattern: str, names: tuple[str, ...]) -> str:
    return f"unknown rule {pattern!r}; {did_you_mean(pattern, names, '`dslint rules` lists them all')}"


def exit_code(report: Report, fail_on: str) -> int:
    """Return 0 or 1 by the fail level, or 3 if a rule crashed."""
    if report.crashes:
        return INTERNAL
    if fail_on == "never":
        return OK
    level = SEVERITIES.index(fail_on)
    failed = any(SEVERITIES.index(finding.severity) <= level for finding in report.findings)
    return FINDINGS if failed else OK
