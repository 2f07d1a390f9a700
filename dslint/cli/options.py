"""The click options that `lint`, `plan` and `diff` share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
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
    """Return baseline and paths of a call; a value of `--baseline` that is not a JSON file is a path."""
    if baseline is not None and not baseline.endswith(".json"):
        return DEFAULT_BASELINE, (baseline, *paths)
    return baseline, paths


def format_option(formats: Iterable[str]) -> Callable[[Command], Command]:
    """Add `--output` to a command that prints in one of these formats; the parameter is `format_`."""
    return click.option(
        "-o",
        "--output",
        "--format",
        "format_",
        type=click.Choice(list(formats)),
        default="text",
        show_default=True,
        help="Output format.",
    )


def output_option(formats: Iterable[str]) -> Callable[[Command], Command]:
    """Add `--output` to a command that writes several reports at once; the parameter is `output`."""
    return click.option(
        "-o",
        "--output",
        "--format",
        "output",
        multiple=True,
        metavar="NAME[=FILE]",
        help=f"Output format: {', '.join(formats)}. Repeatable: NAME=FILE writes to a file, and one "
        "format may go to standard output.  [default: text]",
    )


def common_options(fail_on: str, formats: tuple[str, ...]) -> Callable[[Command], Command]:
    """Add the common options to a command with this default fail level and these output formats."""
    options = [
        output_option(formats),
        click.option(
            "--kubernetes",
            metavar="VERSION",
            help="Kubernetes version or range to check against: 1.36, 1.32..1.37, 1.32.., ..1.33, "
            "v1.36.2-eks-1. nearest:1.27 uses the nearest version that dslint knows.",
        ),
        click.option(
            "--upgrade",
            metavar="RANGE",
            help="Show what an upgrade such as 1.32..1.36 changes: what the API server starts or stops "
            "rejecting, dropping or warning about.",
        ),
        click.option(
            "--profile",
            type=click.Choice(PROFILES),
            default=None,
            help="server: API server errors and warnings only; recommended: also dslint's errors and "
            "warnings; all: also its info-level rules.  [default: recommended]",
        ),
        click.option(
            "--select",
            multiple=True,
            metavar="RULE,…",
            callback=split_at_commas,
            help="Report only these rules (globs). API server errors are always reported.",
        ),
        click.option(
            "--extend-select",
            multiple=True,
            metavar="RULE,…",
            callback=split_at_commas,
            help="Also report these rules (globs), in addition to the profile.",
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
            help="Look only at these DaemonSets (globs). A leading ! excludes them instead.",
        ),
        click.option("--config", metavar="FILE", help="Use this configuration file for every input."),
        click.option(
            "--isolated", is_flag=True, help="Ignore configuration files, for changes you do not trust."
        ),
        click.option(
            "--rules",
            multiple=True,
            metavar="DIR",
            help="Also use the rule files in this directory; repeatable.",
        ),
        click.option(
            "--policies",
            multiple=True,
            metavar="PATH",
            help="File or directory with the cluster's admission policies, bindings and parameters; "
            "repeatable. Policies among the inputs are always used.",
        ),
        click.option(
            "--baseline",
            is_flag=False,
            flag_value=DEFAULT_BASELINE,
            metavar="[FILE]",
            help=f"Hide the findings listed in this .json file.  [without FILE: {DEFAULT_BASELINE}]",
        ),
        click.option("--exclude", multiple=True, metavar="GLOB", help="Skip these files; repeatable."),
        click.option(
            "--fail-on",
            type=click.Choice(FAIL_LEVELS),
            default=fail_on,
            show_default=True,
            help="Exit with code 1 on findings of this severity or above.",
        ),
        click.option(
            "--color",
            type=click.Choice(["auto", "always", "never"]),
            default="auto",
            show_default=True,
            help="auto: color on a terminal only.",
        ),
        click.option("-q", "--quiet", is_flag=True, help="Print no notes and no progress."),
        click.option("--verbose", is_flag=True, help="List every skipped file."),
    ]

    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add
