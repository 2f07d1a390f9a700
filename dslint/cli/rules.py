"""`dslint rules`: list the rules, and run the examples of rule files as tests."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import click

from dslint.cli.configuration.rule_folders import own_pages, own_rules
from dslint.cli.exits import FINDINGS, OK, UsageError
from dslint.cli.options import format_option
from dslint.cli.outputs.stderr import note
from dslint.cli.outputs.streams import put
from dslint.cli.rule_examples import failures
from dslint.data import data_path
from dslint.linter.config.check_parameters import schemas
from dslint.linter.config.user_files import UserFileError
from dslint.linter.rule import Rule
from dslint.linter.rulebook import rules
from dslint.linter.rulefiles import load
from dslint.report.check_pages import checks_json, checks_text
from dslint.report.rule_pages import json_list, markdown_list, text_list
from dslint.values.words import counted, did_you_mean

FORMATS: dict[str, Callable[[Iterable[Rule]], str]] = {
    "text": text_list,
    "json": json_list,
    "markdown": markdown_list,
}


@click.command("rules", short_help="List, test and export rules.")
@click.argument("action", type=click.Choice(["list", "test", "checks", "export"]), default="list")
@click.argument("name", metavar="[DIRECTORY|CHECK|RULE]", required=False)
@format_option(FORMATS)
@click.option(
    "--rules",
    "folders",
    multiple=True,
    metavar="DIR",
    help="Also use the rule files in this directory; repeatable.",
)
def command(action: str, name: str | None, format_: str, folders: tuple[str, ...]) -> int:
    """List the rules, test your own rule files, show the checks they can use, or export a rule as a policy.

    \b
    Examples:
        dslint rules
        dslint rules test dslint-rules      run the examples of your rule files
        dslint rules checks                 the checks for rules of your own
        dslint rules checks allowed-images  one check with its parameters
        dslint rules export RULE --rules dslint-rules  a rule with check cel as ValidatingAdmissionPolicy
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    if action == "checks":
        return _checks(name, format_)
    if action == "export":
        return _export(name, folders)
    if action == "test":
        return _test(name)
    if name is not None:
        message = f"`dslint rules list` takes no directory; to test your rules: dslint rules test {name}"
        raise UsageError(message)
    own = {rule.id: rule for rule in own_rules(folders)}
    put(FORMATS[format_]({**rules(), **own}.values()))
    return OK


def _export(name: str | None, folders: tuple[str, ...]) -> int:
    found = next((rule for rule in own_rules(folders) if rule.id == name), None)
    if found is None:
        msg = "RULE must be the id of a rule in DIR: dslint rules export RULE --rules DIR"
        raise UsageError(msg)
    if found.check != "cel":
        msg = f"{found.id} uses check {found.check}; only rules with check cel can become a policy"
        raise UsageError(msg)
    from dslint.report.policy_export import policy_of

    click.echo(policy_of(found), nl=False)
    return OK


def _checks(name: str | None, format_: str) -> int:
    known = schemas()
    if name is not None and name not in known:
        hint = did_you_mean(name, known, "`dslint rules checks` lists all checks")
        message = f"unknown check {name!r}; {hint}"
        raise UsageError(message)
    chosen = {name: known[name]} if name is not None else known
    put(checks_json(chosen) if format_ == "json" else checks_text(chosen))
    return OK


def _test(directory: str | None) -> int:
    try:
        pages = load(data_path("rules")) if directory is None else own_pages((directory,))
    except UserFileError as error:
        raise UsageError(str(error)) from None
    wrong = [
        f"{page.rule.id}: {failure}"
        for page in pages
        for failure in failures(page, own=directory is not None)
    ]
    for line in wrong:
        put(f"{line}\n")
    note(f"{counted(len(pages), 'rule')} tested, {counted(len(wrong), 'example')} failed")
    return FINDINGS if wrong else OK
