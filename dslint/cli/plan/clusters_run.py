"""`dslint plan --clusters DIR`: every DaemonSet in every cluster, the worst first."""

from __future__ import annotations

from dslint.cli.calls import PlanCall
from dslint.cli.configuration.baseline import hiding_known
from dslint.cli.configuration.complaining import with_config_complaints
from dslint.cli.configuration.judging import Judging
from dslint.cli.exits import UsageError
from dslint.cli.expressions import expectation_files, expectations_of
from dslint.cli.fail_level import exit_code
from dslint.cli.inputs.inventories import gather
from dslint.cli.inputs.versions import version_for
from dslint.cli.outputs.write import Output, parse_outputs, write_outputs
from dslint.cli.plan.clusters import clusters_in, joined, titled, told_of
from dslint.cli.plan.options_to_values import grouped_by, is_shown, shown_numbers
from dslint.linter.problem_reports import complaints_in, plan_report
from dslint.linter.reports import with_more
from dslint.planner.outcomes import decision_of, trouble_now
from dslint.planner.plan import Planned, plan_objects
from dslint.planner.session import told_of_plan
from dslint.planner.workload.workloads import Workload
from dslint.report.plan.clusters import CLUSTER_FORMATS, ClusterLine, ClustersView, render_clusters

_LEGEND = "pods desired, and those that do not run"
_HEADINGS = ("DESIRED", "WILL RUN", "PENDING", "BLOCKED")


def run_clusters(call: PlanCall, folder: str) -> int:
    """Plan for every cluster of a folder and report; the exit code comes back."""
    outputs = parse_outputs(call.output, CLUSTER_FORMATS, "text")
    view = _view(call, folder)
    write_outputs(view, outputs, _render, call.color)
    return exit_code(view.report, call.fail_on)


def _render(view: ClustersView, output: Output) -> str:
    return render_clusters(view, output.format)


def _view(call: PlanCall, folder: str) -> ClustersView:
    for option, given in (
        ("--what-if", call.what_if),
        ("--node", call.node),
        ("--nodes", call.nodes),
        ("--pods", call.pods),
        ("--cost", call.cost),
        ("--room", call.room),
    ):
        if given:
            msg = f"{option} does not go with --clusters: plan one cluster with --nodes FILE"
            raise UsageError(msg)
    judging = Judging(call)
    inputs = gather(call.paths, (), (), call.exclude, quiet=call.quiet, every_file=call.complete)
    objects = inputs.contents.objects
    expected = expectations_of(
        call.expect, expectation_files(call.expectations or judging.paths_of("expectations"))
    )
    named = {found.manifest.name for found in objects}
    without_known = hiding_known(call, judging)
    lines, reports, names = [], [], []
    for cluster in clusters_in(folder):
        inventory = grouped_by(cluster.inventory, call.group_by)
        version = version_for(judging.version, inventory)
        own = [found for found in cluster.objects if found.manifest.name not in named]
        planned = plan_objects(
            (*objects, *own), inventory, cluster.pods, version.known[-1], complete=call.complete
        )
        only = shown_numbers(planned, call.only)
        told = [
            found for found in told_of_plan(planned, expected, inputs.texts) if is_shown(found, planned, only)
        ]
        report = plan_report(told, inputs.texts, judging.options_for, version.known)
        report = report._replace(files=inputs.files, daemonsets=len(planned.workloads))
        reports.append(told_of(cluster.name, without_known(report)))
        names.append(cluster.name)
        lines += [
            _line(cluster.name, planned, workload)
            for workload in planned.workloads
            if only is None or workload.number in only
        ]
    complaints = complaints_in(inputs.texts, judging.options_for, judging.base.versions)
    complaints = without_known(with_config_complaints(complaints, judging))
    report = with_more(joined(reports, reports[-1].kubernetes), complaints)
    return ClustersView(f"DaemonSets in {titled(names)}", _LEGEND, _HEADINGS, tuple(lines), report)


def _line(cluster: str, planned: Planned, workload: Workload) -> ClusterLine:
    desired = decision_of(planned, workload).run.bit_count()
    pending, blocked = ((nodes & planned.there).bit_count() for nodes in trouble_now(planned, workload))
    numbers = {
        "desired": desired,
        "runs": desired - pending - blocked,
        "pending": pending,
        "blocked": blocked,
    }
    trouble = [f"{numbers[word]} {word}" for word in ("pending", "blocked") if numbers[word]]
    return ClusterLine(
        cluster,
        workload.key,
        (blocked, pending, int(desired == 0)),
        ", ".join([str(desired), *trouble]),
        tuple(map(str, numbers.values())),
        numbers,
    )
