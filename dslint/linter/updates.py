"""What the server says of replacing one manifest by another, as findings in the new text."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.kubernetes.update import judge_update_each
from dslint.linter.engine import daemonsets_of, errors_of, unreadable
from dslint.linter.findings import finding_of
from dslint.linter.options import Options
from dslint.linter.reports import report_of
from dslint.reader.objects import Manifest
from dslint.reader.stream import Stream, read_stream
from dslint.values.finding import Finding, Update


def lint_update(old: str | bytes, new: str | bytes, file: str, version: str) -> Update:
    """Judge the first DaemonSet of `new` as a replacement of the first one of `old`.

    A text that cannot be read or holds no DaemonSet is judged as far as it goes: its syntax
    error is a finding, and nothing changes.
    """
    ((_, update),) = lint_update_each(old, new, file, (version,))
    return update


def lint_update_each(
    old: str | bytes, new: str | bytes, file: str, versions: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Update]]:
    """What `lint_update` says by several versions; versions that say the same come together."""
    before, after = read_stream(old), read_stream(new)
    syntax = _syntax(before, f"{file} (old)") + _syntax(after, file)
    old_sets, new_sets = daemonsets_of(before), daemonsets_of(after)
    if not old_sets or not new_sets:
        report = report_of(after.text, file, versions, syntax, daemonsets=len(new_sets))
        yield versions, Update(report, template_changed=False)
        return
    for together, judgement in judge_update_each(old_sets[0].data, new_sets[0].data, versions):
        findings = [finding_of(problem, new_sets[0], file, together) for problem in judgement.problems]
        if "AdmissionPolicy" in after.text:
            findings += _denials(after, old_sets[0], new_sets[0], file, together)
        report = report_of(after.text, file, together, syntax + findings, daemonsets=len(new_sets))
        yield together, Update(report, judgement.template_changed)


def _denials(
    stream: Stream, old: Manifest, new: Manifest, file: str, versions: tuple[str, ...]
) -> Iterator[Finding]:
    """What the policies in the new text say of the update."""
    from dslint.linter.policies.report import policy_findings  # noqa: PLC0415 - only where there are policies

    return policy_findings(stream, [new], file, Options(versions), {new.name.key: old.data})


def _syntax(stream: Stream, file: str) -> list[Finding]:
    return [unreadable(error, file) for error in errors_of(stream)]
