"""A stable name of a finding, by which dashboards distinguish old from new ones."""

from __future__ import annotations

from collections import Counter
from hashlib import sha256

from dslint.values.finding import Finding, Report


def fingerprints(report: Report) -> list[str]:
    """One fingerprint per finding, in order: rule, file, object and field, never the line.

    Equal findings at one field (two duplicate keys) get a running number.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    prints = []
    for finding in report.findings:
        identity = _identity(finding)
        seen[identity] += 1
        prints.append(
            sha256("\0".join((*identity, str(seen[identity]))).encode("utf-8", "surrogatepass")).hexdigest()[
                :32
            ]
        )
    return prints


def _identity(finding: Finding) -> tuple[str, ...]:
    name = finding.object
    return (
        finding.rule,
        finding.file,
        f"{name.namespace}/{name.name}" if name is not None else "",
        finding.field or "",
    )
