"""`dslint rules`: the list of rules, and the examples of rule files as their tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import click

from dslint.cli.exits import FINDINGS, OK, UsageError
from dslint.cli.rule_examples import failures
from dslint.data import data_path
from dslint.linter.rulebook import Rule, rules
from dslint.linter.rulefiles import load
from dslint.linter.user_files import UserFileError
from dslint.report.rule_pages import json_list, markdown_list, text_list

FORMATS: dict[str, Callable[[Iterable[Rule]], str]] = {
    "text": text_list,
    "json": json_list,
    "markdown": markdown_list,
}


@click.command("rules")
@click.argument("action", type=click.Choice(["list", "test"]), default="list")
@click.argument("directory", required=False)
@click.option(
    "--format", "format_", type=click.Choice(list(FORMATS)), default="text", help="How to list them."
)
def command(action: str, directory: str | None, format_: str) -> int:
    """List the rules, or test the rule files of a DIRECTORY: every example must be found where it says."""
    if action == "list":
        if directory is not None:
            message = (
                f"`dslint rules list` lists dslint's own rules; to try yours: dslint rules test {directory}"
            )
            raise UsageError(message)
        click.echo(FORMATS[format_](rules().values()), nl=False)
        return OK
    return _test(directory if directory is not None else data_path("rules"))


def _test(directory: str) -> int:
    try:
        pages = load(directory)
    except UserFileError as error:
        raise UsageError(str(error)) from None
    if not pages:
        message = f"{directory}: no rule files (*.yaml) here"
        raise UsageError(message)
    wrong = [f"{page.rule.id}: {failure}" for page in pages for failure in failures(page)]
    for line in wrong:
        click.echo(line)
    click.echo(f"{len(pages)} rules, {len(wrong)} of their examples wrong", err=True)
    return FINDINGS if wrong else OK
