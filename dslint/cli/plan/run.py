"""One `dslint plan` call: read, plan, report."""

from __future__ import annotations

from dataclasses import replace

from dslint.cli.calls import PlanCall
from dslint.cli.collecting import NoCollecting
from dslint.cli.configuration.baseline import hiding_known
from dslint.cli.configuration.complaining import with_config_complaints
from dslint.cli.configuration.judging import Judging
from dslint.cli.fail_level import exit_code
from dslint.cli.inputs.inventories import Inputs, gather
from dslint.cli.outputs.stderr import crash_lines, note
from dslint.cli.outputs.write import Output, parse_outputs, write_outputs
from dslint.cli.plan.clusters_run import run_clusters
from dslint.cli.plan.one_cluster import view_of
from dslint.linter.problem_reports import of_nobody, of_planner
from dslint.report.plan.formats import PLAN_FORMATS, render_plan
from dslint.report.plan.view import PlanView
from dslint.values.words import counted


def run(call: PlanCall) -> int:
    """Plan and report; return the exit code."""
    with NoCollecting():
        return _run(call)


def _run(call: PlanCall) -> int:
    if call.clusters is not None:
        return run_clusters(call, call.clusters)
    outputs = parse_outputs(call.output, PLAN_FORMATS, "text")
    judging = Judging(call)
    inputs = gather(
        call.paths, call.nodes, call.pods, call.exclude, quiet=call.quiet, every_file=call.complete
    )
    configured = judging.paths_of("nodes")
    if configured and not call.nodes and not inputs.contents.nodes:
        call = replace(call, nodes=configured)
        inputs = inputs.with_nodes(configured)
    view = view_of(call, judging, inputs, of_nobody if _is_narrowed(call) else of_planner)
    report = hiding_known(call, judging)(with_config_complaints(view.report, judging))
    view = replace(view, report=report)
    write_outputs(view, outputs, _render, call.color)
    _say_the_rest(view, inputs)
    return exit_code(report, call.fail_on)


def _is_narrowed(call: PlanCall) -> bool:
    """Whether options change the question, so the plan is not about the inventory as it is."""
    return bool(call.only or call.exclude or call.what_if or call.upgrade)


def _render(view: PlanView, output: Output) -> str:
    return render_plan(view, output.format)


def _say_the_rest(view: PlanView, inputs: Inputs) -> None:
    for line in crash_lines(view.report):
        note(line)
    if not view.planned.workloads:
        note(f"no DaemonSet found in {counted(inputs.files, 'file')}")
