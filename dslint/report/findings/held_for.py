"""The versions that a finding applies to, if a run judged by several and not all are affected."""

from __future__ import annotations

from dslint.kubernetes.versions import UnknownVersion, parse_range, spans_text
from dslint.values.finding import Finding, Report


def holds_for_all(versions: tuple[str, ...], judged_by: str) -> bool:
    """Whether a finding applies to every version of a run; `judged_by` is `1.37` or `1.34..1.37`."""
    if not versions or ".." not in judged_by:
        return True
    try:
        return set(parse_range(judged_by)) <= set(versions)
    except UnknownVersion:
        return True


def naming_versions(report: Report) -> Report:
    """Return the report with those versions in the messages, for formats without a field for them."""
    if ".." not in report.kubernetes:
        return report
    return report._replace(findings=tuple(_naming(finding, report.kubernetes) for finding in report.findings))


def _naming(finding: Finding, judged_by: str) -> Finding:
    if holds_for_all(finding.versions, judged_by):
        return finding
    return finding._replace(message=f"{finding.message} (Kubernetes {spans_text(finding.versions)})")
