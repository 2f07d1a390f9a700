"""What the server says of replacing one manifest by another, as findings in the new text."""

from __future__ import annotations

from dslint.kubernetes.update import judge_update
from dslint.linter.engine import daemonsets_of, errors_of, unreadable
from dslint.linter.findings import finding_of
from dslint.linter.reports import report_of
from dslint.reader.stream import Stream, read_stream
from dslint.values.finding import Finding, Update


def lint_update(old: str | bytes, new: str | bytes, file: str, version: str) -> Update:
    """Judge the first DaemonSet of `new` as a replacement of the first one of `old`.

    A text that cannot be read or holds no DaemonSet is judged as far as it goes: its syntax
    error is a finding, and nothing changes.
    """
    before, after = read_stream(old), read_stream(new)
    findings = _syntax(before, f"{file} (old)") + _syntax(after, file)
    changed = False
    old_sets, new_sets = daemonsets_of(before), daemonsets_of(after)
    if old_sets and new_sets:
        judgement = judge_update(old_sets[0].data, new_sets[0].data, version)
        findings += [finding_of(problem, new_sets[0], file, (version,)) for problem in judgement.problems]
        changed = judgement.template_changed
    return Update(report_of(after.text, file, (version,), findings, daemonsets=len(new_sets)), changed)


def _syntax(stream: Stream, file: str) -> list[Finding]:
    return [unreadable(error, file) for error in errors_of(stream)]
