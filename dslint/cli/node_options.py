"""The click options about nodes that `plan` and `diff` share."""

from __future__ import annotations

import click

from dslint.cli.options import Command
from dslint.planner.whatif.steps import FORMS


def options_about_nodes(command: Command) -> Command:
    """Add the options of both `plan` and `diff`: nodes, running pods, what-if steps, expectations."""
    for option in reversed(_ABOUT_NODES):
        command = option(command)
    return command


_ABOUT_NODES = (
    click.option(
        "--sizes",
        multiple=True,
        metavar="FILE",
        help="File with the allocatable resources of machine types; repeatable.",
    ),
    click.option(
        "--group-by",
        metavar="LABEL",
        help="Node label that names a node's pool.  [default: the labels that clouds and installers set]",
    ),
    click.option(
        "--pods",
        multiple=True,
        metavar="FILE",
        help="Running pods: the output of kubectl get pods -A -o json; repeatable.",
    ),
    click.option("--clusters", metavar="DIR", help="Directory with one inventory per cluster."),
    click.option(
        "--what-if",
        multiple=True,
        metavar="STEP",
        help="Change the nodes before planning; repeatable, applied in order. WHERE is a node or "
        f"label=value. One of {', '.join(FORMS.values())}.",
    ),
    click.option(
        "--expect",
        multiple=True,
        metavar="TEXT",
        help="Fail unless this holds, for example 'agent runs on pool=edge'; repeatable.",
    ),
    click.option("--expectations", multiple=True, metavar="FILE", help="File with one expectation per line."),
    click.option(
        "--complete",
        is_flag=True,
        help="The input contains every ServiceAccount, class and ConfigMap of the cluster; "
        "report references to others as missing.",
    ),
    click.option(
        "--ready-seconds",
        type=click.IntRange(min=0),
        default=0,
        metavar="N",
        help="Seconds that a new pod needs to become ready; used for the rollout time.",
    ),
    click.option(
        "--json-form",
        type=click.Choice(["full", "groups"]),
        default="full",
        show_default=True,
        help="full: a JSON record per DaemonSet and node. groups: only groups of nodes, for large clusters.",
    ),
)
