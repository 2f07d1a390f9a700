"""A fast path for files without DaemonSets, which a pre-commit hook passes all day; it loads little.

If anything else could matter (a folder, a configuration, a kustomization nearby, most options), the normal
path runs. A test checks that both give the same answer.
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
"""How many folders up a kustomization that lists a file is searched."""

_WITHOUT_MEANING: Final[dict[str, Any]] = {
    "paths": (),
    "quiet": False,
    "fail_on": "warning",
    "fail_on_skipped": None,
    "context": (),
    "isolated": False,
}
"""Options that do not matter without a DaemonSet, or are checked here, with their defaults."""


def files_without_daemonsets(call: LintCall) -> int:
    """Return the number of named files if none has a DaemonSet; 0 if the normal path is needed.

    Raises UsageError if two configurations are in one folder.
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
    """Return the closing line of a run without a DaemonSet."""
    return f"no DaemonSet found in {counted(files, 'file')}"


def _holds_nothing(path: str) -> bool:
    """Whether a path is a file of moderate size that is clearly another object."""
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
