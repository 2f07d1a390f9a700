"""The entry point of the installed commands.

Another project is called `dslint`, too, and installs a package of the same name. Where its files
have replaced ours, this module says so instead of failing with a traceback.
"""

from __future__ import annotations

import sys

TYPE_CHECKING = False  # importing `typing` would cost as much as all of `--version`
if TYPE_CHECKING:
    from typing import NoReturn

_TAKEN = """\
The package `dslint` in this environment is not this one: another project of that name is installed,
and its files have replaced ours. Give each an environment of its own, for example:

    pipx install kube-dslint
"""


def main() -> NoReturn:
    """Run the command line; exit code 2 with an explanation where another `dslint` is installed."""
    try:
        from dslint.cli.main import program
    except ImportError:
        print(_TAKEN, end="", file=sys.stderr)
        sys.exit(2)
    program()
