"""The click options that `lint`, `plan` and `diff` share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from dslint.linter.selection import PROFILES
from dslint.linter.suppressing.baseline import DEFAULT_FILE as DEFAULT_BASELINE
from dslint.values.problem import FAIL_LEVELS

Command = TypeVar("Command", bound=Callable[..., Any])


def split_at_commas(
    _context: click.Context, _option: click.Parameter, values: tuple[str, ...]
) -> tuple[str, ...]:
    """`--select a,b` means the same as `--select a --select b`."""
    return tuple(part.strip() for value in values for part in value.split(",") if part.strip())


def baseline_and_paths(baseline: str | None, paths: tuple[str, ...]) -> tuple[str | None, tuple[str, ...]]:
    """The baseline and the paths of a call; what follows `--baseline` and is not a JSON file is a path."""
    if baseline is not None and not baseline.endswith(".json"):
        return DEFAULT_BASELINE, (baseline, *paths)
    return baseline, paths


def common_options(fail_on: str) -> Callable[[Command], Command]:
    """Add the common options to a command; `fail_on` is its default fail level."""
    options = [
        click.option(
            "-o",
            "--output",
            "--format",
            "output",
            multiple=True,
            metavar="NAME[=FILE]",
            help=(
                "Output format; repeatable. NAME=FILE writes to a "
                "file; only one format may go to standard output."
            ),
        ),
        click.option(
            "--kubernetes",
            metavar="VERSION",
            help="Version or range to check against: 1.36, 1.32..1.37, 1.32.., ..1.33, v1.36.2-eks-1, "
            "nearest:1.27 where dslint does not know it.",
        ),
        click.option(
            "--upgrade",
            metavar="RANGE",
            help="Show what an upgrade changes, such as 1.32..1.36: what starts or stops being refused, "
            "dropped or warned about.",
        ),
        click.option(
            "--profile",
            type=click.Choice(PROFILES),
            default=None,
            help=(
                "recommended (default); server: API server errors "
                "and warnings only; all: also info-level rules."
            ),
        ),
        click.option(
            "--select",
            multiple=True,
            metavar="RULE,…",
            callback=split_at_commas,
            help="Only these rules (globs); what the API server rejects is always shown.",
        ),
        click.option(
            "--extend-select",
            multiple=True,
            metavar="RULE,…",
            callback=split_at_commas,
            help="These rules too (globs), beside those of the profile.",
        ),
        click.option(
            "--ignore",
            multiple=True,
            metavar="RULE,…",
            callback=split_at_commas,
            help="Skip these rules (globs).",
        ),
        click.option(
            "--only",
            multiple=True,
            metavar="NAMESPACE/NAME,…",
            callback=split_at_commas,
            help="Only these DaemonSets (globs); with ! in front, all but these.",
        ),
        click.option("--config", metavar="FILE", help="Use this configuration for every file."),
        click.option("--isolated", is_flag=True, help="Ignore configuration files (for untrusted changes)."),
        click.option(
            "--rules",
            multiple=True,
            metavar="DIR",
            help="Also use the rule files of this folder; repeatable.",
        ),
        click.option(
            "--policies",
            multiple=True,
            metavar="PATH",
            help="Admission policies, bindings and parameters of the cluster; repeatable. Those among the "
            "linted files count too.",
        ),
        click.option(
            "--baseline",
            is_flag=False,
            flag_value=DEFAULT_BASELINE,
            metavar="[FILE]",
            help=f"Hide the findings of this baseline (*.json; without FILE {DEFAULT_BASELINE}).",
        ),
        click.option("--exclude", multiple=True, metavar="GLOB", help="Skip these files."),
        click.option(
            "--fail-on",
            type=click.Choice(FAIL_LEVELS),
            default=fail_on,
            show_default=True,
            help="Lowest severity that gives exit code 1.",
        ),
        click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto"),
        click.option("-q", "--quiet", is_flag=True, help="Print findings only, no notes."),
        click.option("--verbose", is_flag=True, help="List every skipped file."),
    ]

    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def options_about_nodes(command: Command) -> Command:
    """Add what `plan` and `diff` both ask: about nodes, their pods, steps that change them, expectations."""
    for option in reversed(_ABOUT_NODES):
        command = option(command)
    return command


_ABOUT_NODES = (
    click.option(
        "--sizes",
        multiple=True,
        metavar="FILE",
        help="File with sizes: the allocatable resources of machine types.",
    ),
    click.option(
        "--group-by",
        metavar="LABEL",
        help="The label whose values are the pools of nodes. "
        "Default: the labels that clouds and installers set.",
    ),
    click.option(
        "--pods", multiple=True, metavar="FILE", help="Running pods: output of kubectl get pods -A -o json."
    ),
    click.option("--clusters", metavar="DIR", help="Folder with one inventory per cluster."),
    click.option(
        "--what-if",
        multiple=True,
        metavar="STEP",
        help="Change the nodes first; repeatable, applied in order: taint:WHERE:KEY[=VALUE]:EFFECT, "
        "untaint, label, unlabel, cordon, uncordon, drain, not-ready, ready, lose (or remove), add:FILE, "
        "scale:POOL:N.",
    ),
    click.option(
        "--expect",
        multiple=True,
        metavar="TEXT",
        help="Fail unless this holds, for example 'agent runs on pool=edge'.",
    ),
    click.option("--expectations", multiple=True, metavar="FILE", help="File with one expectation per line."),
    click.option(
        "--complete",
        is_flag=True,
        help="The input holds all ServiceAccounts, classes and ConfigMaps of the cluster: "
        "others are missing.",
    ),
    click.option(
        "--ready-seconds",
        type=click.IntRange(min=0),
        default=0,
        metavar="N",
        help="Seconds that a new pod needs to become ready.",
    ),
    click.option(
        "--json-form",
        type=click.Choice(["full", "groups"]),
        default="full",
        show_default=True,
        help="JSON that tells each DaemonSet on each node, or by groups of nodes only, for large clusters.",
    ),
)
