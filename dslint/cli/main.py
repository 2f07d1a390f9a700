"""The entry point: answers the plain `lint` call itself and leaves everything else to click.

Importing click costs as much as linting a file, and a pre-commit hook only ever makes the plain call.
"""

from __future__ import annotations

import os
import sys
from typing import NoReturn

from dslint.cli.exits import INTERNAL, INTERRUPTED, OK, USAGE, UsageError
from dslint.version import __version__


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit with its code."""
    words = sys.argv[1:] if arguments is None else arguments
    try:
        code = _run(words)
        sys.stdout.flush()
    except UsageError as error:
        print(f"dslint: {error}", file=sys.stderr)
        code = USAGE
    except KeyboardInterrupt:
        code = INTERRUPTED
    except BrokenPipeError:
        # The reader has seen enough. Point stdout elsewhere so that the interpreter's own flush stays silent.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = OK
    except Exception as error:  # noqa: BLE001 - the last resort: never a traceback for a user
        code = _internal(error)
    sys.exit(code)


def _run(words: list[str]) -> int:
    if words == ["--version"]:
        print(f"dslint {__version__}")
        return OK
    if sorted(words) == ["--verbose", "--version"]:
        from dslint.cli.about import about

        print(about())
        return OK
    _survive_narrow_consoles()
    from dslint.cli.lint.fast_path import plain_lint_call

    call = plain_lint_call(words)
    if call is not None:
        from dslint.cli.lint.run import run

        return run(call)
    from dslint.cli.commands import run_click

    return run_click(words)


def _survive_narrow_consoles() -> None:
    """A console that cannot show a character shows it escaped instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _internal(error: Exception) -> int:
    if os.environ.get("DSLINT_DEBUG"):
        import traceback

        traceback.print_exc()
    print(
        f"dslint: internal error: {type(error).__name__}: {error}\n"
        "This is a fault of dslint, not of your files; DSLINT_DEBUG=1 shows where. Please report it.",
        file=sys.stderr,
    )
    return INTERNAL
