"""Apply the fixes of a text's findings, as long as they do not make it worse."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from dslint.values.finding import Edit, Finding, Fix
from dslint.values.typed import Final, NamedTuple

MOST_ROUNDS: Final = 10
"""A fix can expose another fixable problem; after this many rounds there is no progress any more."""

Lint = Callable[[str], Sequence[Finding]]
"""A text -> its findings."""


class Kept(NamedTuple):
    """A fix that was not applied, by its finding, and why."""

    finding: Finding
    why: str


class Fixed(NamedTuple):
    """A text with all applicable fixes; `applied` are the fixed findings, in order."""

    text: str
    applied: tuple[Finding, ...]
    dropped: tuple[Kept, ...]
    left: tuple[Finding, ...]
    """The findings in the new text."""


def fix_text(text: str, lint: Lint, *, unsafe: bool = False) -> Fixed:
    """Apply fixes in rounds, and lint again after each, until no fix is left.

    Without `unsafe`, only fixes that cannot change the meaning of a manifest. A fix is dropped and reported
    if the text would become unreadable or have more rejections.
    """
    run = _Run(text, lint, unsafe)
    for _ in range(MOST_ROUNDS):
        if not run.round():
            break
    return Fixed(run.text, tuple(run.applied), tuple(run.dropped), tuple(run.findings))


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Apply edits that do not overlap; all other characters stay the same."""
    pieces: list[str] = []
    at = 0
    for edit in sorted(edits):
        pieces += (text[at : edit.start], edit.text)
        at = edit.end
    return "".join((*pieces, text[at:]))


class _Run:
    """The state of one text during the rounds."""

    def __init__(self, text: str, lint: Lint, unsafe: bool) -> None:  # noqa: FBT001 - private
        self.text = text
        self.lint = lint
        self.unsafe = unsafe
        self.findings = lint(text)
        self.applied: list[Finding] = []
        self.dropped: list[Kept] = []
        self.given_up: set[tuple[object, ...]] = set()
        self.seen = {text}

    def round(self) -> bool:
        """Apply the fixes that fit together, or those that do no harm; return True if the text changed."""
        chosen = _together([finding for finding in self.findings if self._is_wanted(finding)])
        return bool(chosen) and (self._try(chosen) or self._try(self._harmless(chosen)))

    def _harmless(self, chosen: Sequence[Finding]) -> list[Finding]:
        """Return the fixes that can be applied one after another; drop the others."""
        harmless: list[Finding] = []
        for finding in chosen:
            if len(chosen) > 1 and self._improved([*harmless, finding]) is not None:
                harmless.append(finding)
                continue
            self.given_up.add(_identity(finding))
            self.dropped.append(Kept(finding, "it would introduce new errors"))
        return harmless

    def _is_wanted(self, finding: Finding) -> bool:
        fix = finding.fix
        return fix is not None and (fix.safe or self.unsafe) and _identity(finding) not in self.given_up

    def _try(self, chosen: Sequence[Finding]) -> bool:
        improved = self._improved(chosen)
        if improved is None:
            return False
        self.text, self.findings = improved
        self.seen.add(self.text)
        self.applied.extend(chosen)
        return True

    def _improved(self, chosen: Sequence[Finding]) -> tuple[str, Sequence[Finding]] | None:
        """Return the text with some fixes, and its findings; None if it did not improve."""
        text = apply_edits(self.text, [edit for finding in chosen for edit in _edits(finding)])
        if text in self.seen:
            return None
        findings = self.lint(text)
        return None if _weight(findings) > _weight(self.findings) else (text, findings)


def _together(findings: Sequence[Finding]) -> list[Finding]:
    """Return the fixes whose edits do not touch each other; the first in the text wins."""
    chosen: list[Finding] = []
    taken: list[Edit] = []
    for finding in findings:
        edits = _edits(finding)
        if not any(_touch(edit, other) for edit in edits for other in taken):
            chosen.append(finding)
            taken += edits
    return chosen


def _touch(one: Edit, other: Edit) -> bool:
    """Whether two edits change the same place, or insert at the same place."""
    return one.start == other.start or (one.start < other.end and other.start < one.end)


def _weight(findings: Sequence[Finding]) -> tuple[int, int]:
    """Rate how bad a text is: first whether it can be read, then the number of rejections."""
    unread = sum(finding.source == "yaml" for finding in findings)
    refused = sum(_stands_for(finding) for finding in findings if finding.refused)
    return unread, refused


def _stands_for(finding: Finding) -> int:
    """Return the number of findings that a merged finding replaces."""
    return max(1, sum(bool(place.rule) for place in finding.related))


def _edits(finding: Finding) -> tuple[Edit, ...]:
    return finding.fix.edits if finding.fix is not None else ()


def _identity(finding: Finding) -> tuple[object, ...]:
    """Return what identifies a fix, even if the text around it has moved."""
    fix = finding.fix or Fix("", (), safe=True)
    return finding.rule, finding.field, fix.title, tuple(edit.text for edit in fix.edits)
