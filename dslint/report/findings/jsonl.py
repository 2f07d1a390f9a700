"""One JSON object per line and finding, for streams and log tools."""

from __future__ import annotations

import json

from dslint.report.findings.finding_json import finding_record
from dslint.values.finding import Report


def render(report: Report) -> str:
    """All findings, a line each."""
    return "".join(
        f"{json.dumps(finding_record(finding), ensure_ascii=False)}\n" for finding in report.findings
    )
