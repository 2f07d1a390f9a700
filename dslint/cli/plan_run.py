"""What one `dslint plan` call does: read, plan, report."""

from __future__ import annotations

import gc
import shlex
from typing import NamedTuple

from dslint.cli.exits import UsageError
from dslint.cli.judging import exit_code, selection_of
from dslint.cli.notes import crash_lines, note
from dslint.cli.outputs import Output, parse_outputs, write_outputs
from dslint.cli.plan_choices import Version, chosen_objects, version_for
from dslint.cli.plan_inputs import PIPE, Inputs, gather
from dslint.linter.given import Given, plan_report
from dslint.linter.selection import Profile, Selection
from dslint.planner.assumptions import assumptions_of
from dslint.planner.bitmaps import set_of
from dslint.planner.cluster import inventory_of
from dslint.planner.faults import InventoryError
from dslint.planner.manifests import plan_objects
from dslint.planner.nodes import Inventory
from dslint.planner.plan import Planned
from dslint.planner.problems import plan_problems
from dslint.planner.where import MisreadError, parse_where
from dslint.report.plan_formats import PLAN_FORMATS, render_plan
from dslint.report.plan_view import PlanView
from dslint.report.summary import plural
from dslint.values.finding import Report


class PlanCall(NamedTuple):
    """The options of `dslint plan`, as written; names as on the command line."""

    paths: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()
    pods: tuple[str, ...] = ()
    node: str | None = None
    ready_seconds: int = 0
    output: tuple[str, ...] = ()
    kubernetes: str | None = None
    profile: Profile = "recommended"
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    fail_on: str = "error"
    color: str = "auto"
    quiet: bool = False
    verbose: bool = False


def run(call: PlanCall) -> int:
    """Plan and report; the exit code comes back."""
    gc.disable()  # nothing of a plan is cyclic, and collecting doubles the time that large inventories take
    outputs = parse_outputs(call.output, PLAN_FORMATS, "text")
    selection = selection_of(call.profile, call.select, call.extend_select, call.ignore)
    inputs = gather(call.paths, call.nodes, call.pods, call.exclude)
    inventory = _inventory(inputs, call.nodes)
    version = version_for(call.kubernetes, inventory)
    objects = chosen_objects(inputs.contents.objects, call.only)
    planned = plan_objects(objects, inventory, inputs.contents.pods, version.known[-1])
    report = _report(planned, inputs, selection, version)
    view = PlanView(
        planned,
        report,
        assumptions_of(planned, pods_given=bool(inputs.contents.pods_seen)),
        version.source,
        _command(call),
        _chosen_nodes(call.node, inventory),
        call.ready_seconds,
        call.verbose,
    )
    write_outputs(view, outputs, _render)
    _say_the_rest(view, inputs)
    return exit_code(report, call.fail_on)


def _render(view: PlanView, output: Output) -> str:
    return render_plan(view, output.format)


def _inventory(inputs: Inputs, names: tuple[str, ...]) -> Inventory:
    if not inputs.contents.nodes and not names:
        msg = (
            f"there is no node to plan for: name an inventory with --nodes FILE, or take a cluster's: {PIPE}"
        )
        raise UsageError(msg)
    try:
        return inventory_of(inputs.contents, names)
    except InventoryError as error:
        raise UsageError(str(error)) from None


def _report(planned: Planned, inputs: Inputs, selection: Selection, version: Version) -> Report:
    given = (Given(told.problem, told.sourced.manifest, told.sourced.file) for told in plan_problems(planned))
    report = plan_report(given, inputs.texts, selection, version.known)
    return report._replace(files=inputs.files, daemonsets=len(planned.workloads))


def _chosen_nodes(written: str | None, inventory: Inventory) -> int | None:
    """The nodes of --node, as bits. Raises UsageError where it means none."""
    if written is None:
        return None
    try:
        where = parse_where(written)
    except MisreadError as error:
        raise UsageError(error.shown(written)) from None
    nodes = inventory.nodes
    found = set_of(
        (place for place, node in enumerate(nodes) if where.matches(node.name, node.labels, node.pool)),
        len(nodes),
    )
    if not found:
        raise UsageError(f"--node {written}: {_nearest_node(written, inventory)}")
    return found


def _nearest_node(written: str, inventory: Inventory) -> str:
    from difflib import get_close_matches

    near = get_close_matches(written, [node.name for node in inventory.nodes], 1)
    hint = f"; did you mean {near[0]}?" if near else ""
    return f"no node of the inventory is meant{hint}"


def _command(call: PlanCall) -> str:
    """The call again, for hints; words are quoted where a shell needs it."""
    nodes = (word for name in call.nodes for word in ("--nodes", name))
    return shlex.join(["dslint", "plan", *call.paths, *nodes])


def _say_the_rest(view: PlanView, inputs: Inputs) -> None:
    for line in crash_lines(view.report):
        note(line)
    if not view.planned.workloads:
        note(f"no DaemonSet found in {plural(inputs.files, 'file')}")
