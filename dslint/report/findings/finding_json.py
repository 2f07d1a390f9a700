"""Findings as plain JSON data: the shape that json, jsonl and other machine formats share."""

from __future__ import annotations

from dslint.values.finding import Finding, RelatedPlace, Suppressed
from dslint.values.span import Span
from dslint.values.typed import Any


def finding_record(finding: Finding) -> dict[str, Any]:
    """One finding with the names of the stable interface, its span flattened."""
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "message": finding.message,
        "file": finding.file,
        **_flat(finding.span),
        "field": finding.field,
        "source": finding.source,
        "reason": finding.reason,
        "object": finding.object._asdict() if finding.object is not None else None,
        "result": finding.result,
        "write": finding.write,
        "note": finding.note,
        "versions": list(finding.versions),
        "origin": finding.origin,
        "related": [_related(place) for place in finding.related],
        "fix": _fix(finding),
    }


def suppressed_record(hidden: Suppressed) -> dict[str, Any]:
    """Return a finding that a comment hides, and the reason."""
    return {**finding_record(hidden.finding), "why": hidden.why, "kind": hidden.kind, "where": hidden.where}


def _flat(span: Span | None) -> dict[str, int | None]:
    return dict.fromkeys(Span._fields) if span is None else span._asdict()


def _related(place: RelatedPlace) -> dict[str, Any]:
    return {"file": place.file, "message": place.message, "rule": place.rule, **_flat(place.span)}


def _fix(finding: Finding) -> dict[str, Any] | None:
    fix = finding.fix
    if fix is None:
        return None
    return {"title": fix.title, "safe": fix.safe, "edits": [edit._asdict() for edit in fix.edits]}
