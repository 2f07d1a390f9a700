"""`dslint completion SHELL`: print the script with which a shell completes commands and options."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from dslint.cli.outputs.streams import put

SHELLS = ("bash", "zsh", "fish")


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print a script that completes commands and options in a shell.

    \b
    Examples:
        eval "$(dslint completion bash)"
        dslint completion fish > ~/.config/fish/completions/dslint.fish
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    kind = get_completion_class(shell)
    if kind is None:
        raise click.UsageError(f"click cannot complete for {shell}")
    # click asks bash for its version when it creates the script; the text itself needs no shell.
    completer = kind(ctx.find_root().command, {}, "dslint", "_DSLINT_COMPLETE")
    put(f"{completer.source_template % completer.source_vars()}\n")
