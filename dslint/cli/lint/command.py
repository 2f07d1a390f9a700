"""`dslint lint` for click. A plain call does not come here; see `fast_path`."""

from __future__ import annotations

from typing import Any

import click

from dslint.cli.help_layout import GroupedCommand
from dslint.cli.inputs.file_lists import paths_in
from dslint.cli.lint.run import run
from dslint.cli.lint_call import LintCall
from dslint.cli.options import baseline_and_paths, common_options
from dslint.report.findings.formats import FORMATS


@click.command("lint", cls=GroupedCommand, short_help="Find mistakes in DaemonSet manifests.")
@click.argument("paths", nargs=-1, metavar="[PATH]…")
@click.option(
    "--files-from",
    multiple=True,
    metavar="FILE|-",
    help="Also lint the paths listed in this file or on standard input, separated by NUL characters or line "
    "feeds; repeatable. With an empty list and no PATH, nothing is linted.",
)
@common_options(fail_on="warning", formats=tuple(FORMATS))
@click.option(
    "--stdin-filename",
    default="<stdin>",
    metavar="PATH",
    help="File name for standard input, shown in findings and used to find the configuration.",
)
@click.option("--fix", is_flag=True, help="Apply fixes that do not change the meaning of a manifest.")
@click.option(
    "--unsafe-fixes", is_flag=True, help="With --fix or --diff: also apply fixes that change the meaning."
)
@click.option("--diff", is_flag=True, help="Show what --fix would change, without writing.")
@click.option(
    "--fail-on-skipped/--no-fail-on-skipped",
    default=None,
    help="Exit with code 1 if any file was skipped: a template, a patch, a link, or a file that .gitignore "
    "or the configuration excludes. With --no-, never fail for a skipped file; hooks need this.  "
    "[default: exit with code 2 if a skipped file was named or piped]",
)
@click.option(
    "--since",
    metavar="REV",
    help="Report only DaemonSets that changed since the merge base of REV and HEAD.",
)
@click.option(
    "--context",
    multiple=True,
    metavar="PATH",
    help="Also read these files for rules that compare objects, but report nothing on them; repeatable.",
)
@click.option(
    "--nodes",
    multiple=True,
    metavar="INVENTORY",
    help="Also check the DaemonSets against these nodes; repeatable.",
)
@click.option("--update-baseline", is_flag=True, help="Write the findings of this run to the baseline.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="Number of processes.  [default: one per CPU, or 1 for small inputs]",
)
@click.option("--statistics", is_flag=True, help="Print a count per rule.")
def command(**options: Any) -> int:
    """Find the mistakes in DaemonSet manifests, and say what the cluster does about each.

    PATH is a file, a directory or - (standard input). Without a PATH, dslint lints the current directory.

    \b
    Examples:
        dslint lint deploy/
        helm template chart | dslint lint -
        dslint lint --since origin/main
        git diff --name-only -z --diff-filter=d main | dslint lint --files-from -
        dslint lint --fix agent.yaml
        dslint lint -o json=report.json -o text deploy/
        dslint lint --update-baseline
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    lists = options.pop("files_from")
    call = _call(options)
    if not lists:
        return run(call)
    listed = tuple(path for name in lists for path in paths_in(name))
    if not (call.paths or listed):
        if not call.quiet:
            click.echo("nothing to lint: --files-from lists no path", err=True)
        return 0
    return run(call._replace(paths=(*call.paths, *listed)))


def _call(options: dict[str, Any]) -> LintCall:
    baseline, paths = baseline_and_paths(options["baseline"], tuple(options["paths"]))
    return LintCall(**{**options, "paths": paths, "baseline": baseline})
