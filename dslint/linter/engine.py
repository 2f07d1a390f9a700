"""One text in, its findings out: read, judge by every version asked for, advise, place, suppress."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dslint.checks.base import Subject
from dslint.kubernetes.validation import judge
from dslint.kubernetes.versions import NEWEST
from dslint.linter.advice import advise
from dslint.linter.findings import finding_of, place_order
from dslint.linter.rulebook import Rule, found_by_lint, policy_rules
from dslint.linter.selection import Selection
from dslint.linter.suppressions import apply, suppressions_of
from dslint.reader.objects import Manifest, objects_of
from dslint.reader.stream import Stream, SyntaxProblem, read_stream
from dslint.values.finding import Crash, Finding, Report, Suppressed
from dslint.values.problem import Problem
from dslint.values.span import Span


class Options(NamedTuple):
    """What to judge by: the versions (oldest first), which findings are wanted, and dslint's own rules.

    `rules` are those with checks; None means all that ship with dslint.
    """

    versions: tuple[str, ...] = (NEWEST,)
    selection: Selection = Selection()
    rules: tuple[Rule, ...] | None = None


def lint_text(text: str | bytes, file: str, options: Options = Options()) -> Report:
    """Judge every DaemonSet of a text. Never raises; errors are findings, failed rules are crashes."""
    stream = read_stream(text)
    manifests = [manifest for document in stream.documents for manifest in objects_of(document)]
    daemonsets = [manifest for manifest in manifests if is_daemonset(manifest)]
    findings: list[Finding] = []
    crashes: list[Crash] = []
    if stream.error is not None:
        findings.append(unreadable(stream.error, file))
    for manifest in daemonsets:
        companions = tuple(other.data for other in manifests if other is not manifest)
        for found in _judge(manifest, companions, file, options):
            if isinstance(found, Crash):
                crashes.append(found)
            else:
                findings.append(found)
    if daemonsets or stream.error is not None:
        findings, hidden = _suppress_and_select(findings, stream, file, options.selection)
    else:
        hidden = ()
    report = report_of(stream, file, options.versions, findings, crashes, daemonsets=len(daemonsets))
    return report._replace(suppressed=hidden)


def _suppress_and_select(
    findings: list[Finding], stream: Stream, file: str, selection: Selection
) -> tuple[list[Finding], tuple[Suppressed, ...]]:
    """Hide what comments hide, complain of comments that hide nothing, and keep what the run wants."""
    suppressions = suppressions_of(stream.text, stream.documents)
    applied = apply(findings, suppressions, file, found_by_lint)

    def wanted(one: Finding) -> bool:
        return selection.wants(one.rule, one.severity, one.source)

    kept = [one for one in (*applied.kept, *applied.complaints) if wanted(one)]
    return kept, tuple(one for one in applied.suppressed if wanted(one.finding))


def _judge(
    manifest: Manifest, companions: tuple[dict[str, object], ...], file: str, options: Options
) -> Iterator[Finding | Crash]:
    versions_of: dict[Problem, tuple[str, ...]] = {}
    stored: dict[str, object] = {}
    for version in options.versions:
        judgement = judge(manifest.data, version)
        stored = judgement.manifest
        for problem in judgement.problems:
            versions_of[problem] = (*versions_of.get(problem, ()), version)
    subject = Subject(
        stored,
        manifest.data,
        manifest.node,
        manifest.document,
        manifest.name,
        options.versions[-1],
        companions,
    )
    for found in advise(subject, policy_rules() if options.rules is None else options.rules, file):
        if isinstance(found, Crash):
            yield found
        else:
            versions_of[found] = options.versions
    for problem, versions in versions_of.items():
        yield finding_of(problem, manifest, file, versions)


def is_daemonset(manifest: Manifest) -> bool:
    """Whether an object is a DaemonSet, or plainly meant to be one."""
    return manifest.name.kind == "DaemonSet"


def daemonsets_of(stream: Stream) -> list[Manifest]:
    """Every DaemonSet of a stream, in order."""
    return [
        manifest
        for document in stream.documents
        for manifest in objects_of(document)
        if is_daemonset(manifest)
    ]


def unreadable(error: SyntaxProblem, file: str) -> Finding:
    """The finding for a text that cannot be read to its end."""
    span = Span(error.line, error.column, error.line, error.column)
    return Finding(
        error.rule, "error", error.message, file, span, None, "yaml", None, None, write=error.write
    )


def report_of(
    stream: Stream,
    file: str,
    versions: tuple[str, ...],
    findings: list[Finding],
    crashes: list[Crash] | None = None,
    *,
    daemonsets: int,
) -> Report:
    """The report of one text; the text itself is kept only where excerpts will be shown."""
    return Report(
        findings=tuple(sorted(findings, key=place_order)),
        kubernetes=shown(versions),
        files=1,
        daemonsets=daemonsets,
        texts=((file, stream.text),) if findings else (),
        crashes=tuple(crashes or ()),
    )


def shown(versions: tuple[str, ...]) -> str:
    """`1.37`, or a range as it is typed: `1.34..1.37`."""
    return versions[0] if len(versions) == 1 else f"{versions[0]}..{versions[-1]}"


def merged(reports: list[Report]) -> Report:
    """The reports of several files as one, sorted by file and place."""
    return Report(
        findings=tuple(sorted((one for report in reports for one in report.findings), key=place_order)),
        suppressed=tuple(one for report in reports for one in report.suppressed),
        skipped=tuple(sorted(one for report in reports for one in report.skipped)),
        kubernetes=reports[0].kubernetes if reports else "",
        files=sum(report.files for report in reports),
        daemonsets=sum(report.daemonsets for report in reports),
        texts=tuple(sorted(one for report in reports for one in report.texts)),
        crashes=tuple(one for report in reports for one in report.crashes),
    )
