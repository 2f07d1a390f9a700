"""`dslint explain RULE`: a rule's page in the terminal."""

from __future__ import annotations

from difflib import get_close_matches

import click

from dslint.cli.exits import UsageError
from dslint.linter.rulebook import rule, rules
from dslint.linter.rulefiles import page
from dslint.report.rule_pages import text_page


@click.command("explain")
@click.argument("name", metavar="RULE")
def command(name: str) -> None:
    """Say what a rule finds, why it matters, what happens in the cluster and what to write."""
    known = rule(name)
    if known is None:
        near = get_close_matches(name, rules(), 3)
        hint = f"did you mean {' or '.join(near)}?" if near else "`dslint rules` lists them all"
        message = f"there is no rule {name!r}; {hint}"
        raise UsageError(message)
    click.echo(text_page(page(known.id)), nl=False)
