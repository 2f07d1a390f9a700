"""The closing lines of a run: the number of findings, of rejections, and of hidden and skipped ones."""

from __future__ import annotations

from collections import Counter

from dslint.reader.patches import is_patch
from dslint.values.finding import LEFT_OUT, Report, Suppressed
from dslint.values.limits import LIMIT_MET
from dslint.values.problem import SEVERITIES
from dslint.values.words import counted


def summary(report: Report) -> str:
    """Return one line: counts, the number of rejected DaemonSets, and the scope of the run."""
    parts = [counts_of(report)]
    refused = {
        (finding.file, finding.object)
        for finding in report.findings
        if finding.refused and finding.object is not None
    }
    if refused:
        verb = "is" if len(refused) == 1 else "are"
        total = max(report.daemonsets, len(refused))  # lost indentation makes some hard to count
        parts.append(f"{len(refused)} of {counted(total, 'DaemonSet')} {verb} rejected")
    if report.suppressed:
        parts.append(_suppressed(report))
    if report.skipped:
        parts.append(f"{len(report.skipped)} not linted")
    return f"{'; '.join(parts)}. {counted(report.files, 'file')}, Kubernetes {report.kubernetes}"


def clean(report: Report) -> str:
    """Return the line of a run without findings, with the number of files and DaemonSets."""
    looked_at = f"{counted(report.daemonsets, 'DaemonSet')} in {counted(report.files, 'file')}"
    return f"{looked_at}, no findings{not_linted(report)}"


def not_linted(report: Report) -> str:
    """Return the number of skipped files for the end of a line; empty if there are none."""
    return f"; {len(report.skipped)} not linted" if report.skipped else ""


def unchanged(report: Report) -> str:
    """Return the line of an upgrade: the number of unaffected DaemonSets."""
    changed = {
        (finding.file, finding.object) for finding in report.findings if finding.rule.startswith("upgrade-")
    }
    total = counted(report.daemonsets, "DaemonSet")
    untouched = report.daemonsets - len(changed)
    return f"upgrade {report.kubernetes}: nothing changes for {untouched} of {total}"


def counts_of(report: Report) -> str:
    """`1 error, 2 warnings`, or `no findings`."""
    counts = Counter(finding.severity for finding in report.findings)
    found = ", ".join(_count(counts[severity], severity) for severity in SEVERITIES if counts[severity])
    return found or "no findings"


def _count(number: int, severity: str) -> str:
    return f"{number} info" if severity == "info" else counted(number, severity)


def _suppressed(report: Report) -> str:
    """`3 suppressed (1 refused), 5 in the baseline (2 refused)`."""
    in_baseline = [hidden for hidden in report.suppressed if hidden.kind == "baseline"]
    others = [hidden for hidden in report.suppressed if hidden.kind != "baseline"]
    parts = [f"{len(others)} suppressed{_refused(others)}"] if others else []
    if in_baseline:
        parts.append(f"{len(in_baseline)} in the baseline{_refused(in_baseline)}")
    return ", ".join(parts)


def _refused(hidden: list[Suppressed]) -> str:
    refusals = sum(one.finding.refused for one in hidden)
    return f" ({refusals} rejected)" if refusals else ""


def statistics(report: Report) -> list[str]:
    """Return how often each rule fired, the most frequent first."""
    counts = Counter((finding.rule, finding.severity) for finding in report.findings)
    width = len(str(max(counts.values(), default=0)))
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [f"{number:>{width}}  {severity:<7}  {rule}" for (rule, severity), number in ordered]


def skipped_lines(report: Report, *, one_by_one: bool = False) -> list[str]:
    """Return a line per reason and chart or folder of skipped files, with the remedy.

    Files that the repository itself excludes appear only with --verbose; the summary counts them.
    """
    if one_by_one:
        return [_skipped_line([skipped.file], skipped.why, skipped.command) for skipped in report.skipped]
    groups: dict[tuple[str, str], list[str]] = {}
    for skipped in report.skipped:
        if skipped.why in LEFT_OUT:
            continue
        groups.setdefault((skipped.why, skipped.command), []).append(skipped.file)
    return [_skipped_line(files, why, command) for (why, command), files in sorted(groups.items())]


def _skipped_line(files: list[str], why: str, command: str) -> str:
    more = f" and {len(files) - 1} more" if len(files) > 1 else ""
    render = f"; render {'them' if more else 'it'}: {command}" if command else ""
    what = "checked only as a patch" if is_patch(why) else "not linted"
    if why.startswith(LIMIT_MET):
        what = "checked only in part"
    return f"{what}: {files[0]}{more} ({why}){render}"
