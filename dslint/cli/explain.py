"""`dslint explain RULE`: print the page of a rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import click

from dslint.cli.calls import CommonCall
from dslint.cli.configuration.rule_folders import own_pages
from dslint.cli.exits import UsageError
from dslint.cli.options import format_option
from dslint.cli.outputs.streams import put
from dslint.linter.rulebook import rule, rules
from dslint.linter.rulefiles import RulePage, page
from dslint.report.rule_pages import json_pages, markdown_pages, text_pages
from dslint.values.words import closest_few

_FORMATS = {"text": text_pages, "json": json_pages, "markdown": markdown_pages}


@click.command("explain", short_help="Explain rules, with examples.")
@click.argument("names", nargs=-1, required=True, metavar="RULE…")
@format_option(_FORMATS)
@click.option(
    "--rules",
    "folders",
    multiple=True,
    metavar="DIR",
    help="Also use the rule files in this directory; repeatable. Those of the configuration always count.",
)
@click.option("--config", metavar="FILE", help="Use this configuration file.")
@click.option("--isolated", is_flag=True, help="Ignore configuration files.")
def command(
    *, names: tuple[str, ...], format_: str, folders: tuple[str, ...], config: str | None, isolated: bool
) -> None:
    """Explain what a rule finds, why it matters, what happens in the cluster and what to write.

    \b
    Examples:
        dslint explain update-on-delete
        dslint update-on-delete
        dslint explain image-from-elsewhere --rules dslint-rules
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    wanted = [part.strip() for name in names for part in name.split(",") if part.strip()]
    own: dict[str, RulePage] = {}
    if folders or any(rule(name) is None for name in wanted):
        call = CommonCall(rules=folders, config=config, isolated=isolated)
        own = {found.rule.id: found for found in _own_pages(call)}
    put(_FORMATS[format_]([_page(name, own) for name in wanted]), format_)


def _own_pages(call: CommonCall) -> Iterator[RulePage]:
    """Yield the pages of named or configured rule folders. Raises UsageError for an invalid file."""
    from dslint.cli.configuration.judging import Judging

    judging = Judging(call)
    loaded = judging.config_of_folder(".")
    configured = judging.paths_of("rule-dirs")
    if loaded is not None and configured:
        yield from own_pages(configured, loaded.top)
    if call.rules:
        yield from own_pages(call.rules)


def _page(name: str, own: Mapping[str, RulePage]) -> RulePage:
    if name in own:
        return own[name]
    known = rule(name)
    if known is None:
        near = closest_few(name, (*rules(), *own), 3)
        hint = f"did you mean {' or '.join(near)}?" if near else "`dslint rules` lists them all"
        message = f"unknown rule {name!r}; {hint}"
        raise UsageError(message)
    return page(known.id)
