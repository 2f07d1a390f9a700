"""One text in, its findings out: read, judge by every version asked for, advise, place, suppress."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dslint.checks.base import Subject
from dslint.checks.stream.stream_objects import StreamObjects
from dslint.kubernetes.validation import judge
from dslint.kubernetes.versions import NEWEST
from dslint.linter.findings import finding_of
from dslint.linter.reports import report_of
from dslint.linter.rulebook import Rule, found_by_lint, policy_rules
from dslint.linter.run_checks import advise
from dslint.linter.selection import Selection
from dslint.reader.misspelt_kinds import kind_of
from dslint.reader.objects import Manifest, objects_of
from dslint.reader.patches import why_not_whole
from dslint.reader.prefilter import daemonsets_and_companions
from dslint.reader.stream import Stream, SyntaxProblem, read_stream
from dslint.values.finding import Crash, Finding, Report, Skipped, Suppressed
from dslint.values.globs import picked
from dslint.values.problem import Problem
from dslint.values.span import Span


class Options(NamedTuple):
    """What to judge by: the versions (oldest first), which findings are wanted, and dslint's own rules.

    `rules` are those with checks; None means all that ship with dslint. With `whole_only`, what is
    only a piece of a manifest (a patch, an assertion, values) is listed as skipped. `only` are
    globs of `namespace/name`; other DaemonSets are left out.
    """

    versions: tuple[str, ...] = (NEWEST,)
    selection: Selection = Selection()
    rules: tuple[Rule, ...] | None = None
    whole_only: bool = False
    only: tuple[str, ...] = ()


DEFAULTS = Options()


def lint_text(text: str | bytes, file: str, options: Options = DEFAULTS) -> Report:
    """Judge every DaemonSet of a text. Never raises; errors are findings, failed rules are crashes.

    Documents behind one that cannot be read are judged too, though kubectl would not get there.
    """
    stream = read_stream(text, only=daemonsets_and_companions, go_on=True)
    manifests = [manifest for document in stream.documents for manifest in objects_of(document)]
    daemonsets, pieces = _told_apart(manifests, file, options)
    if not daemonsets and stream.error is None:
        report = report_of(stream.text, file, options.versions, (), daemonsets=0)
        return report._replace(skipped=pieces)
    findings = [unreadable(error, file) for error in errors_of(stream)]
    crashes: list[Crash] = []
    companions = StreamObjects(manifest.data for manifest in manifests)
    for manifest in daemonsets:
        for found in _judge(manifest, companions, file, options):
            if isinstance(found, Crash):
                crashes.append(found)
            else:
                findings.append(found)
    findings = _folded(findings, file, stream.text, options.versions[-1])
    kept, hidden = _suppress_and_select(findings, stream, file, options.selection)
    report = report_of(stream.text, file, options.versions, kept, hidden, daemonsets=len(daemonsets))
    return report._replace(crashes=tuple(crashes), skipped=pieces)


def _told_apart(
    manifests: list[Manifest], file: str, options: Options
) -> tuple[list[Manifest], tuple[Skipped, ...]]:
    """The DaemonSets to judge, and what is only a piece of one."""
    daemonsets = [manifest for manifest in manifests if is_daemonset(manifest)]
    if options.only:
        daemonsets = [manifest for manifest in daemonsets if picked(manifest.name.key, options.only)]
    if not options.whole_only:
        return daemonsets, ()
    whole: list[Manifest] = []
    pieces: list[Skipped] = []
    for manifest in daemonsets:
        why = why_not_whole(manifest.data)
        if why is None:
            whole.append(manifest)
        else:
            pieces.append(Skipped(file, manifest.document.span(manifest.node).line, why))
    return whole, tuple(pieces)


def _folded(findings: list[Finding], file: str, text: str, version: str) -> list[Finding]:
    """One finding for a bad paste instead of thirty; most files never need the tables this takes."""
    broken = any(
        finding.source in ("yaml", "strict") or finding.rule == "duplicate-key" for finding in findings
    )
    if text.isascii() and not broken:
        return findings
    from dslint.repair.root_cause import fold  # noqa: PLC0415 - only where something could be folded

    return list(fold(findings, file, text, version))


def _suppress_and_select(
    findings: list[Finding], stream: Stream, file: str, selection: Selection
) -> tuple[list[Finding], tuple[Suppressed, ...]]:
    """Hide what comments hide, complain of comments that hide nothing, and keep what the run wants."""

    def wanted(finding: Finding) -> bool:
        return selection.wants(finding.rule, finding.severity, finding.source)

    if "dslint:" not in stream.text:
        return [finding for finding in findings if wanted(finding)], ()
    from dslint.linter.suppression_comments import suppressions_of  # noqa: PLC0415 - few files have any
    from dslint.linter.suppressions import apply  # noqa: PLC0415

    suppressions = suppressions_of(stream.text, stream.documents)
    applied = apply(findings, suppressions, file, found_by_lint)
    kept = [finding for finding in (*applied.kept, *applied.complaints) if wanted(finding)]
    return kept, tuple(hidden for hidden in applied.suppressed if wanted(hidden.finding))


def _judge(
    manifest: Manifest, companions: StreamObjects, file: str, options: Options
) -> Iterator[Finding | Crash]:
    versions_of: dict[Problem, tuple[str, ...]] = {}
    stored: dict[str, object] = {}
    for version in options.versions:
        try:
            judgement = judge(manifest.data, version)
        except Exception as error:  # noqa: BLE001 - one manifest must not end the run for all others
            yield Crash("server", file, f"{type(error).__name__}: {error}")
            return
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
    return kind_of(manifest.data) == "DaemonSet"


def daemonsets_of(stream: Stream) -> list[Manifest]:
    """Every DaemonSet of a stream, in order."""
    return [
        manifest
        for document in stream.documents
        for manifest in objects_of(document)
        if is_daemonset(manifest)
    ]


def errors_of(stream: Stream) -> tuple[SyntaxProblem, ...]:
    """Every place where a text cannot be read."""
    return () if stream.error is None else (stream.error, *stream.later_errors)


def unreadable(error: SyntaxProblem, file: str) -> Finding:
    """The finding for a text that cannot be read to its end."""
    span = Span(error.line, error.column, error.line, error.column)
    return Finding(
        error.rule, "error", error.message, file, span, None, "yaml", None, None, write=error.write
    )
