"""`dslint explain RULE`: a rule's page in the terminal."""

from __future__ import annotations

from difflib import get_close_matches

import click

from dslint.cli.exits import UsageError
from dslint.cli.outputs.streams import put
from dslint.linter.rulebook import rule, rules
from dslint.linter.rulefiles import page
from dslint.report.rule_pages import json_pages, markdown_pages, text_pages

_FORMATS = {"text": text_pages, "json": json_pages, "markdown": markdown_pages}


@click.command("explain")
@click.argument("names", nargs=-1, required=True, metavar="RULE…")
@click.option(
    "-o",
    "--output",
    "--format",
    "format_",
    type=click.Choice(list(_FORMATS)),
    default="text",
    help="Output format.",
)
def command(names: tuple[str, ...], format_: str) -> None:
    """Say what rules find, why it matters, what happens in the cluster and what to write.

    \b
    Examples:
        dslint explain update-on-delete
        dslint update-on-delete
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    wanted = [part.strip() for name in names for part in name.split(",") if part.strip()]
    put(_FORMATS[format_]([page(_id(name)) for name in wanted]), format_)


def _id(name: str) -> str:
    known = rule(name)
    if known is None:
        near = get_close_matches(name, rules(), 3)
        hint = f"did you mean {' or '.join(near)}?" if near else "`dslint rules` lists them all"
        message = f"unknown rule {name!r}; {hint}"
        raise UsageError(message)
    return known.id
