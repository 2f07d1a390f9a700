"""A finding about a suppression itself: the same shape for comments, the configuration and the baseline."""

from __future__ import annotations

from dslint.values.finding import Finding
from dslint.values.span import Span

UNUSED = "unused-suppression"
REASONLESS = "suppression-without-reason"


def complaint(rule: str, file: str, span: Span | None, message: str, result: str, write: str) -> Finding:
    """A warning at the place of a suppression; it belongs to no object and no field."""
    return Finding(
        rule=rule,
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
