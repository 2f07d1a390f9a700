"""`dslint plan --clusters DIR`: every DaemonSet in every cluster, the worst first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dslint.cli.calls import CommonCall, PlanCall
from dslint.cli.configuration.baseline import hiding_known
from dslint.cli.configuration.complaining import with_config_complaints
from dslint.cli.configuration.judging import Judging
from dslint.cli.exits import UsageError
from dslint.cli.fail_level import exit_code
from dslint.cli.inputs.inventories import Inputs, gather_manifests
from dslint.cli.outputs.write import Output, parse_outputs, write_outputs
from dslint.cli.plan.clusters import Cluster, clusters_in, files_of
from dslint.cli.plan.one_cluster import view_of
from dslint.cli.plan.steps import refuse_idle
from dslint.linter.problem_reports import complaints_in
from dslint.report.clusters.formats import CLUSTER_FORMATS, render_clusters
from dslint.report.clusters.plan_lines import (
    PLAN_HEADINGS,
    PLAN_LEGEND,
    PLAN_SYMBOLS,
    PLAN_WORDS,
    ClusterPlan,
    plan_of_cluster,
    with_the_others,
)
from dslint.report.clusters.reports import joined, shared, shared_steps
from dslint.report.clusters.view import ClustersView
from dslint.values.finding import Report
from dslint.values.words import counted

_SHOWN = 6
_ONE_CLUSTER_ONLY = ("node", "nodes", "pods", "room", "cost")
"""Options of a plan about the nodes of one cluster."""


def run_clusters(call: PlanCall, folder: str) -> int:
    """Plan for every cluster of a folder and report; return the exit code."""
    outputs = parse_outputs(call.output, CLUSTER_FORMATS, "text")
    refuse_options(call, _ONE_CLUSTER_ONLY, folder)
    view = _view(call, folder)
    write_outputs(view, outputs, _render, call.color)
    return exit_code(view.report, call.fail_on)


def _render(view: ClustersView, output: Output) -> str:
    return render_clusters(view, output.format)


def refuse_options(call: CommonCall, names: Sequence[str], folder: str) -> None:
    """Raise UsageError for an option about the nodes of one cluster, with the remedy."""
    instead = {
        "pods": f"put the pods beside the nodes, {folder.rstrip('/')}/NAME/nodes.yaml and pods.yaml",
        "nodes": f"put the file into {folder}",
    }
    if call.json_form != "full":
        raise UsageError("--json-form cannot be combined with --clusters: its JSON names no nodes")
    for name in names:
        if getattr(call, name) not in (None, (), False):
            words = instead.get(name, "ask one cluster, with --nodes FILE")
            raise UsageError(f"--{name.replace('_', '-')} cannot be combined with --clusters: {words}")


def _view(call: PlanCall, folder: str) -> ClustersView:
    judging = Judging(call)
    clusters = clusters_in(folder, quiet=call.quiet)
    manifests = gather_manifests(
        call.paths, call.exclude, files_of(folder), quiet=call.quiet, every_file=call.complete
    )
    without_known = hiding_known(call, judging)
    plans: list[ClusterPlan] = []
    reports, assumed, steps = [], [], []
    commands: dict[str, str] = {}
    versions: dict[str, None] = {}
    for cluster in clusters:
        of_one = replace(call, clusters=None, nodes=cluster.nodes, paths=(*call.paths, *cluster.beside))
        view = view_of(of_one, judging, cluster.with_shared(manifests), None, one_of_many=True)
        plans.append(plan_of_cluster(cluster.name, view))
        reports.append((cluster.name, without_known(view.report)))
        assumed.append((cluster.name, view.assumptions))
        steps.append((cluster.name, view.steps))
        commands[cluster.name] = view.command
        versions[view.planned.kubernetes] = None
    refuse_idle(steps)
    complaints = _complaints(manifests, clusters, judging)
    lines, causes = with_the_others(plans)
    names = tuple(cluster.name for cluster in clusters)
    together = joined(reports, " and ".join(versions), without_known(complaints))
    return ClustersView(
        title=f"DaemonSets in {titled(names)}",
        legend=PLAN_LEGEND,
        headings=PLAN_HEADINGS,
        lines=lines,
        report=together.report,
        symbols=PLAN_SYMBOLS,
        words=PLAN_WORDS,
        names=names,
        causes=causes,
        noticed=together.noticed,
        assumed=shared(assumed),
        steps=shared_steps(steps),
        commands=commands,
        verbose=call.verbose,
    )


def _complaints(manifests: Inputs, clusters: Sequence[Cluster], judging: Judging) -> Report:
    texts = dict(manifests.texts)
    for cluster in clusters:
        texts |= dict(cluster.own.texts)
    found = complaints_in(texts.items(), judging.options_for, judging.base.versions)
    return with_config_complaints(found, judging)


def titled(names: Sequence[str]) -> str:
    """`3 clusters (eu, us, edge)`."""
    more = ", …" if len(names) > _SHOWN else ""
    return f"{counted(len(names), 'cluster')} ({', '.join(names[:_SHOWN])}{more})"
