"""The tree of click commands. The module of a command is imported when the command is called."""

from __future__ import annotations

import os
from importlib import import_module
from io import StringIO

import click

from dslint.cli.exits import OK, USAGE, UsageError
from dslint.cli.outputs.streams import put, tell
from dslint.values.words import closest
from dslint.version import __version__

_COMPLETION = "_DSLINT_COMPLETE"
"""The environment variable with which a shell asks for completions. It then passes no arguments."""

COMMANDS: dict[str, str] = {
    "lint": "dslint.cli.lint.command",
    "plan": "dslint.cli.plan.command",
    "diff": "dslint.cli.diff.command",
    "describe": "dslint.cli.describe",
    "explain": "dslint.cli.explain",
    "rules": "dslint.cli.rules",
    "policies": "dslint.cli.policies",
    "inventory": "dslint.cli.inventory",
    "config": "dslint.cli.config",
    "lsp": "dslint.cli.lsp.command",
    "case": "dslint.cli.case",
    "completion": "dslint.cli.completion",
}
"""name -> module; each has a click command named `command`."""


class _Lazy(click.Group):
    """A group that imports the module of a command only when the command is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return all names, in the order of the table."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a name, or None."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name]).command
        return command


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="dslint %(version)s")
def dslint() -> None:
    """Check DaemonSet manifests before they reach a cluster.

    \b
    Examples:
        dslint lint deploy/
        dslint plan deploy/ --nodes nodes.json
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped


def as_meant(words: list[str]) -> list[str]:
    """Return the arguments with a command in front: `dslint FILE` lints, `dslint RULE` explains.

    Raises UsageError for a word that is neither a command nor a path.
    """
    if not words or words[0] in COMMANDS or (words[0].startswith("-") and words[0] != "-"):
        return words
    first = words[0]
    if first == "help":
        return [*(word for word in words[1:2] if word in COMMANDS), "--help"]
    if first == "-" or os.path.exists(first):
        return ["lint", *words]
    if _is_rule(first):
        return ["explain", *words]
    near = closest(first, COMMANDS)
    hint = f"did you mean dslint {near}?" if near else f"commands: {', '.join(COMMANDS)}"
    msg = f"{first!r} is not a command, a file or a rule; {hint}"
    raise UsageError(msg)


def _is_rule(word: str) -> bool:
    from dslint.linter.rulebook import rule

    return rule(word) is not None


def run_click(words: list[str]) -> int:
    """Parse the arguments with click, run the command and return its exit code."""
    words = as_meant(words)
    try:
        result = dslint.main(
            args=words,
            prog_name="dslint",
            standalone_mode=False,
            complete_var=_COMPLETION if not words else f"{_COMPLETION}_NOT",
        )
    except click.NoSuchOption as error:
        if error.option_name == "-f":
            command = words[0] if not words[0].startswith("-") else "lint"
            tell(f"dslint: -f is not needed; pass paths directly: dslint {command} FILE")
            return USAGE
        return _shown(error)
    except click.exceptions.NoArgsIsHelpError as error:
        put(f"{error.format_message()}\n")
        return USAGE
    except click.ClickException as error:
        return _shown(error)
    except click.Abort:
        raise KeyboardInterrupt from None
    return result if isinstance(result, int) else OK


def _shown(error: click.ClickException) -> int:
    told = StringIO()
    error.show(told)
    tell(told.getvalue().rstrip("\n"))
    return USAGE
