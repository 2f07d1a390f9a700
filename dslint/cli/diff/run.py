"""One `dslint diff` call: read both sides, plan both, compare, report."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from dslint.cli.calls import DiffCall
from dslint.cli.configuration.baseline import hiding_known
from dslint.cli.configuration.complaining import with_config_complaints
from dslint.cli.configuration.judging import Judging
from dslint.cli.diff.asked import Asked
from dslint.cli.diff.git import PREFIX, blobs, parse_revision
from dslint.cli.diff.planned import plan_both
from dslint.cli.diff.sides import NEW_MISSING, left_out_notes, sides_of
from dslint.cli.diff.unbuilt import told_of_unbuilt
from dslint.cli.exits import UsageError
from dslint.cli.expressions import expectation_files, expectations_of
from dslint.cli.fail_level import exit_code
from dslint.cli.inputs.inventories import contents_of_inputs, inventory_contents
from dslint.cli.inputs.reading import read_path
from dslint.cli.outputs.stderr import note
from dslint.cli.outputs.write import Output, parse_outputs, write_outputs
from dslint.cli.plan.clusters import clusters_in
from dslint.cli.plan.clusters_run import refuse_options, titled
from dslint.cli.plan.options_to_values import grouped_by, is_shown, shown_numbers, with_sizes
from dslint.cli.plan.steps import refuse_idle
from dslint.linter.policies.among import with_denials
from dslint.linter.problem_reports import complaints_in, report_of_given, with_unreadable
from dslint.linter.reports import with_more
from dslint.planner.assumptions import assumptions_of
from dslint.planner.difference.comparison import Comparison, compare_plans
from dslint.planner.difference.delivery import Changed
from dslint.planner.errors import InventoryError
from dslint.planner.inventory.contents import Contents, inventory_of
from dslint.planner.inventory.contents import Source as Input
from dslint.planner.inventory.inventory import Inventory, same_nodes
from dslint.planner.inventory.pods import Pod
from dslint.planner.inventory.reading import read_contents
from dslint.planner.on_pools.changes import pool_changes, pool_findings
from dslint.planner.plan import Planned
from dslint.planner.session import difference_findings, upgrade_findings
from dslint.reader.objects import Told
from dslint.report.clusters.formats import CLUSTER_FORMATS, render_clusters
from dslint.report.clusters.reports import joined, shared, shared_steps
from dslint.report.clusters.view import ClustersView
from dslint.report.diff.clusters import DIFF_LEGEND, DIFF_SYMBOLS, DIFF_WORDS, cluster_line
from dslint.report.diff.formats import DIFF_FORMATS, render_diff
from dslint.report.diff.view import HEADINGS, DiffView
from dslint.values.finding import Report
from dslint.values.globs import chosen

_ONE_CLUSTER_ONLY = ("nodes", "old_nodes", "pods")
"""Options of a difference about the nodes of one cluster."""


def run(call: DiffCall) -> int:
    """Compare and report; return the exit code."""
    outputs = parse_outputs(call.output, CLUSTER_FORMATS if call.clusters else DIFF_FORMATS, "text")
    judging = Judging(call)
    asked = Asked(_with_nodes(call, judging), *sides_of(call), judging, hiding_known(call, judging))
    for line in () if call.quiet else left_out_notes(asked.old, asked.new):
        note(line)
    if call.clusters is not None:
        clusters = _all_clusters(asked, call.clusters)
        write_outputs(clusters, outputs, _render_clusters, call.color)
        return exit_code(clusters.report, call.fail_on)
    view = _one_cluster(asked)
    view = replace(view, report=with_more(view.report, _complaints(asked)))
    write_outputs(view, outputs, _render, call.color)
    if not call.quiet and not view.comparison.pairs:
        note("no DaemonSet found on either side")
    return exit_code(view.report, call.fail_on)


def _with_nodes(call: DiffCall, judging: Judging) -> DiffCall:
    """Return the call with the inventories of the configuration, if no others are given."""
    if call.nodes or call.old_nodes or call.clusters is not None:
        return call
    return replace(call, nodes=judging.paths_of("nodes"))


def _render(view: DiffView, output: Output) -> str:
    return render_diff(view, output.format)


def _render_clusters(view: ClustersView, output: Output) -> str:
    return render_clusters(view, output.format)


def _one_cluster(asked: Asked) -> DiffView:
    call = asked.call
    try:
        contents = _contents(call.nodes) if call.nodes else asked.new.contents
        former, inventory = _inventories(asked, contents)
        pods = tuple(pod for source in _inputs(call.pods) for pod in read_contents(source).pods)
    except InventoryError as error:
        raise UsageError(str(error)) from None
    former, inventory = with_sizes(former, call.sizes), with_sizes(inventory, call.sizes)
    if call.nodes:
        pods = contents.pods + pods
        asked = asked.beside(contents)
    return _view(asked, former, inventory, pods or asked.old.contents.pods or asked.new.contents.pods)


def _inventories(asked: Asked, contents: Contents) -> tuple[Inventory, Inventory]:
    """Return the nodes of both sides: named ones, or those among OLD and NEW. Raises InventoryError."""
    call = asked.call
    new = inventory_of(contents, call.nodes)
    if call.nodes and not new:
        msg = f"{', '.join(call.nodes)} contains no nodes: there is nothing to plan for"
        raise UsageError(msg)
    if call.old_nodes:
        old = inventory_of(_contents(call.old_nodes), call.old_nodes)
    elif contents.declared_before is not None:  # a plan of changes, which tells what was there before
        old = inventory_of(contents._replace(declared=contents.declared_before), call.nodes)
    elif asked.old is asked.new:
        raise UsageError(NEW_MISSING)  # one path, and nodes that do not change either
    else:
        old = new if call.nodes else inventory_of(asked.old.contents)
    if not old or not new or same_nodes(old, new):
        known = new or old
        return known, known
    return old, new


def _view(asked: Asked, former: Inventory, inventory: Inventory, pods: tuple[Pod, ...]) -> DiffView:
    call = asked.call
    same = former is inventory
    former, inventory = grouped_by(former, call.group_by), grouped_by(inventory, call.group_by)
    known = asked.judging.versions_for(inventory).known
    before, after, steps = plan_both(asked, former, former if same else inventory, pods, known[-1])
    config = Changed.between(asked.old.contents.objects, asked.new.contents.objects)
    comparison = compare_plans(before, after, ready_seconds=call.ready_seconds, config=config)
    if call.only:
        comparison = comparison.narrowed(lambda key: _is_meant(key, call))
    has_nodes = bool(inventory)
    assumed = assumptions_of(after, pods_given=bool(call.pods or pods)) if has_nodes else ()
    if call.what_if:
        taken = [step.step.text for step in steps if not step.skipped]
        assumed = (f"the nodes are those after {', '.join(taken)}", *assumed) if taken else assumed
    told = [*pool_findings(before, after), *upgrade_findings(after, known if call.upgrade else ())]
    return DiffView(
        comparison,
        _report(comparison, after, asked, told),
        asked.old.label,
        asked.new.label,
        has_nodes,
        assumed,
        tuple(change for change in pool_changes(before, after) if _is_meant(change.daemonset, call)),
        call.json_form,
        steps,
    )


def _is_meant(daemonset: str, call: DiffCall) -> bool:
    """Whether `--only` selects a DaemonSet for output; all of them count."""
    return not call.only or chosen(daemonset, call.only)


def _report(comparison: Comparison, after: Planned, asked: Asked, pools: Iterable[Told]) -> Report:
    old, new = asked.old, asked.new
    call = asked.call
    configured = asked.judging.paths_of("expectations") if after.inventory.nodes else ()
    expected = expectations_of(call.expect, expectation_files(call.expectations or configured))
    told = [
        *difference_findings(comparison, after, expected, texts=new.texts),
        *told_of_unbuilt(old.kustomizations, new.kustomizations, asked.objects(new)),
        *pools,
    ]
    only = shown_numbers(after, call.only)
    told = [found for found in told if is_shown(found, after, only)]
    files, daemonsets = len(old.texts) + len(new.texts), len(comparison.pairs)
    report = report_of_given(
        told, asked.judging.options_for, (after.kubernetes,), files=files, daemonsets=daemonsets
    )
    before = {
        sourced.manifest.name.key: sourced.manifest.data
        for sourced in asked.objects(old)
        if sourced.manifest.name.kind == "DaemonSet"
    }
    options = asked.judging.base._replace(versions=(after.kubernetes,))
    report = with_denials(report, new.texts, asked.policies(new), options, before)
    known = {stream.text for _, stream in old.texts}
    # A text that was unreadable before is not part of the change.
    report = with_unreadable(
        report, [(file, stream) for file, stream in new.texts if stream.text not in known]
    )
    return asked.without_known(report)


def _complaints(asked: Asked) -> Report:
    """Return errors in the suppressions of the configurations and of changed texts."""
    before = {stream.text for _, stream in asked.old.texts}
    changed = [(file, stream) for file, stream in asked.new.texts if stream.text not in before]
    found = complaints_in(changed, asked.judging.options_for, asked.judging.base.versions)
    return asked.without_known(with_config_complaints(found, asked.judging))


def _all_clusters(asked: Asked, folder: str) -> ClustersView:
    refuse_options(asked.call, _ONE_CLUSTER_ONLY, folder)
    lines, reports, assumed, names, steps = [], [], [], [], []
    for cluster in clusters_in(folder, quiet=asked.call.quiet):
        inventory = with_sizes(inventory_of(cluster.known, cluster.nodes), asked.call.sizes)
        contents = cluster.known + cluster.own.contents
        view = _view(asked.beside(contents), inventory, inventory, contents.pods)
        names.append(cluster.name)
        reports.append((cluster.name, view.report))
        assumed.append((cluster.name, view.assumptions))
        steps.append((cluster.name, view.steps))
        lines += [cluster_line(cluster.name, pair, view) for pair in view.comparison.pairs]
    refuse_idle(steps)
    together = joined(reports, reports[-1][1].kubernetes, _complaints(asked))
    between = f"{asked.old.label} and {asked.new.label}"
    return ClustersView(
        title=f"what changes between {between} in {titled(names)}",
        legend=DIFF_LEGEND,
        headings=HEADINGS[2:],
        lines=tuple(lines),
        report=together.report,
        symbols=DIFF_SYMBOLS,
        words=DIFF_WORDS,
        names=tuple(names),
        noticed=together.noticed,
        assumed=shared(assumed),
        steps=shared_steps(steps),
        verbose=asked.call.verbose,
    )


def _contents(names: tuple[str, ...]) -> Contents:
    """Return inventories by name: files, folders, or files of a revision, `git:REV:PATH`."""
    total = Contents()
    for name in names:
        if name.startswith(PREFIX):
            found = blobs(parse_revision(name))
            total += contents_of_inputs((Input(blob.name, blob.content), len(found) > 1) for blob in found)
        else:
            total += inventory_contents((name,))
    return total


def _inputs(names: tuple[str, ...]) -> Iterator[Input]:
    return (Input(source.name, source.content) for name in names for source in read_path(name))
