"""SARIF 2.1.0, for code scanning: regions, rule help, fixes and fingerprints."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote

from dslint.linter.rulebook import rule as rule_of
from dslint.report.findings.fingerprint import fingerprints
from dslint.values.finding import Finding, Fix, OwnRule, RelatedPlace, Report, Suppressed
from dslint.values.span import Span
from dslint.values.typed import Any
from dslint.version import __version__

_LEVELS = {"error": "error", "warning": "warning", "info": "note"}
_EXTERNAL = frozenset({"configuration", "baseline"})
"""Suppressions that are not in the manifest's own file."""
_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def render(report: Report) -> str:
    """The report as one SARIF log with one run."""
    shown = [*report.findings, *(hidden.finding for hidden in report.suppressed)]
    ids = sorted({finding.rule for finding in shown})
    texts = dict(report.texts)
    own = {rule.id: rule for rule in report.own_rules}
    results = [
        _result(finding, ids.index(finding.rule), print_, texts.get(finding.file, ""))
        for finding, print_ in zip(report.findings, fingerprints(report), strict=True)
    ]
    if report.suppressed:  # either no result says whether it is suppressed, or all do
        results = [{**result, "suppressions": []} for result in results]
    results += [_hidden(hidden, ids.index(hidden.finding.rule), texts) for hidden in report.suppressed]
    driver = {
        "name": "dslint",
        "version": __version__,
        "semanticVersion": __version__,
        "rules": [_rule(name, own) for name in ids],
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(name: str, own: Mapping[str, OwnRule]) -> dict[str, Any]:
    rule = own.get(name) or rule_of(name)
    summary = rule.summary if rule is not None else name
    return {
        "id": name,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": summary},
        "help": {"text": f"{summary}\nThe whole page: dslint explain {name}"},
        "defaultConfiguration": {"level": _LEVELS[rule.severity if rule is not None else "warning"]},
    }


def _result(finding: Finding, index: int, fingerprint: str, text: str) -> dict[str, Any]:
    write = f"Write: {finding.write}" if finding.write else ""
    origin = f"From {finding.origin}" if finding.origin else ""
    words = "\n".join(part for part in (finding.message, finding.result, write, origin) if part)
    result: dict[str, Any] = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": words},
        "locations": [_location(finding.file, finding.span)],
        "partialFingerprints": {"dslint/v1": fingerprint},
    }
    if finding.related:
        result["relatedLocations"] = [_related(place) for place in finding.related]
    if finding.fix is not None and text:
        result["fixes"] = [_fix(finding.file, finding.fix, text)]
    return result


def _hidden(hidden: Suppressed, index: int, texts: dict[str, str]) -> dict[str, Any]:
    result = _result(hidden.finding, index, "", texts.get(hidden.finding.file, ""))
    del result["partialFingerprints"]
    kind = "external" if hidden.kind in _EXTERNAL else "inSource"
    result["suppressions"] = [{"kind": kind, "justification": hidden.why}]
    return result


def _related(place: RelatedPlace) -> dict[str, Any]:
    return {**_location(place.file, place.span), "message": {"text": place.message}}


def _location(file: str, span: Span | None) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(file)}}
    if span is not None:
        physical["region"] = {
            "startLine": span.line,
            "startColumn": span.column,
            "endLine": span.end_line,
            "endColumn": max(span.end_column, 1),
        }
    return {"physicalLocation": physical}


def _uri(file: str) -> str:
    """Return a path as a relative reference; bytes that are not UTF-8 are kept."""
    return quote(file, safe="/", errors="surrogateescape")


def _fix(file: str, fix: Fix, text: str) -> dict[str, Any]:
    replacements = [
        {
            "deletedRegion": _region(text, edit.start, edit.end),
            "insertedContent": {"text": edit.text},
        }
        for edit in fix.edits
    ]
    change = {"artifactLocation": {"uri": _uri(file)}, "replacements": replacements}
    return {"description": {"text": fix.title}, "artifactChanges": [change]}


def _region(text: str, start: int, end: int) -> dict[str, int]:
    """Return offsets as lines and columns for viewers."""
    return {
        "startLine": text.count("\n", 0, start) + 1,
        "startColumn": start - (text.rfind("\n", 0, start) + 1) + 1,
        "endLine": text.count("\n", 0, end) + 1,
        "endColumn": end - (text.rfind("\n", 0, end) + 1) + 1,
    }
