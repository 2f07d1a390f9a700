"""`--baseline` and `--update-baseline`: hide known findings, and record the current ones.

`plan` and `diff` only hide; lint writes the file and reports entries without a finding.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

from dslint.cli.configuration.judging import Judging
from dslint.cli.configuration.loading import inside, shown
from dslint.cli.exits import UsageError
from dslint.cli.lint_call import LintCall
from dslint.cli.opening import read_inside, reason
from dslint.cli.outputs.stderr import note
from dslint.linter.config.user_files import UserFileError
from dslint.linter.findings import place_order
from dslint.linter.suppressing.baseline import (
    DEFAULT_FILE,
    Baseline,
    Entry,
    apply_baseline,
    entries_of,
    read_baseline,
    stale_finding,
    write_baseline,
)
from dslint.values.finding import Report
from dslint.values.words import counted

if TYPE_CHECKING:
    from dslint.cli.calls import CommonCall

_LARGEST = 50_000_000
"""In bytes; a baseline has one line per finding."""

Looked = Callable[[Entry], bool]
"""Whether a run looked for the finding of an entry, so that it can report the entry as unused."""


def baseline_path(call: LintCall | CommonCall, judging: Judging) -> str | None:
    """Return the baseline file of a run, or None: named, configured, or the default for writing."""
    if call.baseline is not None:
        return call.baseline
    loaded = judging.config_of_folder(".")
    setting = loaded.config.layer.get("baseline") if loaded is not None else None
    if loaded is not None and setting is not None:
        place = setting.places[0]
        return inside(setting.value, loaded.config.folders[place.file], loaded.top, f"{place}: baseline")
    return DEFAULT_FILE if isinstance(call, LintCall) and call.update_baseline else None


def with_baseline(report: Report, call: LintCall, judging: Judging, looked: Looked) -> Report:
    """Return the report without known findings. Raises UsageError for an unreadable baseline."""
    path = baseline_path(call, judging)
    if path is None:
        return report
    baseline = _read(path, missing_is_empty=call.update_baseline)
    applied = apply_baseline(report, baseline)
    if call.update_baseline:
        return _updated(report, baseline, applied.stale, path, looked)
    stale = [stale_finding(entry, baseline.file) for entry in applied.stale if looked(entry)]
    findings = tuple(sorted((*applied.kept, *stale), key=place_order))
    texts = {**dict(report.texts), **({baseline.file: baseline.text} if stale else {})}
    return report._replace(
        findings=findings,
        suppressed=(*report.suppressed, *applied.hidden),
        texts=tuple(sorted(texts.items())),
    )


def hiding_known(call: CommonCall, judging: Judging) -> Callable[[Report], Report]:
    """Return a function that removes known findings from a report. Raises UsageError like `with_baseline`."""
    path = baseline_path(call, judging)
    if path is None:
        return lambda report: report
    baseline = _read(path, missing_is_empty=False)

    def without_known(report: Report) -> Report:
        applied = apply_baseline(report, baseline)
        return report._replace(findings=applied.kept, suppressed=(*report.suppressed, *applied.hidden))

    return without_known


def _read(path: str, *, missing_is_empty: bool) -> Baseline:
    if not os.path.lexists(path):
        if missing_is_empty:
            return Baseline(shown(path))
        raise UsageError(
            f"baseline {shown(path)} does not exist; create it with: dslint lint --update-baseline"
        )
    try:
        content = read_inside(path, os.path.dirname(os.path.abspath(path)), _LARGEST)
        return read_baseline(content, shown(path))
    except OSError as error:
        raise UsageError(f"cannot read the baseline {shown(path)}: {reason(error)}") from None
    except UserFileError as error:
        raise UsageError(str(error)) from None


def _updated(
    report: Report, baseline: Baseline, stale: tuple[Entry, ...], path: str, looked: Looked
) -> Report:
    """Write the baseline again: the current findings, and entries for files that this run did not read."""
    now = entries_of(report.findings, dict(report.texts))
    seen = {entry.key for entry in now}
    kept = [entry._replace(span=None) for entry in stale if not looked(entry) and entry.key not in seen]
    removed = sum(entry.times for entry in stale if looked(entry))
    _write(path, write_baseline([*now, *kept]))
    known = {entry.key for entry in baseline.entries}
    added = sum(entry.times for entry in now if entry.key not in known)
    note(
        f"{shown(path)}: {counted(sum(entry.times for entry in (*now, *kept)), 'finding')}, "
        f"{added} added, {removed} removed"
    )
    if not baseline.entries:
        note(f"use it with `dslint lint --baseline`, or write `baseline: {shown(path)}` in .dslint.yaml")
    applied = apply_baseline(report, Baseline(shown(path), now))
    return report._replace(findings=applied.kept, suppressed=(*report.suppressed, *applied.hidden))


def _write(path: str, text: str) -> None:
    from dslint.cli.outputs.files import write_report

    try:
        write_report(path, text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise UsageError(f"cannot write {path}: {reason(error)}") from None
