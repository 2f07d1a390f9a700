"""What one `dslint diff` call does: read both sides, plan both, compare, report."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.cli.diff_call import DiffCall
from dslint.cli.diff_sides import Side, read_path, sides_of
from dslint.cli.exits import UsageError
from dslint.cli.judging import exit_code, selection_of, versions_of
from dslint.cli.notes import note
from dslint.cli.outputs import Output, parse_outputs, write_outputs
from dslint.linter.given import Given, report_of_given, with_unreadable
from dslint.linter.selection import Selection
from dslint.planner.cluster import Source as Input
from dslint.planner.cluster import inventory_of, read_contents
from dslint.planner.comparison import Comparison, compare_plans
from dslint.planner.expected import unmet
from dslint.planner.faults import InventoryError
from dslint.planner.inventory import read_sources
from dslint.planner.manifests import plan_objects
from dslint.planner.nodes import Inventory
from dslint.planner.plan import Planned
from dslint.report.diff_formats import DIFF_FORMATS, render_diff
from dslint.report.diff_view import DiffView
from dslint.values.finding import Report


def run(call: DiffCall) -> int:
    """Compare and report; the exit code comes back."""
    outputs = parse_outputs(call.output, DIFF_FORMATS, "text")
    selection = selection_of(call.profile, call.select, call.extend_select, call.ignore)
    version = versions_of(call.kubernetes)[-1]
    old, new = sides_of(call)
    try:
        inventory, former = _inventories(call)
        pods = tuple(pod for one in _inputs(call.pods) for pod in read_contents(one).pods)
    except InventoryError as error:
        raise UsageError(str(error)) from None
    before, after = (
        plan_objects((one for text in side.texts for one in text.objects), nodes, pods, version)
        for side, nodes in ((old, former), (new, inventory))
    )
    comparison = compare_plans(before, after, ready_seconds=call.ready_seconds)
    report = _report(comparison, after, (old, new), selection)
    view = DiffView(comparison, report, old.label, new.label, has_nodes=bool(call.nodes))
    write_outputs(view, outputs, _render)
    if not call.quiet and not comparison.pairs:
        note("no DaemonSet found on either side")
    return exit_code(report, call.fail_on)


def _render(view: DiffView, output: Output) -> str:
    return render_diff(view, output.format)


def _report(comparison: Comparison, after: Planned, sides: tuple[Side, Side], selection: Selection) -> Report:
    given = [Given(told.problem, told.sourced.manifest, told.sourced.file) for told in comparison.told()]
    if after.inventory.nodes:
        given += [Given(one.problem, one.manifest, one.file, one.span) for one in unmet(after)]
    old, new = sides
    files, daemonsets = len(old.texts) + len(new.texts), len(comparison.pairs)
    report = report_of_given(given, selection, (after.kubernetes,), files=files, daemonsets=daemonsets)
    known = {text.stream.text for text in old.texts}
    # What could not be read before either is no part of the change.
    fresh = [(one.file, one.stream) for one in new.texts if one.stream.text not in known]
    return with_unreadable(report, fresh)


def _inventories(call: DiffCall) -> tuple[Inventory, Inventory]:
    """The nodes of the new side, and of the old one."""
    new = _inventory(call.nodes)
    return new, _inventory(call.old_nodes) if call.old_nodes else new


def _inventory(names: tuple[str, ...]) -> Inventory:
    return inventory_of(read_sources(list(_inputs(names))), names) if names else Inventory(())


def _inputs(names: tuple[str, ...]) -> Iterator[Input]:
    return (Input(one.name, one.content) for name in names for one in read_path(name))
