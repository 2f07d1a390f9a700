"""Turn problems of the planner into findings that are located, hidden and selected like those of lint."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dslint.kubernetes.versions import range_text
from dslint.linter.engine import daemonsets_of, errors_of, lint_text, unreadable
from dslint.linter.findings import finding_of, place_order, severity_of
from dslint.linter.hiding import LookedFor, hide_and_select, may_suppress
from dslint.linter.not_rendered import NOT_RENDERED
from dslint.linter.options import JudgedText, Options
from dslint.linter.reports import merged
from dslint.linter.rule import Rule
from dslint.linter.selection import Selection
from dslint.reader.objects import Manifest, Told
from dslint.reader.stream import Stream
from dslint.values.finding import Finding, Report, Suppressed

OptionsOf = Callable[[str], Options]
"""A file's name -> the options for its findings."""


def report_of_given(  # noqa: PLR0913 - what is optional is named
    given: Iterable[Told],
    selection: Selection | OptionsOf,
    versions: tuple[str, ...],
    *,
    files: int,
    daemonsets: int,
    complain_in: Iterable[tuple[str, Stream]] = (),
    looked_for: LookedFor | None = None,
) -> Report:
    """Return the report of problems in any number of files. Suppressions in those files apply.

    `complain_in` are the texts (name, stream) whose suppressions are checked; `looked_for` are the rules for
    which an unused one is reported.
    """
    options = Options(selection=selection) if isinstance(selection, Selection) else None
    findings: dict[str, list[Finding]] = {}
    manifests: dict[str, dict[int, Manifest]] = {}
    for told in given:
        findings.setdefault(told.file, []).append(_finding(told, versions))
        if told.manifest is not None:
            manifests.setdefault(told.file, {})[id(told.manifest.node)] = told.manifest
    checked = {file: stream for file, stream in complain_in if may_suppress(stream.text)}
    findings |= {file: [] for file in checked if file not in findings}
    kept: list[Finding] = []
    hidden: list[Suppressed] = []
    used: set[tuple[str, int, int]] = set()
    texts: list[tuple[str, str]] = []
    for file, found in findings.items():
        source = (
            _whole_text(file, checked[file])
            if file in checked
            else _judged_text(file, tuple(manifests.get(file, {}).values()))
        )
        found_options = options if options is not None else selection(file)  # type: ignore[operator]
        shown_of_file = hide_and_select(
            found, source, found_options, complain=file in checked, looked_for=looked_for
        )
        kept += shown_of_file.kept
        hidden += shown_of_file.suppressed
        used |= shown_of_file.used
        if source.text:
            texts.append((file, source.text))
    return Report(
        findings=tuple(sorted(kept, key=place_order)),
        suppressed=tuple(hidden),
        kubernetes=range_text(versions),
        files=files,
        daemonsets=daemonsets,
        texts=tuple(sorted(texts)),
        used=frozenset(used),
    )


def _whole_text(file: str, stream: Stream) -> JudgedText:
    return JudgedText(stream.text, stream.documents, daemonsets_of(stream), file)


def _judged_text(file: str, manifests: tuple[Manifest, ...]) -> JudgedText:
    documents = {id(manifest.document.node): manifest.document for manifest in manifests}
    text = manifests[0].document.lines.text if manifests else ""
    return JudgedText(text, tuple(documents.values()), manifests, file)


def _finding(given: Told, versions: tuple[str, ...]) -> Finding:
    problem = given.problem
    if given.manifest is not None:
        finding = finding_of(problem, given.manifest, given.file, versions)
        return finding if given.span is None else finding._replace(span=given.span)
    return Finding(
        problem.rule,
        severity_of(problem),
        problem.message,
        given.file,
        given.span,
        None,
        problem.source,
        problem.reason,
        None,
        result=problem.result,
        write=problem.write,
        versions=versions,
        note=problem.note,
    )


def with_unreadable(report: Report, streams: Iterable[tuple[str, Stream]]) -> Report:
    """Return the report with a finding per text (name, stream) that cannot be read to its end."""
    errors = [(file, stream, error) for file, stream in streams for error in errors_of(stream)]
    if not errors:
        return report
    findings = [unreadable(error, file) for file, _, error in errors]
    texts = {**{file: stream.text for file, stream, _ in errors}, **dict(report.texts)}
    return report._replace(
        findings=tuple(sorted((*report.findings, *findings), key=place_order)),
        texts=tuple(sorted(texts.items())),
    )


def plan_report(
    given: Iterable[Told],
    texts: Iterable[tuple[str, Stream]],
    selection: Selection | OptionsOf,
    versions: tuple[str, ...],
    looked_for: LookedFor | None = None,
) -> Report:
    """Return the findings of the planner, and the rejections of the given texts (name, stream).

    With `looked_for`, also errors in the suppressions of the texts; unused ones are reported for these rules.
    """
    read = list(texts)
    judged = [refusals_of(stream, file, versions) for file, stream in read]
    found = report_of_given(
        given,
        selection,
        versions,
        files=0,
        daemonsets=0,
        complain_in=read if looked_for is not None else (),
        looked_for=looked_for,
    )
    together = merged([*judged, found], versions)
    return together._replace(texts=tuple(sorted(dict(together.texts).items())))


def complaints_in(
    texts: Iterable[tuple[str, Stream]], options_of: OptionsOf, versions: tuple[str, ...]
) -> Report:
    """Return the errors in suppressions of texts (name, stream), whatever they hide."""
    return report_of_given(
        (), options_of, versions, files=0, daemonsets=0, complain_in=texts, looked_for=of_nobody
    )


def of_planner(rule: Rule) -> bool:
    """Whether only a plan, and no other command, finds what a rule reports."""
    return "plan" in rule.commands and "lint" not in rule.commands


def of_nobody(_rule: Rule) -> bool:
    """Say no for every rule, for a run that cannot know whether a suppression is unused."""
    return False


def refusals_of(stream: Stream, file: str, versions: tuple[str, ...]) -> Report:
    """Return the rejections of a text, as in lint."""
    judged = lint_text(stream.text, file, Options(versions, Selection("server"), ()))
    refused = tuple(finding for finding in judged.findings if finding.refused or finding.rule == NOT_RENDERED)
    return judged._replace(findings=refused, texts=judged.texts if refused else ())
