"""Suppressions outside of manifests: errors in those of the configuration, and the baseline."""

from __future__ import annotations

import os

from dslint.cli.configuration.judging import Judging
from dslint.cli.lint.files import Linted
from dslint.cli.lint_call import LintCall
from dslint.values.finding import Report
from dslint.values.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from dslint.linter.suppressing.baseline import Entry


def with_suppressions_elsewhere(linted: Linted, call: LintCall, judging: Judging) -> Report:
    """Apply configurations and the baseline to the report."""

    def is_whole(folder: str) -> bool:
        return _is_whole(call) and _covers(call, os.path.join(folder, "any.yaml"))

    report = linted.report
    if judging.loaded:
        from dslint.cli.configuration.complaining import with_config_complaints

        report = with_config_complaints(report, judging, is_whole)
    if call.baseline is None and not call.update_baseline and not judging.loaded:
        return report
    from dslint.cli.configuration.baseline import with_baseline

    has_nodes = bool(call.nodes or judging.paths_of("nodes"))

    def looked(entry: Entry) -> bool:
        rule = judging.base.rule(entry.key.rule)
        if not _is_whole(call) or (rule is not None and "lint" not in rule.commands and not has_nodes):
            return False
        return entry.file in linted.files or _covers(call, entry.file)

    return with_baseline(report, call, judging, looked)


def _is_whole(call: LintCall) -> bool:
    """Whether no option limits the files or rules of the run."""
    narrowed = (call.only, call.exclude, call.since, call.select, call.ignore, call.profile)
    return not any(narrowed)


def _covers(call: LintCall, path: str) -> bool:
    """Whether a folder of the call contains the path."""
    real = os.path.realpath(path)
    for named in call.paths or (".",):
        folder = os.path.realpath(named)
        if named != "-" and os.path.isdir(folder) and real.startswith(folder.rstrip(os.sep) + os.sep):
            return True
    return False
