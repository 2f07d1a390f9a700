"""Build reports: of one text, and of many."""

from __future__ import annotations

from collections.abc import Iterable

from dslint.kubernetes.versions import range_text
from dslint.linter.findings import place_order
from dslint.values.finding import Finding, Report, Suppressed


def report_of(
    text: str,
    file: str,
    versions: tuple[str, ...],
    findings: Iterable[Finding],
    suppressed: tuple[Suppressed, ...] = (),
    *,
    daemonsets: int,
) -> Report:
    """Return the report of one text; the text is kept only if excerpts will be shown."""
    ordered = tuple(sorted(findings, key=place_order))
    return Report(
        findings=ordered,
        suppressed=suppressed,
        kubernetes=range_text(versions),
        files=1,
        daemonsets=daemonsets,
        texts=((file, text),) if ordered or suppressed else (),
    )


def merged(reports: list[Report], versions: tuple[str, ...]) -> Report:
    """Merge the reports of several files into one, sorted by file and place."""
    return Report(
        findings=tuple(
            sorted((finding for report in reports for finding in report.findings), key=place_order)
        ),
        suppressed=tuple(hidden for report in reports for hidden in report.suppressed),
        skipped=tuple(sorted(skipped for report in reports for skipped in report.skipped)),
        kubernetes=range_text(versions),
        files=sum(report.files for report in reports),
        daemonsets=sum(report.daemonsets for report in reports),
        texts=tuple(sorted(text for report in reports for text in report.texts)),
        left_out=tuple(name for report in reports for name in report.left_out),
        errors=tuple(error for report in reports for error in report.errors),
        crashes=tuple(crash for report in reports for crash in report.crashes),
        used=frozenset(place for report in reports for place in report.used),
    )


def with_more(report: Report, more: Report) -> Report:
    """Add the findings of another report on the same files."""
    if not (more.findings or more.suppressed):
        return report
    return report._replace(
        findings=tuple(sorted((*report.findings, *more.findings), key=place_order)),
        suppressed=(*report.suppressed, *more.suppressed),
        texts=tuple(sorted({**dict(more.texts), **dict(report.texts)}.items())),
        used=report.used | more.used,
    )
