"""One `dslint lint` call: read the files, lint each, write the reports, print notes on standard error."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

from dslint.cli.configuration.judging import Judging
from dslint.cli.exits import FINDINGS, OK, USAGE, UsageError
from dslint.cli.fail_level import exit_code
from dslint.cli.inputs.nothing import nothing_found, refuse_unasked_input
from dslint.cli.lint.elsewhere import with_suppressions_elsewhere
from dslint.cli.lint.files import Linted, lint_sources
from dslint.cli.lint.nothing_to_lint import no_daemonset
from dslint.cli.lint_call import LintCall
from dslint.cli.outputs.stderr import crash_lines, note
from dslint.cli.outputs.write import Output, parse_outputs, write_outputs
from dslint.report.findings.formats import FORMATS, format_named
from dslint.report.summary import clean, not_linted, skipped_lines, statistics, summary, unchanged
from dslint.values.finding import Finding, Report
from dslint.values.problem import SEVERITIES
from dslint.values.typed import TYPE_CHECKING
from dslint.values.words import counted

if TYPE_CHECKING:
    from dslint.planner.inventory.inventory import Inventory


def run(call: LintCall) -> int:
    """Lint and report; return the exit code."""
    start = time.perf_counter()
    outputs = parse_outputs(call.output, FORMATS, "text")
    judging = Judging(call)
    _check_context(call)
    if not call.paths:
        refuse_unasked_input()
    inventory = _inventory(call, judging)
    linted = lint_sources(call, judging, keep_texts=inventory is not None)
    if inventory is not None and linted.daemonsets and not (call.fix or call.diff):
        linted = _on_nodes(linted, call, judging, inventory)
    report = with_suppressions_elsewhere(linted, call, judging)
    nothing = nothing_found(report, call.paths, call.only)
    if call.fail_on_skipped and report.skipped:
        nothing = _only_charts(report)
    report = report._replace(profile=call.profile or judging.profile, errors=(*report.errors, *nothing))
    if not call.diff:
        write_outputs(report, outputs, _render, call.color)
    _say_the_rest(report, call, time.perf_counter() - start)
    for error in report.errors:
        note(f"dslint: {error}")
    if report.errors:
        return USAGE
    code = exit_code(report, call.fail_on)
    return FINDINGS if code == OK and call.fail_on_skipped and report.skipped else code


def _check_context(call: LintCall) -> None:
    """Check that the files of `--context` exist, because missing ones would change nothing silently."""
    for path in call.context:
        if not os.path.exists(path):
            msg = f"--context {path}: no such file or directory"
            raise UsageError(msg)


def _inventory(call: LintCall, judging: Judging) -> Inventory | None:
    """Return the nodes, if any; their newest kubelet is the version, unless one is typed or configured."""
    names = call.nodes or judging.paths_of("nodes")
    if not names:
        return None
    from dslint.cli.inputs.inventories import read_inventories

    inventory = read_inventories(names)
    if judging.version is None:
        judging.assume(judging.versions_for(inventory).known)
    return inventory


def _on_nodes(linted: Linted, call: LintCall, judging: Judging, inventory: Inventory) -> Linted:
    from dslint.cli.lint.with_nodes import with_nodes

    report = with_nodes(linted.report, linted.daemonsets, call, inventory, judging.options_for)
    return linted._replace(report=report)


def _only_charts(report: Report) -> Iterator[str]:
    """Return the error of `--fail-on-skipped` if only charts were found and nothing was linted."""
    if not report.daemonsets and all("/templates/" in f"/{skipped.file}" for skipped in report.skipped):
        yield f"{counted(len(report.skipped), 'file')} not linted, and no other"


def _render(report: Report, output: Output) -> str:
    return format_named(output.format)(report)


def _say_the_rest(report: Report, call: LintCall, seconds: float) -> None:
    for line in crash_lines(report):
        note(line)
    if call.quiet:
        return
    for line in _closing(report, call, seconds):
        note(line)
    for line in skipped_lines(report, one_by_one=call.verbose):
        note(line)
    if call.statistics:
        for line in statistics(report):
            note(line)
    if report.findings:
        note(f"why? {_explanation(_worst(report).rule, call)}")


def _closing(report: Report, call: LintCall, seconds: float) -> Iterator[str]:
    """Return the closing lines of the run."""
    if report.findings or report.suppressed:
        yield f"{summary(report)}, {seconds:.2f} s"
    elif not report.daemonsets and not report.errors:
        yield f"{no_daemonset(report.files)}{not_linted(report)}"
    elif report.daemonsets and not call.upgrade:
        yield clean(report)
    if call.upgrade and report.daemonsets:
        yield unchanged(report)


def _explanation(rule: str, call: LintCall) -> str:
    """Return the command that explains a rule, including the rule folders of this call."""
    if not (call.rules or call.config):
        return f"dslint explain {rule}"
    import shlex

    words = [word for folder in call.rules for word in ("--rules", folder)]
    words += ["--config", call.config] if call.config else []
    return shlex.join(["dslint", "explain", rule, *words])


def _worst(report: Report) -> Finding:
    return min(report.findings, key=lambda finding: SEVERITIES.index(finding.severity))
