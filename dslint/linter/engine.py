"""Turn one text into findings: read, judge by every version, run the checks, locate, suppress."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from dslint.checks.base import Subject
from dslint.checks.stream.stream_objects import StreamObjects
from dslint.kubernetes.judgement import Judgement
from dslint.kubernetes.validation import judge_each
from dslint.kubernetes.versions import in_order
from dslint.linter.findings import finding_of
from dslint.linter.hiding import BROKEN, asked_for, hide_and_select, may_suppress
from dslint.linter.options import DEFAULTS, JudgedText, Options
from dslint.linter.reports import report_of
from dslint.linter.rule import Rule
from dslint.linter.rulebook import policy_rules
from dslint.linter.run_checks import advise
from dslint.linter.stray_documents import stray_documents
from dslint.linter.told_apart import ToldApart, as_written, is_daemonset, told_apart
from dslint.reader.objects import Manifest, objects_of
from dslint.reader.prefilter import (
    companions_of_others,
    daemonsets_and_companions,
    whatever_concerns_daemonsets,
)
from dslint.reader.stream import Filter, Stream, SyntaxProblem, read_stream
from dslint.reader.templates import classify
from dslint.values.finding import Crash, Finding, Report, Skipped
from dslint.values.path import FieldPath
from dslint.values.problem import Problem
from dslint.values.span import Span
from dslint.values.typed import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from dslint.linter.memory import Memory

UNREADABLE: Final = "kubectl cannot read the file; nothing after this place is applied."
"""The result for a text that is not YAML."""


def lint_text(
    text: str | bytes, file: str, options: Options = DEFAULTS, beside: Sequence[Manifest] = ()
) -> Report:
    """Judge every DaemonSet of a text. Never raises; errors are findings, failed rules are crashes.

    Documents after an unreadable one are judged too, although kubectl would not reach them. `beside` are
    related objects of other texts: they are compared, not judged.
    """
    stream = read_stream(text, only=_filter_of(options, beside), go_on=True, sparing=True)
    return lint_stream(stream, file, options, beside)


def lint_stream(
    stream: Stream,
    file: str,
    options: Options = DEFAULTS,
    beside: Sequence[Manifest] = (),
    memory: Memory | None = None,
) -> Report:
    """Do the same for a text that was read with `go_on`. Results in a `memory` are reused."""
    manifests = [manifest for document in stream.documents for manifest in objects_of(document)]
    told = told_apart(manifests, file, options.found, options.only, options.unchanged)
    nobody_asked = not told.whole and stream.error is None and options.found == "walked"
    findings = [unreadable(error, file) for error in errors_of(stream)]
    findings += stray_documents(stream.documents, file, only_lists=nobody_asked)
    crashes: list[Crash] = []
    skipped = list(told.skipped)
    companions = _stream_objects(manifests, told, beside, options)
    all_count = may_suppress(stream.text) or not stream.text.isascii() or stream.error is not None
    for manifest in told.whole:
        judged = _judge(manifest.unpacked(), companions, file, options, memory, all_count=all_count)
        for found in _guarded(judged, file):
            if isinstance(found, Crash):
                crashes.append(found)
            elif isinstance(found, Skipped):
                skipped.append(found)
            else:
                findings.append(found)
    if len(companions) > 1 and (told.whole or beside):
        from dslint.linter.run_stream_checks import advise_stream  # noqa: PLC0415 - most texts hold one object

        for advice in advise_stream(companions, _rules_of(options), file, options.versions):
            if isinstance(advice, Crash):
                crashes.append(advice)
            else:
                findings.append(advice)
    for manifest in told.patches:
        from dslint.linter.patching.patch import lint_patch  # noqa: PLC0415 - few files are patches

        findings += lint_patch(manifest, file, options)
    if options.policies is not None or "AdmissionPolicy" in stream.text:
        from dslint.linter.policies.report import policy_findings  # noqa: PLC0415 - only where there are policies

        findings += policy_findings(stream, told.whole, file, options)
    findings = _as_template(findings, stream, file, options)
    findings = _folded(findings, file, stream.text, options.versions[-1])
    source = JudgedText(stream.text, stream.documents, (*told.whole, *told.patches), file)
    shown = hide_and_select(findings, source, options)
    report = report_of(
        stream.text, file, options.versions, shown.kept, shown.suppressed, daemonsets=len(told.whole)
    )
    return report._replace(
        crashes=tuple(crashes), skipped=tuple(skipped), left_out=told.left_out, used=shown.used
    )


def _stream_objects(
    manifests: list[Manifest], told: ToldApart, beside: Sequence[Manifest], options: Options
) -> StreamObjects:
    """Return the objects of a stream: judged DaemonSets, other objects, and left-out ones as context."""
    others = [manifest for manifest in manifests if not is_daemonset(manifest)]
    here = as_written((*told.whole, *others))
    return StreamObjects(here, left_out=told.context, beside=beside, around=options.around)


def _rules_of(options: Options) -> tuple[Rule, ...]:
    """Return the rules for findings without a DaemonSet."""
    rules = options.tuning(None).rules
    return policy_rules() if rules is None else rules


def _filter_of(options: Options, beside: Sequence[Manifest]) -> Filter:
    if beside:
        return companions_of_others
    return whatever_concerns_daemonsets if options.found == "named" else daemonsets_and_companions


def _as_template(findings: list[Finding], stream: Stream, file: str, options: Options) -> list[Finding]:
    """Return one finding for a template that the user named; others do not get here."""
    if options.found != "named" or classify(stream.text, file) is None:
        return findings
    from dslint.linter.not_rendered import unread_template  # noqa: PLC0415 - most texts are no templates

    return unread_template(findings, stream, file) or findings


def _folded(findings: list[Finding], file: str, text: str, version: str) -> list[Finding]:
    """Merge the findings of a bad paste into one; most files do not need the tables for this."""
    broken = any(finding.source in BROKEN or finding.rule == "duplicate-key" for finding in findings)
    if text.isascii() and not broken:
        return findings
    from dslint.repair.root_cause import fold  # noqa: PLC0415 - only where something could be folded

    return list(fold(findings, file, text, version))


def _guarded(found: Iterator[Finding | Crash | Skipped], file: str) -> Iterator[Finding | Crash | Skipped]:
    """Judge one manifest; an internal error must not end the run for the others."""
    try:
        yield from found
    except Exception as error:  # noqa: BLE001 - named, and exit code 3
        yield Crash("server", file, f"{type(error).__name__}: {error}")


def _judge(
    manifest: Manifest,
    companions: StreamObjects,
    file: str,
    options: Options,
    memory: Memory | None,
    *,
    all_count: bool,
) -> Iterator[Finding | Crash | Skipped]:
    try:
        if memory is not None:
            judgements = memory.judgements(manifest, options.versions)
        else:
            judgements = list(judge_each(manifest.data, options.versions))
    except Exception as error:  # noqa: BLE001 - one manifest must not end the run for all others
        yield Crash("server", file, f"{type(error).__name__}: {error}")
        return
    if options.upgrade:
        from dslint.kubernetes.releases.upgrade import upgrade_problems  # noqa: PLC0415 - few runs ask for it

        for problem in upgrade_problems(judgements):
            yield finding_of(problem, manifest, file, options.versions)
        return
    versions_of = _versions_of(judgements)
    _, newest = judgements[0]
    unread = _unread(versions_of)
    subject = Subject(
        newest.manifest,
        manifest.data,
        manifest.node,
        manifest.document,
        manifest.name._replace(namespace=options.around.namespace or manifest.name.namespace),
        options.versions[-1],
        companions,
    )
    rules = options.tuning(manifest.name).rules
    rules = policy_rules() if rules is None else rules
    advice = memory.advice(subject, rules, file) if memory is not None else advise(subject, rules, file)
    for found in advice:
        if isinstance(found, Crash):
            yield found
        elif not unread or not _lies_below(found.path, unread):
            versions_of[found] = options.versions
    if options.found != "given" and any(problem.source == "api" for problem in versions_of):
        from dslint.linter import consequences  # noqa: PLC0415 - only what is rejected

        told = consequences.without_operators_notes(versions_of, manifest.data)
        versions_of = consequences.with_their_causes(told)
    if not all_count:
        versions_of = asked_for(versions_of, options.tuning(manifest.name))
    yield from _without_leftovers(manifest, versions_of, file, options)


def _versions_of(judgements: Iterable[tuple[tuple[str, ...], Judgement]]) -> dict[Problem, tuple[str, ...]]:
    """Return each problem with its versions; the judgements come newest first.

    A field that several versions do not know is one problem, in the words of the newest.
    """
    versions_of: dict[Problem, tuple[str, ...]] = {}
    unknown: dict[FieldPath, Problem] = {}
    for versions, judgement in judgements:
        for found in judgement.problems:
            problem = unknown.setdefault(found.path, found) if found.source == "strict" else found
            versions_of[problem] = (*versions_of.get(problem, ()), *versions)
    return {problem: in_order(versions) for problem, versions in versions_of.items()}


def _without_leftovers(
    manifest: Manifest, versions_of: dict[Problem, tuple[str, ...]], file: str, options: Options
) -> Iterator[Finding | Skipped]:
    """Return the findings; template expressions replace all findings that follow from them."""
    text = manifest.document.lines.text
    start, end = manifest.document.offsets(manifest.node)
    if text.find("{{", start, end) < 0 and text.find("${", start, end) < 0:
        yield from (
            finding_of(problem, manifest, file, versions) for problem, versions in versions_of.items()
        )
        return
    from dslint.linter import not_rendered  # noqa: PLC0415 - most texts are no templates

    leftovers = not_rendered.leftovers_of(manifest)
    for problem, versions in versions_of.items():
        if not not_rendered.follows_from(problem, leftovers):
            yield finding_of(problem, manifest, file, versions)
    if not leftovers:
        return
    if options.found == "walked" and not manifest.document.origin:
        yield not_rendered.skipped_values(manifest, leftovers, file)
    else:
        yield finding_of(not_rendered.left_in(manifest, leftovers, file), manifest, file, options.versions)


def _unread(problems: Iterable[Problem]) -> set[FieldPath]:
    """Return the places of values that the server cannot read."""
    found: set[FieldPath] = set()
    for problem in problems:
        if problem.source == "decode":
            found.update((problem.path, *(place.path for place in problem.related)))
    return found


def _lies_below(path: FieldPath, unread: set[FieldPath]) -> bool:
    """Whether a place is inside a value that the server cannot read, whose meaning is unknown."""
    return any(path[:length] in unread for length in range(1, len(path) + 1))


def daemonsets_of(stream: Stream) -> list[Manifest]:
    """Every DaemonSet of a stream, in order."""
    return [
        manifest
        for document in stream.documents
        for manifest in objects_of(document)
        if is_daemonset(manifest)
    ]


def errors_of(stream: Stream) -> tuple[SyntaxProblem, ...]:
    """Return every place where a text cannot be read."""
    return () if stream.error is None else (stream.error, *stream.later_errors)


def unreadable(error: SyntaxProblem, file: str) -> Finding:
    """Return the finding for a text that cannot be read to its end."""
    span = Span(error.line, error.column, error.line, error.column)
    return Finding(
        rule=error.rule,
        severity="error",
        message=error.message,
        file=file,
        span=span,
        field=None,
        source="yaml",
        reason=None,
        object=None,
        result=UNREADABLE,
        write=error.write,
    )
