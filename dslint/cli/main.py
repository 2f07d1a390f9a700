"""The entry point: runs the plain `lint` call directly and leaves everything else to click.

Importing click costs as much as linting a file, and a pre-commit hook only makes the plain call.
"""

from __future__ import annotations

import sys

from dslint.cli.collecting import NoCollecting
from dslint.cli.exits import INTERNAL, INTERRUPTED, OK, USAGE, UsageError
from dslint.cli.outputs.streams import put, tell
from dslint.values.typed import NoReturn
from dslint.version import __version__


def program() -> NoReturn:
    """Run the command line as the installed command does, with the process to itself."""
    import gc

    from dslint import reader

    reader.ALONE = True
    try:
        main()
    finally:
        gc.freeze()  # else the interpreter walks over all objects again before it lets go of them


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit with its code."""
    words = sys.argv[1:] if arguments is None else arguments
    try:
        code = _run(words)
    except UsageError as error:
        tell(f"dslint: {error}")
        code = USAGE
    except KeyboardInterrupt:
        code = INTERRUPTED
    except OSError as error:
        from dslint.cli.opening import reason

        tell(f"dslint: {error.filename or 'the system'}: {reason(error)}")
        code = USAGE
    except Exception as error:  # noqa: BLE001 - the last resort: never a traceback for a user
        code = _internal(error)
    sys.exit(code)


def _run(words: list[str]) -> int:
    if words == ["--version"]:
        put(f"dslint {__version__}\n")
        return OK
    if sorted(words) == ["--verbose", "--version"]:
        from dslint.cli.about import about

        put(f"{about()}\n")
        return OK
    _survive_narrow_consoles()
    if words[:1] == ["lint"]:
        with NoCollecting():
            return _lint(words)
    from dslint.cli.commands import run_click

    return run_click(words)


def _lint(words: list[str]) -> int:
    from dslint.cli.lint.fast_path import plain_lint_call

    call = plain_lint_call(words)
    if call is not None:
        from dslint.cli.lint.nothing_to_lint import files_without_daemonsets, no_daemonset

        files = files_without_daemonsets(call)
        if files:
            if not call.quiet:
                tell(no_daemonset(files))
            return OK
        from dslint.cli.lint.run import run

        return run(call)
    from dslint.cli.commands import run_click

    return run_click(words)


def _survive_narrow_consoles() -> None:
    """Let a console that cannot show a character print it escaped instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _internal(error: Exception) -> int:
    import os

    if os.environ.get("DSLINT_DEBUG"):
        import traceback

        tell("".join(traceback.format_exception(error)))
    tell(
        f"dslint: internal error: {type(error).__name__}: {error}\n"
        "This is a bug in dslint, not in your files; DSLINT_DEBUG=1 shows where. Please report it."
    )
    return INTERNAL
