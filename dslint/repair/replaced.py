"""Helpers for findings that replace others."""

from __future__ import annotations

from collections.abc import Sequence

from dslint.values.finding import Finding, RelatedPlace
from dslint.values.problem import Source
from dslint.values.span import Span
from dslint.values.typed import Final

_WORST_FIRST: Final[tuple[Source, ...]] = ("yaml", "decode", "strict", "api", "policy", "api-warning")
_NOWHERE: Final = Span(0, 0, 0, 0)


def gravest(findings: Sequence[Finding]) -> Finding | None:
    """Return the finding of the earliest source; among equals, the first in the text."""
    return min(
        findings,
        key=lambda finding: (_WORST_FIRST.index(finding.source), finding.span or _NOWHERE),
        default=None,
    )


def as_related(findings: Sequence[Finding]) -> tuple[RelatedPlace, ...]:
    """Return the findings as related places of the finding that replaces them."""
    return tuple(
        RelatedPlace(finding.file, finding.span, finding.message, finding.rule) for finding in findings
    )
