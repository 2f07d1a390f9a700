"""Hide the findings that comments hide, and complain of comments that hide nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from dslint.linter.rulebook import rules
from dslint.linter.suppression_comments import Suppression
from dslint.values.finding import Finding, Suppressed
from dslint.values.span import Span

UNUSED = "unused-suppression"
UNKNOWN = "unknown-suppression"
REASONLESS = "suppression-without-reason"


class Applied(NamedTuple):
    """What is left of the findings, what was hidden, and what is wrong with the suppressions themselves."""

    kept: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]
    complaints: tuple[Finding, ...]


def apply(
    findings: Iterable[Finding],
    suppressions: Sequence[Suppression],
    file: str,
    looked_for: Callable[[str], bool] = lambda _: True,
) -> Applied:
    """Hide what the suppressions of one file name.

    Give all findings, before any selection by profile: a rule that the profile does not show is
    no reason to call its suppression unused. `looked_for` says whether this run can find a rule at
    all; suppressions of other rules are left in peace.
    """
    by_line = {
        (suppression.line, name.id): suppression for suppression in suppressions for name in suppression.names
    }
    kept: list[Finding] = []
    hidden: list[Suppressed] = []
    used: set[tuple[int, str | None]] = set()
    found: list[tuple[int, str | None]] = []
    for finding in findings:
        place = (finding.span.line if finding.span is not None else 0, finding.rule)
        found.append(place)
        suppression = by_line.get(place)
        if suppression is not None:
            used.add(place)
        if suppression is None or (finding.refused and not suppression.reason):
            kept.append(finding)
        else:
            hidden.append(Suppressed(finding, suppression.reason))
    state = _State(frozenset(used), tuple(found), looked_for)
    complaints = tuple(complaint for each in suppressions for complaint in _complaints(each, file, state))
    return Applied(tuple(kept), tuple(hidden), complaints)


class _State(NamedTuple):
    """What the suppressions of a file are held against; places are (line, rule)."""

    used: frozenset[tuple[int, str | None]]
    found: tuple[tuple[int, str | None], ...]
    looked_for: Callable[[str], bool]

    def is_unused(self, line: int, known: str) -> bool:
        return (line, known) not in self.used and self.looked_for(known)

    def elsewhere(self, line: int, known: str) -> str:
        """The nearest line that the comment would have something to hide on."""
        near = min((at for at, rule in self.found if rule == known), key=lambda at: abs(at - line), default=0)
        return f"; it reports something on line {near}" if near else ""


def _complaints(suppression: Suppression, file: str, state: _State) -> Iterator[Finding]:
    if suppression.verb != "ignore" or not suppression.names:
        yield _complaint(UNKNOWN, file, suppression.span, *_names_nothing(suppression))
        return
    for name in suppression.names:
        known = name.id
        if known is None:
            message, write = f"unknown rule {name.written!r}", _nearest(name.written)
            yield _complaint(UNKNOWN, file, name.span, message, "The comment hides nothing.", write)
        elif state.is_unused(suppression.line, known):
            near = state.elsewhere(suppression.line, known)
            message = f"unused suppression: {known} reports nothing on line {suppression.line}{near}"
            result = "The comment hides nothing now; later it might hide a new problem."
            write = "the comment at the end of that line" if near else "no comment"
            yield _complaint(UNUSED, file, name.span, message, result, write)
    if not suppression.reason and any(
        name.id and not state.is_unused(suppression.line, name.id) for name in suppression.names
    ):
        yield _complaint(
            REASONLESS,
            file,
            suppression.span,
            "suppression without a reason",
            (
                "Later nobody can tell whether it is still needed. "
                "API server errors are only suppressed with a reason."
            ),
            f"# dslint: ignore[{', '.join(name.written for name in suppression.names)}] <why>",
        )


def _names_nothing(suppression: Suppression) -> tuple[str, str, str]:
    said = suppression.verb or "nothing"
    message = "suppression without a rule" if suppression.verb == "ignore" else f"unknown directive {said!r}"
    return (
        message,
        "The comment hides nothing; there is no way to suppress all rules.",
        "# dslint: ignore[<rule>] <why>",
    )


def _nearest(written: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only for a mistake

    near = get_close_matches(written, rules(), 1)
    return f"ignore[{near[0]}]" if near else "an id that `dslint rules` lists"


def _complaint(rule_id: str, file: str, span: Span, message: str, result: str, write: str) -> Finding:
    return Finding(
        rule=rule_id,
        severity="warning",
        message=message,
        file=file,
        span=span,
        field=None,
        source="policy",
        reason=None,
        object=None,
        result=result,
        write=write,
    )
