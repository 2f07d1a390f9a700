"""Keep text from a manifest or a file name on one line in reports for people."""

from __future__ import annotations

from dslint.values.finding import Finding, ObjectName, RelatedPlace, Report
from dslint.values.printable import invisible_escaped


def on_one_line(report: Report) -> Report:
    r"""Return the report with line feeds in messages, names and files as `\n`."""
    return report._replace(
        findings=tuple(map(_finding, report.findings)),
        suppressed=tuple(
            hidden._replace(finding=_finding(hidden.finding), why=_text(hidden.why))
            for hidden in report.suppressed
        ),
        skipped=tuple(
            skipped._replace(file=_text(skipped.file), why=_text(skipped.why), command=_text(skipped.command))
            for skipped in report.skipped
        ),
        texts=tuple((_text(file), text) for file, text in report.texts),
    )


def _finding(finding: Finding) -> Finding:
    name = finding.object
    return finding._replace(
        message=_text(finding.message),
        file=_text(finding.file),
        field=_text(finding.field) if finding.field is not None else None,
        object=ObjectName(*map(_text, name)) if name is not None else None,
        related=tuple(map(_related, finding.related)),
        origin=_text(finding.origin),
        note=_text(finding.note),
    )


def _related(place: RelatedPlace) -> RelatedPlace:
    return place._replace(file=_text(place.file), message=_text(place.message))


def _text(text: str) -> str:
    return invisible_escaped(text.replace("\n", "\\n"))
