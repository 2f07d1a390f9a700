"""`dslint plan`: on which nodes each DaemonSet runs, and why not on the others."""

from __future__ import annotations

from typing import Any

import click

from dslint.cli.calls import PlanCall
from dslint.cli.help_layout import GroupedCommand
from dslint.cli.options import baseline_and_paths, common_options, options_about_nodes
from dslint.cli.plan.run import run


@click.command("plan", cls=GroupedCommand)
@click.argument("paths", nargs=-1, metavar="[PATH]…")
@click.option(
    "--nodes",
    multiple=True,
    metavar="INVENTORY",
    help="Nodes: output of kubectl get nodes -o json, or a hand-written file; repeatable; "
    "folders and - (stdin) are accepted.",
)
@click.option(
    "--node",
    metavar="NAME|label=value",
    help="Show only these nodes, with every reason and what to add so that a pod runs there.",
)
@options_about_nodes
@click.option(
    "--room",
    metavar="RESOURCE=AMOUNT,…",
    help="The smallest machine of each pool with room for its agents and this: cpu=500m,memory=1Gi.",
)
@click.option(
    "--cost",
    is_flag=True,
    help="Add what all DaemonSets reserve on a node, for each pool and node size, and who asks for it; "
    "csv then holds this table.",
)
@common_options(fail_on="error")
def command(**options: Any) -> int:
    """Say which nodes of an inventory would get a pod of each DaemonSet, and why the others would not.

    PATHs are manifests, files or folders; what a plan needs is told apart by kind, so this is enough:

    \b
        kubectl get nodes,ds,pods -A -o json | dslint plan -

    \b
    Examples:
        dslint plan deploy/ --nodes nodes.json
        dslint plan agent.yaml --nodes nodes.json --node worker-1
        dslint plan agent.yaml --nodes nodes.json --what-if drain:zone=a
        dslint plan agent.yaml --nodes nodes.json --expect 'agent runs on pool=edge'
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    baseline, paths = baseline_and_paths(options["baseline"], tuple(options["paths"]))
    return run(PlanCall(**{**options, "paths": paths, "baseline": baseline}))
