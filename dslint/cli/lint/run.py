"""What `dslint lint` does: read the files, lint each, write the reports, say the rest on standard error."""

from __future__ import annotations

import time
from collections.abc import Callable

from dslint.cli.exits import USAGE
from dslint.cli.fail_level import exit_code, selection_of, versions_of
from dslint.cli.inputs.kustomizations import Kustomizations
from dslint.cli.inputs.skip_reasons import why_not_judged, with_commands
from dslint.cli.inputs.sources import Source, Unreadable, sources
from dslint.cli.lint.call import LintCall
from dslint.cli.outputs.stderr import crash_lines, note
from dslint.cli.outputs.write import Output, parse_outputs, write_outputs
from dslint.linter.engine import Options, lint_text
from dslint.linter.reports import merged
from dslint.report.findings.formats import FORMATS, format_named
from dslint.report.summary import plural, skipped_lines, statistics, summary
from dslint.values.finding import Finding, Report, Skipped
from dslint.values.problem import SEVERITIES


def run(call: LintCall) -> int:
    """Lint and report; the exit code comes back."""
    start = time.perf_counter()
    outputs = parse_outputs(call.output, FORMATS, "text")
    options = Options(
        versions_of(call.kubernetes),
        selection_of(call.profile, call.select, call.extend_select, call.ignore),
        whole_only=True,
        only=call.only,
    )
    report, missing = lint_sources(call, options)
    if not call.diff:
        write_outputs(report, outputs, _render, call.color)
    _say_the_rest(report, call, time.perf_counter() - start)
    for path in missing:
        note(f"dslint: cannot read {path.name}: {path.why}")
    return USAGE if missing else exit_code(report, call.fail_on)


def lint_sources(call: LintCall, options: Options) -> tuple[Report, list[Unreadable]]:
    """The merged report of every file the call names, and the named ones that cannot be read."""
    reports: list[Report] = []
    missing: list[Unreadable] = []
    judge = _mender(call, options) if call.fix or call.diff else _linter(options)
    kustomizations = Kustomizations()
    for source in sources(call.paths, call.exclude, call.stdin_filename):
        if isinstance(source, Source):
            skipped = why_not_judged(source, kustomizations)
            reports.append(judge(source) if skipped is None else Report(skipped=(skipped,), files=1))
        elif source.named:
            missing.append(source)
        else:
            reports.append(Report(skipped=(Skipped(source.name, 0, source.why),)))
    return with_commands(merged(reports, options.versions), kustomizations), missing


def _linter(options: Options) -> Callable[[Source], Report]:
    return lambda source: lint_text(source.content, source.name, options)


def _mender(call: LintCall, options: Options) -> Callable[[Source], Report]:
    from dslint.cli.lint.fix import mend

    return lambda source: mend(source, call, options).report


def _render(report: Report, output: Output) -> str:
    return format_named(output.format)(report)


def _say_the_rest(report: Report, call: LintCall, seconds: float) -> None:
    for line in crash_lines(report):
        note(line)
    if call.quiet:
        return
    if call.paths and not report.daemonsets and not report.findings:
        note(f"no DaemonSet found in {plural(report.files, 'file')}")
    if report.findings or report.suppressed:
        note(f"{summary(report)}, {seconds:.2f} s")
    for line in skipped_lines(report, one_by_one=call.verbose):
        note(line)
    if call.statistics:
        for line in statistics(report):
            note(line)
    if report.findings:
        note(f"why? dslint explain {_worst(report).rule}")


def _worst(report: Report) -> Finding:
    return min(report.findings, key=lambda finding: SEVERITIES.index(finding.severity))
