"""`dslint lint`, read by click; the plain call takes the short way in `quick`."""

from __future__ import annotations

from typing import Any

import click

from dslint.cli.help_layout import GroupedCommand
from dslint.cli.lint.run import run
from dslint.cli.lint_call import LintCall
from dslint.cli.options import baseline_and_paths, common_options


@click.command("lint", cls=GroupedCommand)
@click.argument("paths", nargs=-1, metavar="[PATH]…")
@common_options(fail_on="warning")
@click.option(
    "--stdin-filename",
    default="<stdin>",
    metavar="PATH",
    help="File name for standard input: it is shown, and chooses the configuration.",
)
@click.option("--fix", is_flag=True, help="Apply fixes that do not change the meaning of a manifest.")
@click.option(
    "--unsafe-fixes", is_flag=True, help="With --fix or --diff: also apply fixes that change the meaning."
)
@click.option("--diff", is_flag=True, help="Show what --fix would change, without writing.")
@click.option(
    "--fail-on-skipped/--no-fail-on-skipped",
    default=None,
    help="Exit 1 when anything was not linted: templates, patches, links, what .gitignore and the "
    "configuration leave out; with no-, never (for hooks, which name files without meaning each).  "
    "[default: exit 2 when such a file is named or piped]",
)
@click.option(
    "--since",
    metavar="REV",
    help="Report only on DaemonSets whose text changed since the merge base of REV and HEAD.",
)
@click.option("--context", multiple=True, metavar="PATH", help="Read this too, without reporting on it.")
@click.option(
    "--nodes", multiple=True, metavar="INVENTORY", help="Also check against these nodes; repeatable."
)
@click.option("--update-baseline", is_flag=True, help="Write the findings of this run into the baseline.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Processes that judge files.  [default: the cores, or 1 for little text]",
)
@click.option("--statistics", is_flag=True, help="Print a count per rule.")
def command(**options: Any) -> int:
    """Lint files and folders; `-` is standard input, no path is the current folder.

    \b
    Examples:
        dslint lint deploy/
        helm template chart | dslint lint -
        dslint lint --since origin/main
        dslint lint --fix agent.yaml
        dslint lint -o json=report.json -o text deploy/
        dslint lint --update-baseline
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    return run(_call(options))


def _call(options: dict[str, Any]) -> LintCall:
    baseline, paths = baseline_and_paths(options["baseline"], tuple(options["paths"]))
    return LintCall(**{**options, "paths": paths, "baseline": baseline})
