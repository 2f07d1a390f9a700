"""The public interface is recorded: a change of it is a line in the CHANGELOG, and a new record.

`DSLINT_UPDATE_GOLDEN=1` writes the record anew.
"""

from __future__ import annotations

import json
from importlib import import_module

import click

import dslint
from dslint.cli import exits
from dslint.cli.commands import COMMANDS
from dslint.report.diff.formats import DIFF_FORMATS
from dslint.report.findings.formats import FORMATS
from dslint.report.plan.formats import PLAN_FORMATS
from dslint.values import finding
from tests.golden import check
from tests.needs import ROOT


def options(command: click.Command) -> dict[str, object]:
    """A command's options, and those of the commands below it."""
    own: dict[str, object] = {
        "options": sorted(
            name
            for option in command.params
            if isinstance(option, click.Option)
            for name in (*option.opts, *option.secondary_opts)
        )
    }
    if isinstance(command, click.Group):
        own["commands"] = {name: options(child) for name, child in sorted(command.commands.items())}
    return own


def test_the_public_interface_is_as_recorded() -> None:
    commands = {name: import_module(module).command for name, module in sorted(COMMANDS.items())}
    interface = {
        "python": sorted(dslint.__all__),
        "report": {
            value.__name__: list(value._fields)
            for value in (finding.Report, finding.Finding, finding.Fix, finding.Edit, finding.RelatedPlace)
        },
        "exit codes": {name: value for name, value in vars(exits).items() if name.isupper()},
        "formats": {"lint": list(FORMATS), "plan": list(PLAN_FORMATS), "diff": list(DIFF_FORMATS)},
        "commands": {name: options(command) for name, command in commands.items()},
    }
    check(f"{json.dumps(interface, indent=1)}\n", ROOT / "tests" / "house" / "interface.json")
