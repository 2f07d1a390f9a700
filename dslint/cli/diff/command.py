"""`dslint diff`: what changes if new manifests replace old ones."""

from __future__ import annotations

from typing import Any

import click

from dslint.cli.calls import DiffCall
from dslint.cli.diff.run import run
from dslint.cli.exits import UsageError
from dslint.cli.help_layout import GroupedCommand
from dslint.cli.node_options import options_about_nodes
from dslint.cli.options import baseline_and_paths, common_options
from dslint.report.diff.formats import DIFF_FORMATS

_SIDES = ("old", "new")


@click.command("diff", cls=GroupedCommand, short_help="Show what a change does to pods and nodes.")
@click.argument("old", required=False)
@click.argument("new", required=False)
@click.option(
    "--nodes",
    multiple=True,
    metavar="INVENTORY",
    help="Nodes to plan for: a file, a directory or - (standard input); repeatable.",
)
@click.option(
    "--old-nodes",
    multiple=True,
    metavar="INVENTORY",
    help="Nodes of the old side, if they differ; repeatable.",
)
@options_about_nodes
@common_options(fail_on="error", formats=DIFF_FORMATS)
def command(**options: Any) -> int:
    """Show what changes if NEW replaces OLD: errors, restarted pods, nodes gained and lost.

    OLD and NEW are files, directories, - (standard input) or git:REV[:PATH]. Without them, dslint compares
    the commit where this branch left its upstream with the working tree. With only one path, it compares
    that path in the two.

    \b
    Examples:
        dslint diff
        dslint diff git:main deploy/ --nodes nodes.json
        dslint diff old.yaml new.yaml -o markdown
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    named = tuple(path for path in (options["old"], options["new"]) if path is not None)
    baseline, sides = baseline_and_paths(options["baseline"], named)
    if len(sides) > len(_SIDES):
        raise UsageError(f"--baseline {sides[0]}: a baseline is a .json file; diff compares two paths only")
    old, new = (*sides, None, None)[: len(_SIDES)]
    return run(DiffCall(**{**options, "old": old, "new": new, "baseline": baseline}))
