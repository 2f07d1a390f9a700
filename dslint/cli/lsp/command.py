"""`dslint lsp`: diagnostics, quick fixes, hover and completion in an editor."""

from __future__ import annotations

import click

from dslint.cli.exits import OK, UsageError


@click.command("lsp", short_help="Run the language server for editors.")
@click.option(
    "--nodes",
    multiple=True,
    metavar="INVENTORY",
    help="Inventory for hover texts and code lenses; repeatable.",
)
def command(nodes: tuple[str, ...]) -> int:
    """Run the language server for editors, on standard input and output.

    It needs an extra: pipx install 'kube-dslint[lsp]'.

    \b
    Examples:
        dslint lsp
        dslint lsp --nodes infra/nodes.yaml
    """  # noqa: D301 - \b is click's mark for lines that are not to be wrapped
    try:
        from dslint.cli.lsp.server import serve
    except ImportError as error:
        message = f"the language server needs pygls ({error}): pipx install 'kube-dslint[lsp]'"
        raise UsageError(message) from None
    serve(nodes)
    return OK
