"""Run git so that it never prompts, fetches, or runs a program that a repository configures.

It runs only commands that read the object store. dslint reads the working tree itself, because git would run
the filters in a repository's configuration.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import Final, NamedTuple

from dslint.cli.exits import UsageError

_OPTIONS: Final = (
    "--literal-pathspecs",
    "--no-pager",
    "-c",
    "protocol.allow=never",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "core.hooksPath=/dev/null",
)
_ENVIRONMENT: Final = {
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "LC_ALL": "C",
}
_SECONDS: Final = 120


class Answer(NamedTuple):
    """The output of a git command; `output` is None if it failed, and `why` is its message."""

    output: bytes | None
    why: str = ""

    @property
    def text(self) -> str | None:
        """Return the output as a path or name, without its last line feed."""
        return None if self.output is None else os.fsdecode(self.output).rstrip("\n")


def git(*words: str, folder: str = ".", stdin: bytes = b"") -> Answer:
    """Run a git command in a folder. Raises UsageError if git is missing or does not end."""
    program = shutil.which("git")
    if program is None or os.path.dirname(os.path.abspath(program)) == os.getcwd():
        raise UsageError("git is not installed")
    try:
        done = subprocess.run(  # noqa: S603 - fixed commands; what users typed comes behind --end-of-options
            [os.path.abspath(program), *_OPTIONS, *words],
            cwd=folder,
            input=stdin,
            capture_output=True,
            check=False,
            timeout=_SECONDS,
            env={**os.environ, **_ENVIRONMENT},
        )
    except subprocess.TimeoutExpired:
        raise UsageError(f"git {words[0]} takes more than {_SECONDS} seconds") from None
    except (OSError, ValueError) as error:
        raise UsageError(f"cannot run git: {error}") from None
    if done.returncode == 0:
        return Answer(done.stdout)
    return Answer(None, done.stderr.decode("utf-8", "replace").strip())
