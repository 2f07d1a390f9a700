"""One plan from its input: the same for `--nodes` and for each cluster of `--clusters`."""

from __future__ import annotations

import shlex

from dslint.cli.calls import PlanCall
from dslint.cli.configuration.judging import Judging
from dslint.cli.exits import UsageError
from dslint.cli.expressions import expectation_files, expectations_of
from dslint.cli.inputs.inventories import PIPE, Inputs
from dslint.cli.inputs.policies import book_of
from dslint.cli.plan.options_to_values import grouped_by, is_shown, parse_room, shown_numbers, with_sizes
from dslint.cli.plan.steps import take_steps
from dslint.linter.hiding import LookedFor
from dslint.linter.policies.among import mutation_by, with_denials
from dslint.linter.problem_reports import plan_report
from dslint.planner.assumptions import assumptions_of
from dslint.planner.errors import InventoryError
from dslint.planner.inventory.contents import inventory_of
from dslint.planner.inventory.inventory import Inventory
from dslint.planner.placement.chosen_nodes import chosen_nodes, nothing_found
from dslint.planner.placement.node_sets import Index
from dslint.planner.plan import plan_objects
from dslint.planner.session import admitted, plan_findings, upgrade_findings
from dslint.planner.where import MisreadError, parse_where
from dslint.planner.workload.surroundings import surroundings_of
from dslint.report.plan.view import PlanView


def view_of(
    call: PlanCall,
    judging: Judging,
    inputs: Inputs,
    looked_for: LookedFor | None,
    *,
    one_of_many: bool = False,
) -> PlanView:
    """Plan for the nodes of the inputs. Raises UsageError.

    The report has all findings, including those of a baseline. `looked_for` are the rules whose unused
    suppressions are reported; with None, suppressions are not reported.
    """
    inventory = grouped_by(with_sizes(_inventory(inputs, call.nodes), call.sizes), call.group_by)
    room = parse_room(call.room)
    version = judging.versions_for(inventory)
    upgrade = version.known if call.upgrade else ()
    version = version._replace(known=version.known[-1:]) if upgrade else version
    policies = book_of(call.policies or judging.paths_of("policies"), inputs.texts)
    objects = admitted(inputs.contents.objects, mutation_by(policies, version.known[-1]))
    first = plan_objects(objects, inventory, inputs.contents.pods, version.known[-1], complete=call.complete)
    around = surroundings_of(sourced.manifest.data for sourced in objects)
    planned, outcomes = take_steps(first, inputs.contents.pods, around, call.what_if, one_of_many=one_of_many)
    expected = expectations_of(
        call.expect, expectation_files(call.expectations or judging.paths_of("expectations"))
    )
    only = shown_numbers(planned, call.only)
    told = [*plan_findings(planned, expected, inputs.texts), *upgrade_findings(planned, upgrade)]
    told = [found for found in told if is_shown(found, planned, only)]
    report = plan_report(told, inputs.texts, judging.options_for, version.known, looked_for)
    report = report._replace(files=inputs.files, daemonsets=len(planned.workloads))
    options = judging.base._replace(versions=version.known)
    return PlanView(
        planned,
        with_denials(report, inputs.texts, policies, options),
        assumptions_of(planned, pods_given=bool(inputs.contents.pods_seen)),
        version.source,
        command_of(call),
        _chosen_nodes(call.node, planned.index),
        call.ready_seconds,
        call.verbose,
        outcomes,
        room=room,
        cost=call.cost,
        json_form=call.json_form,
        only=only,
    )


def command_of(call: PlanCall) -> str:
    """Return the call again, for hints; words are quoted if a shell needs it."""
    grouped = (call.group_by,) if call.group_by else ()
    options = (
        ("--nodes", call.nodes),
        ("--group-by", grouped),
        ("--pods", call.pods),
        ("--what-if", call.what_if),
    )
    words = (word for option, names in options for name in names for word in (option, name))
    return shlex.join(["dslint", "plan", *call.paths, *words])


def _inventory(inputs: Inputs, names: tuple[str, ...]) -> Inventory:
    if not (inputs.contents.nodes or inputs.contents.declared) and not names:
        msg = f"no nodes to plan for: pass an inventory with --nodes FILE, or use a cluster's: {PIPE}"
        raise UsageError(msg)
    try:
        return inventory_of(inputs.contents, names)
    except InventoryError as error:
        raise UsageError(str(error)) from None


def _chosen_nodes(written: str | None, index: Index) -> int | None:
    """Return the nodes of --node, as bits. Raises UsageError if it selects none."""
    if written is None:
        return None
    try:
        where = parse_where(written)
    except MisreadError as error:
        raise UsageError(error.shown(written)) from None
    found = chosen_nodes(where, index)
    if not found:
        raise UsageError(f"--node {written}: {nothing_found(where, index)}")
    return found
