"""The short way for files without DaemonSets, which a pre-commit hook names all day: little is loaded.

Where more could matter (a folder, a configuration, a kustomization nearby, most options), the whole way is
taken. It gives the same answer; a test compares them.
"""

from __future__ import annotations

import os
import stat

from dslint.cli.configuration.finding import Finder
from dslint.cli.lint_call import LintCall
from dslint.cli.opening import read_named
from dslint.reader.prefilter import bytes_may_hold_daemonset, is_another_object
from dslint.values.file_names import KUSTOMIZATION_NAMES
from dslint.values.limits import MEGABYTE
from dslint.values.typed import Any, Final
from dslint.values.words import counted

_LEVELS: Final = 3
"""How many folders up a kustomization may be that lists a file."""

_WITHOUT_MEANING: Final[dict[str, Any]] = {
    "paths": (),
    "quiet": False,
    "fail_on": "warning",
    "fail_on_skipped": None,
    "context": (),
    "isolated": False,
}
"""Options that change nothing where there is no DaemonSet, or are looked at here, with their defaults."""


def files_without_daemonsets(call: LintCall) -> int:
    """How many files the call names, where none of them holds a DaemonSet; 0 where that takes a closer look.

    Raises UsageError where two configurations lie side by side.
    """
    if call._replace(**_WITHOUT_MEANING) != LintCall() or not call.paths:
        return 0
    folders = {os.path.dirname(os.path.abspath(path)) for path in call.paths}
    if not all(map(_holds_nothing, call.paths)) or any(map(_has_kustomization, folders)):
        return 0
    if not call.isolated:
        finder = Finder()
        if any(finder.of_folder(folder) is not None for folder in (".", *folders)):
            return 0
    different = {os.path.realpath(path) for path in call.paths}
    return len(call.paths) if len(different) == len(call.paths) else 0


def no_daemonset(files: int) -> str:
    """The closing line of a run that met no DaemonSet."""
    return f"no DaemonSet found in {counted(files, 'file')}"


def _holds_nothing(path: str) -> bool:
    """Whether a path is a file of moderate size that is plainly another object."""
    try:
        status = os.stat(path)
        if not stat.S_ISREG(status.st_mode) or status.st_size > MEGABYTE:
            return False
        content = read_named(path)
    except (OSError, ValueError):
        return False
    return not bytes_may_hold_daemonset(content) and is_another_object(content)


def _has_kustomization(folder: str) -> bool:
    """Whether a folder, or one near above it, has a kustomization."""
    for _ in range(_LEVELS):
        if any(os.path.lexists(os.path.join(folder, name)) for name in KUSTOMIZATION_NAMES):
            return True
        folder = os.path.dirname(folder)
    return False
