"""Turn problems into findings: the texts of the rule, the severity, the span."""

from __future__ import annotations

from dslint.linter.rulebook import rule as rule_of
from dslint.reader.locate import locate
from dslint.reader.objects import Manifest
from dslint.values.finding import Finding, Fix, RelatedPlace
from dslint.values.path import field_text
from dslint.values.problem import REFUSALS, Problem, Severity


def severity_of(problem: Problem) -> Severity:
    """Return the severity: error for rejections, warning for the server's warnings, else the rule's own."""
    if problem.source in REFUSALS:
        return "error"
    if problem.severity is not None:
        return problem.severity
    if problem.source == "api-warning":
        return "warning"
    rule = rule_of(problem.rule)
    return rule.severity if rule is not None else "warning"


def finding_of(
    problem: Problem,
    manifest: Manifest,
    file: str,
    versions: tuple[str, ...] = (),
) -> Finding:
    """Locate a problem of one manifest in its file."""
    document, node = manifest.document, manifest.node
    fix = _fix(problem, manifest)
    return Finding(
        rule=problem.rule,
        severity=severity_of(problem),
        message=problem.message,
        file=file,
        span=locate(document, node, problem.path, problem.anchor),
        field=problem.field if problem.field is not None else field_text(problem.path),
        source=problem.source,
        reason=problem.reason,
        object=manifest.name,
        related=tuple(
            RelatedPlace(file, locate(document, node, place.path, place.anchor), place.message)
            for place in problem.related
        ),
        fix=fix,
        result=problem.result,
        write=_written(problem, fix),
        versions=versions,
        origin=document.origin,
        note=problem.note,
    )


def _fix(problem: Problem, manifest: Manifest) -> Fix | None:
    if not problem.changes:
        return None
    from dslint.linter.fix_of import fix_of  # noqa: PLC0415 - only where something is to be changed

    return fix_of(problem, manifest)


def _written(problem: Problem, fix: Fix | None) -> str:
    """Return what to write; if only quotes are missing, the value from the file with quotes."""
    if fix is None or problem.changes[0].action != "quote":
        return problem.write
    last = problem.path[-1]
    return f"{last}: {fix.edits[0].text}" if isinstance(last, str) else fix.edits[0].text


def place_order(finding: Finding) -> tuple[str, int, int, str, str, str]:
    """Return the sort key: by place, then by name, so that output never depends on the order of work."""
    span = finding.span
    line, column = (span.line, span.column) if span is not None else (0, 0)
    return finding.file, line, column, finding.rule, finding.field or "", finding.message
