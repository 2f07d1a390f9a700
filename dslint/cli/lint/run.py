"""What `dslint lint` does: read the files, lint each, write the reports, say the rest on standard error."""

from __future__ import annotations

import time
from collections.abc import Callable

from dslint.cli.configuration.judging import Judging, default_version
from dslint.cli.exits import USAGE
from dslint.cli.fail_level import exit_code
from dslint.cli.inputs.kustomizations import Kustomizations
from dslint.cli.inputs.nothing import empty_source, nothing_found, refuse_unasked_input
from dslint.cli.inputs.skip_reasons import skipped_patch, why_not_judged, with_commands
from dslint.cli.inputs.sources import Exclusions, Source, sources
from dslint.cli.lint.call import LintCall
from dslint.cli.outputs.stderr import crash_lines, note
from dslint.cli.outputs.write import Output, parse_outputs, write_outputs
from dslint.linter.engine import lint_text
from dslint.linter.options import Options
from dslint.linter.reports import merged
from dslint.reader.encoding import decode
from dslint.reader.patches import is_patch
from dslint.reader.prefilter import may_hold_daemonset
from dslint.report.findings.formats import FORMATS, format_named
from dslint.report.summary import clean, plural, skipped_lines, statistics, summary
from dslint.values.finding import Finding, Report, Skipped
from dslint.values.problem import SEVERITIES


def run(call: LintCall) -> int:
    """Lint and report; the exit code comes back."""
    start = time.perf_counter()
    outputs = parse_outputs(call.output, FORMATS, "text")
    judging = Judging(call)
    if not call.paths:
        refuse_unasked_input()
    report = lint_sources(call, judging)
    report = report._replace(
        profile=call.profile or judging.profile,
        errors=(*report.errors, *nothing_found(report, call.paths, call.only), *_skipped(report, call)),
    )
    if not call.diff:
        write_outputs(report, outputs, _render, call.color)
    _say_the_rest(report, call, time.perf_counter() - start)
    for error in report.errors:
        note(f"dslint: {error}")
    return USAGE if report.errors else exit_code(report, call.fail_on)


def lint_sources(call: LintCall, judging: Judging) -> Report:
    """The merged report of every file the call names; `errors` are the named ones that cannot be read."""
    reports: list[Report] = []
    judge = _mender(call) if call.fix or call.diff else _linter
    kustomizations = Kustomizations()
    exclusions = Exclusions(call.exclude)
    found = sources(
        call.paths, exclusions, call.stdin_filename, hidden=call.verbose, left_out=judging.is_excluded
    )
    for source in found:
        if isinstance(source, Source):
            options = _options(source, call, judging)
            reports.append(_of_source(_as_found(source, call), options, kustomizations, judge))
        elif source.named:
            reports.append(Report(errors=(f"cannot read {source.name}: {source.why}",)))
        else:
            reports.append(Report(skipped=(Skipped(source.name, 0, source.why),)))
    for glob in () if call.quiet else exclusions.unused:
        note(f"--exclude {glob!r} leaves nothing out")
    report = merged(reports, default_version(call, judging, call.paths))
    return with_commands(report._replace(own_rules=judging.own_rules), kustomizations)


def _options(source: Source, call: LintCall, judging: Judging) -> Options:
    """What a file is judged by; `--stdin-filename` says which configuration holds for standard input."""
    named = call.stdin_filename if call.stdin_filename != LintCall().stdin_filename else None
    return judging.options_for(source.path if source.path is not None else named)


def _as_found(source: Source, call: LintCall) -> Source:
    """With `--no-fail-on-skipped` a program names the files, and means them no more than a folder would."""
    if call.fail_on_skipped is False and source.path is not None:
        return source._replace(named=False)
    return source


def _of_source(
    source: Source,
    options: Options,
    kustomizations: Kustomizations,
    judge: Callable[[Source, Options], Report],
) -> Report:
    """The report of one text: judged as a whole, as a patch, or not at all."""
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


def _not_judged(report: Report) -> tuple[str, ...]:
    """What somebody named and is no manifest: never passed over in silence."""
    return tuple(
        f"{skipped.file} was not linted: {skipped.why}"
        for skipped in report.skipped
        if not is_patch(skipped.why)
    )


def _skipped(report: Report, call: LintCall) -> tuple[str, ...]:
    """The error of `--fail-on-skipped`."""
    if not call.fail_on_skipped or not report.skipped:
        return ()
    return (f"{plural(len(report.skipped), 'file')} not linted, which --fail-on-skipped forbids",)


def _linter(source: Source, options: Options) -> Report:
    return lint_text(source.content, source.name, options)


def _mender(call: LintCall) -> Callable[[Source, Options], Report]:
    from dslint.cli.lint.fix import mend

    return lambda source, options: mend(source, call, options).report


def _render(report: Report, output: Output) -> str:
    return format_named(output.format)(report)


def _say_the_rest(report: Report, call: LintCall, seconds: float) -> None:
    for line in crash_lines(report):
        note(line)
    if call.quiet:
        return
    if report.findings or report.suppressed:
        note(f"{summary(report)}, {seconds:.2f} s")
    elif report.daemonsets:
        note(clean(report))
    elif not report.errors:
        note(f"no DaemonSet found in {plural(report.files, 'file')}")
    for line in skipped_lines(report, one_by_one=call.verbose):
        note(line)
    if call.statistics:
        for line in statistics(report):
            note(line)
    if report.findings:
        note(f"why? dslint explain {_worst(report).rule}")


def _worst(report: Report) -> Finding:
    return min(report.findings, key=lambda finding: SEVERITIES.index(finding.severity))
