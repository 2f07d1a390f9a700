"""The files of one `dslint lint` call, judged one by one."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection

from dslint.cli.configuration.judging import Judging, default_version
from dslint.cli.inputs.kustomizations import Kustomizations
from dslint.cli.inputs.nothing import empty_source
from dslint.cli.inputs.policies import PolicySources
from dslint.cli.inputs.skip_reasons import CUT, skipped_patch, unbuilt, why_not_judged, with_commands
from dslint.cli.inputs.sources import Exclusions, Source, Unreadable, sources
from dslint.cli.lint.workers import judge_all, worker_count
from dslint.cli.lint_call import LintCall
from dslint.cli.outputs.progress import watched
from dslint.cli.outputs.stderr import note
from dslint.linter.options import Options
from dslint.linter.reports import merged
from dslint.linter.told_apart import FOREIGN
from dslint.reader.encoding import decode
from dslint.reader.patches import is_patch
from dslint.reader.prefilter import bytes_may_hold_daemonset, is_another_object, may_hold_daemonset
from dslint.values.file_names import is_kustomization
from dslint.values.finding import Report, Skipped
from dslint.values.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dslint.cli.lint.since import Since
    from dslint.cli.lint.together import Together
    from dslint.linter.changed import Unchanged
    from dslint.reader.objects import Manifest


_NOTHING = Report(files=1)
"""The report of a file that cannot contain a DaemonSet."""


class Linted(NamedTuple):
    """The merged report, the names of the judged files, and those with DaemonSets."""

    report: Report
    files: frozenset[str]
    daemonsets: tuple[tuple[str, bytes], ...] = ()


class _Task(NamedTuple):
    """One text to judge, and its options; `unchanged` is what `--since` excludes."""

    source: Source
    options: Options
    unchanged: Unchanged | None


def lint_sources(call: LintCall, judging: Judging, *, keep_texts: bool = False) -> Linted:
    """Return the report of every file of the call; `errors` are named files that cannot be read."""
    kustomizations = Kustomizations()
    since = _since(call)
    judged_files: set[str] = set()
    together = _together_of(call, judging, kustomizations, since, judged_files)
    judge = _judge_of(call, together, kustomizations)
    exclusions = Exclusions(call.exclude)
    policies = PolicySources(call.policies or judging.paths_of("policies"))
    found = sources(
        call.paths,
        exclusions,
        call.stdin_filename,
        hidden=call.verbose,
        left_out=judging.is_excluded,
        look_at_ignored=bool(call.fail_on_skipped),
    )
    parts: list[Report | _Task] = []
    files: set[str] = set()
    built: list[Source] = []
    for source in policies.daemonsets_last(watched(found, "files read", quiet=call.quiet)):
        parts.append(_part(source, call, judging, kustomizations, since, policies))
        if isinstance(source, Source):
            files.add(source.name)
            built += [source] if is_kustomization(source.name) else []
    tasks = [part for part in parts if isinstance(part, _Task)]

    def judge_task(number: int) -> Report:
        source, options, _ = tasks[number]
        return _of_source(_as_found(source, call), options, kustomizations, judge)

    if since is None and not call.only:
        judged_files |= {os.path.realpath(task.source.path) for task in tasks if task.source.path is not None}
    sizes = [len(task.source.content) for task in tasks]
    workers = 1 if call.fix or call.diff else worker_count(call.jobs, sizes)
    reports_of_tasks = judge_all(judge_task, sizes, workers)
    judged = list(watched(reports_of_tasks, "files checked", quiet=call.quiet, total=len(tasks)))
    holding = [task.source for task, report in zip(tasks, judged, strict=True) if report.daemonsets]
    shown = iter(
        report if task.unchanged is None else task.unchanged.left_out_of(report)
        for task, report in zip(tasks, judged, strict=True)
    )
    reports = [next(shown) if isinstance(part, _Task) else part for part in parts]
    changed = unbuilt(built, [source.name for source in holding])
    reports.append(Report(skipped=changed))
    if built:
        from dslint.cli.lint.patches import patch_reports

        reports += patch_reports(
            built,
            {skipped.file for skipped in changed},
            kustomizations,
            lambda source: _options(source, call, judging),
            lambda folder: together().beneath(folder),
        )
    for glob in () if call.quiet else exclusions.unused:
        note(f"--exclude {glob!r} leaves nothing out")
    reports.append(policies.refused({task.source.name for task in tasks}, judging.base))
    report = merged(reports, default_version(call, judging, call.paths))
    report = with_commands(report._replace(own_rules=judging.own_rules), kustomizations)
    texts = tuple((source.name, source.content) for source in holding) if keep_texts else ()
    return Linted(report, frozenset(files), texts)


def _part(
    source: Source | Unreadable,
    call: LintCall,
    judging: Judging,
    kustomizations: Kustomizations,
    since: Since | None,
    policies: PolicySources,
) -> Report | _Task:
    """Return the task for one file, or its report if there is nothing to do."""
    if not isinstance(source, Source):
        if source.named:
            return Report(errors=(f"cannot read {source.name}: {source.why}",))
        return Report(skipped=(Skipped(source.name, 0, source.why),))
    if since is not None and since.is_unchanged(source):
        return _NOTHING
    options = _options(source, call, judging)
    unchanged = since.unchanged(source) if since is not None else None
    if _holds_nothing(source) and not _stands_with_others(source, judging, kustomizations):
        return _NOTHING
    if unchanged is not None:
        options = options._replace(unchanged=unchanged.daemonsets)
    return _Task(source, options._replace(policies=policies.book()), unchanged)


def _options(source: Source, call: LintCall, judging: Judging) -> Options:
    """Return the options for a file; `--stdin-filename` selects the configuration for standard input."""
    named = call.stdin_filename if call.stdin_filename != LintCall().stdin_filename else None
    return judging.options_for(source.path if source.path is not None else named)


def _as_found(source: Source, call: LintCall) -> Source:
    """Treat named files as found ones with `--no-fail-on-skipped`, because a program named them."""
    if call.fail_on_skipped is False and source.path is not None:
        return source._replace(named=False)
    return source


def _stands_with_others(source: Source, judging: Judging, kustomizations: Kustomizations) -> bool:
    """Whether a file is in a kustomization or a group: a finding may point at its Service."""
    if source.path is None:
        return False
    if any(True for _ in kustomizations.listed_with(source.path)):
        return True
    loaded = judging.config_for(source.path)
    return loaded is not None and "groups" in loaded.config.layer


def _of_source(
    source: Source,
    options: Options,
    kustomizations: Kustomizations,
    judge: Callable[[Source, Options], Report],
) -> Report:
    """Return the report of one text: judged as a whole, as a patch, or not at all."""
    empty = empty_source(source)
    if empty is not None:
        return Report(errors=(empty,), files=1)
    folder = kustomizations.folder_of_patch(source.path) if source.path is not None else None
    if folder is not None and may_hold_daemonset(decode(source.content).text):
        report = judge(source, options._replace(found="patch"))
        return report._replace(skipped=(skipped_patch(source, folder),))
    skipped = why_not_judged(source)
    if skipped is not None:
        return Report(skipped=(skipped,), files=1)
    report = judge(source, options._replace(found="named" if source.named else "walked"))
    return report._replace(errors=_not_judged(report)) if source.named else report


def _holds_nothing(source: Source) -> bool:
    """Whether a text has nothing to judge, according to its bytes."""
    return not bytes_may_hold_daemonset(source.content) and (
        not source.named or is_another_object(source.content)
    )


def _not_judged(report: Report) -> tuple[str, ...]:
    """Report a named text that is not a manifest; it is never skipped silently."""
    return tuple(
        f"{skipped.file} was not linted: {skipped.why}"
        for skipped in report.skipped
        if not is_patch(skipped.why) and not skipped.why.startswith((FOREIGN, CUT))
    )


def _since(call: LintCall) -> Since | None:
    if call.since is None:
        return None
    from dslint.cli.lint.since import Since

    return Since(call.since)


def _together_of(
    call: LintCall,
    judging: Judging,
    kustomizations: Kustomizations,
    since: Since | None,
    judged_files: Collection[str],
) -> Callable[[], Together]:
    """Return the finder of related objects, created for the first file."""
    everywhere = since.top if since is not None else None
    made: list[Together] = []

    def together() -> Together:
        from dslint.cli.lint.together import Together

        if not made:
            made.append(Together(call, judging, kustomizations, everywhere, judged_files))
        return made[0]

    return together


def _judge_of(
    call: LintCall, together: Callable[[], Together], kustomizations: Kustomizations
) -> Callable[[Source, Options], Report]:
    """Return the function that lints or fixes a file with its related objects, loaded on demand."""

    def judge(source: Source, options: Options) -> Report:
        beside: tuple[Manifest, ...] = ()
        if options.found != "patch":
            beside = together().beside(source)
            if source.path is not None:
                options = options._replace(around=kustomizations.around(source.path))
        elif source.path is not None:
            folder = kustomizations.folder_of_patch(source.path)
            options = options._replace(beneath=together().beneath(folder or ""))
        if call.fix or call.diff:
            from dslint.cli.lint.fix import mend

            report = mend(source, call, options, beside).report
        else:
            from dslint.linter.engine import lint_text

            report = lint_text(source.content, source.name, options, beside)
        if source.name not in together().cut:
            return report
        return report._replace(skipped=(*report.skipped, Skipped(source.name, 0, CUT)))

    return judge
