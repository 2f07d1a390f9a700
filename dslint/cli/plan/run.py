"""What one `dslint plan` call does: read, plan, report."""

from __future__ import annotations

import shlex
from dataclasses import replace

from dslint.cli.calls import PlanCall
from dslint.cli.collecting import no_collecting
from dslint.cli.configuration.baseline import hiding_known
from dslint.cli.configuration.complaining import with_config_complaints
from dslint.cli.configuration.judging import Judging
from dslint.cli.exits import UsageError
from dslint.cli.expressions import expectation_files, expectations_of
from dslint.cli.fail_level import exit_code
from dslint.cli.inputs.inventories import PIPE, Inputs, gather
from dslint.cli.inputs.policies import book_of
from dslint.cli.inputs.versions import version_for
from dslint.cli.outputs.stderr import crash_lines, note
from dslint.cli.outputs.write import Output, parse_outputs, write_outputs
from dslint.cli.plan.clusters_run import run_clusters
from dslint.cli.plan.options_to_values import is_shown, parse_room, shown_numbers, with_sizes
from dslint.cli.plan.steps import take_steps
from dslint.linter.policies.among import mutation_by, with_denials
from dslint.linter.problem_reports import of_nobody, of_planner, plan_report
from dslint.planner.assumptions import assumptions_of
from dslint.planner.errors import InventoryError
from dslint.planner.inventory.contents import inventory_of
from dslint.planner.inventory.inventory import Inventory
from dslint.planner.placement.node_sets import Index, set_of
from dslint.planner.plan import plan_objects
from dslint.planner.session import admitted, told_of_plan, told_of_upgrade
from dslint.planner.whatif.step_faults import nothing_found
from dslint.planner.where import MisreadError, parse_where
from dslint.planner.workload.surroundings import surroundings_of
from dslint.report.plan.formats import PLAN_FORMATS, render_plan
from dslint.report.plan.view import PlanView
from dslint.report.summary import plural


def run(call: PlanCall) -> int:
    """Plan and report; the exit code comes back."""
    with no_collecting():
        return _run(call)


def _run(call: PlanCall) -> int:
    if call.clusters is not None:
        return run_clusters(call, call.clusters)
    outputs = parse_outputs(call.output, PLAN_FORMATS, "text")
    judging = Judging(call)
    inputs = gather(call.paths, call.nodes, call.pods, call.exclude, quiet=call.quiet)
    configured = judging.paths_of("nodes")
    if configured and not call.nodes and not inputs.contents.nodes:
        call = replace(call, nodes=configured)
        inputs = inputs.with_nodes(configured)
    inventory = with_sizes(_inventory(inputs, call.nodes), call.sizes)
    room = parse_room(call.room)
    version = version_for(judging.version, inventory)
    upgrade = version.known if call.upgrade else ()
    version = version._replace(known=version.known[-1:]) if upgrade else version
    policies = book_of(call.policies or judging.paths_of("policies"), inputs.texts)
    objects = admitted(inputs.contents.objects, mutation_by(policies, version.known[-1]))
    first = plan_objects(objects, inventory, inputs.contents.pods, version.known[-1])
    around = surroundings_of(sourced.manifest.data for sourced in objects)
    planned, outcomes = take_steps(first, inputs.contents.pods, around, call.what_if)
    expected = expectations_of(
        call.expect, expectation_files(call.expectations or judging.paths_of("expectations"))
    )
    only = shown_numbers(planned, call.only)
    told = [*told_of_plan(planned, expected, inputs.texts), *told_of_upgrade(planned, upgrade)]
    told = [found for found in told if is_shown(found, planned, only)]
    looked_for = of_nobody if _is_narrowed(call) else of_planner
    report = plan_report(told, inputs.texts, judging.options_for, version.known, looked_for)
    report = report._replace(files=inputs.files, daemonsets=len(planned.workloads))
    options = judging.base._replace(versions=version.known)
    report = with_denials(report, inputs.texts, policies, options)
    report = hiding_known(call, judging)(with_config_complaints(report, judging))
    view = PlanView(
        planned,
        report,
        assumptions_of(planned, pods_given=bool(inputs.contents.pods_seen)),
        version.source,
        _command(call),
        _chosen_nodes(call.node, planned.index),
        call.ready_seconds,
        call.verbose,
        outcomes,
        room=room,
        only=only,
    )
    write_outputs(
        view,
        outputs,
        _render,
        call.color,
    )
    _say_the_rest(view, inputs)
    return exit_code(report, call.fail_on)


def _is_narrowed(call: PlanCall) -> bool:
    """Whether a plan asks about something else than what the inventory holds as it is."""
    return bool(call.only or call.exclude or call.what_if or call.upgrade)


def _render(view: PlanView, output: Output) -> str:
    return render_plan(view, output.format)


def _inventory(inputs: Inputs, names: tuple[str, ...]) -> Inventory:
    if not (inputs.contents.nodes or inputs.contents.declared) and not names:
        msg = f"no nodes to plan for: pass an inventory with --nodes FILE, or use a cluster's: {PIPE}"
        raise UsageError(msg)
    try:
        return inventory_of(inputs.contents, names)
    except InventoryError as error:
        raise UsageError(str(error)) from None


def _chosen_nodes(written: str | None, index: Index) -> int | None:
    """The nodes of --node, as bits. Raises UsageError where it means none."""
    if written is None:
        return None
    try:
        where = parse_where(written)
    except MisreadError as error:
        raise UsageError(error.shown(written)) from None
    nodes = index.nodes
    found = set_of(
        (place for place, node in enumerate(nodes) if where.matches(node.name, node.labels, node.pool)),
        len(nodes),
    )
    if not found:
        raise UsageError(f"--node {written}: {nothing_found(where, index)}")
    return found


def _command(call: PlanCall) -> str:
    """The call again, for hints; words are quoted where a shell needs it."""
    options = (("--nodes", call.nodes), ("--pods", call.pods), ("--what-if", call.what_if))
    words = (word for option, names in options for name in names for word in (option, name))
    return shlex.join(["dslint", "plan", *call.paths, *words])


def _say_the_rest(view: PlanView, inputs: Inputs) -> None:
    for line in crash_lines(view.report):
        note(line)
    if not view.planned.workloads:
        note(f"no DaemonSet found in {plural(inputs.files, 'file')}")
