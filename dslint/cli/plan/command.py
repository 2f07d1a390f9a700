"""`dslint plan`: on which nodes each DaemonSet runs, and why not on the others."""

from __future__ import annotations

from typing import Any

import click

from dslint.cli.calls import PlanCall
from dslint.cli.help_layout import GroupedCommand
from dslint.cli.node_options import options_about_nodes
from dslint.cli.options import baseline_and_paths, common_options
from dslint.cli.plan.run import run
from dslint.report.plan.formats import PLAN_FORMATS


@click.command("plan", cls=GroupedCommand, short_help="Show on which nodes the pods run.")
@click.argument("paths", nargs=-1, metavar="[PATH]…")
@click.option(
    "--nodes",
    multiple=True,
    metavar="INVENTORY",
    help="The output of kubectl get nodes -o json, or a hand-written inventory. A file, a directory or - "
    "(standard input); repeatable.",
)
@click.option(
    "--node",
    metavar="NAME|label=value",
    help="Show only these nodes, with every reason and what to add to the manifest to run there.",
)
@options_about_nodes
@click.option(
    "--room",
    metavar="RESOURCE=AMOUNT,…",
    help="For each pool, find the smallest machine type with room for its DaemonSet pods and these "
    "resources, for example cpu=500m,memory=1Gi.",
)
@click.option(
    "--cost",
    is_flag=True,
    help="Show how much all DaemonSets together request on a node, per pool and node size. With -o csv, "
    "print only this table.",
)
@common_options(fail_on="error", formats=PLAN_FORMATS)
def command(**options: Any) -> int:
    """Show which nodes get a pod of each DaemonSet, and why the other nodes do not.

    PATH is a file, a directory or - (standard input). dslint recognizes DaemonSets, nodes and pods by
    their kind, so one pipe is enough.

    \b
    Examples:
        kubectl get nodes,ds,pods -A -o json | dslint plan -
        dslint plan deploy/ --nodes nodes.json
        dslint plan agent.yaml --nodes nodes.json --node worker-1
        dslint plan agent.yaml --nodes nodes.json --what-if drain:zone=a
        dslint plan agent.yaml --nodes nodes.json --expect 'agent runs on pool=edge'
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    baseline, paths = baseline_and_paths(options["baseline"], tuple(options["paths"]))
    return run(PlanCall(**{**options, "paths": paths, "baseline": baseline}))
