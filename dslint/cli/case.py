"""`dslint case FILE`: print a manifest without private strings and its findings, for a bug report."""

from __future__ import annotations

import json
from typing import Any

import click

from dslint.cli.exits import OK, UsageError
from dslint.cli.fail_level import versions_of
from dslint.cli.inputs.reading import read_path
from dslint.cli.outputs.streams import put
from dslint.kubernetes.versions import NEWEST
from dslint.linter.engine import daemonsets_of, lint_text
from dslint.linter.options import Options
from dslint.linter.redaction import redacted
from dslint.reader.stream import read_stream
from dslint.values.finding import Finding
from dslint.version import __version__


@click.command("case", short_help="Print a manifest without private strings, for a bug report.")
@click.argument("path", metavar="FILE")
@click.option(
    "--kubernetes",
    metavar="VERSION",
    default=NEWEST,
    show_default=True,
    help="Kubernetes version to check against.",
)
def command(path: str, kubernetes: str) -> int:
    """Print the DaemonSets of FILE without names, images and other private strings, with their findings.

    Strings that cause a finding stay. Read the output before you publish it.

    \b
    Examples:
        dslint case agent.yaml > case.json
        kubectl get ds agent -o yaml | dslint case -
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    options = Options(versions_of(kubernetes))
    streams = [read_stream(source.content, go_on=True) for source in read_path(path)]
    cases = [_case(manifest.data, options) for stream in streams for manifest in daemonsets_of(stream)]
    if not cases:
        errors = (stream.error for stream in streams)
        error = next((error for error in errors if error is not None), None)
        why = (
            f":{error.line}:{error.column}: {error.message}" if error is not None else ": no DaemonSet found"
        )
        raise UsageError(f"{path}{why}")
    put(
        f"{json.dumps({'dslint': __version__, 'kubernetes': options.versions, 'cases': cases}, indent=2)}\n",
        "json",
    )
    return OK


def _case(data: dict[str, Any], options: Options) -> dict[str, Any]:
    try:
        manifest = redacted(data, options)
        report = lint_text(json.dumps(manifest), "", options)
    except RecursionError:
        message = "the manifest is nested too deeply to be printed"
        raise UsageError(message) from None
    return {"manifest": manifest, "says": [_said(finding) for finding in report.findings]}


def _said(finding: Finding) -> dict[str, str]:
    said = {"rule": finding.rule, "field": finding.field, "reason": finding.reason}
    return {name: value for name, value in said.items() if value}
