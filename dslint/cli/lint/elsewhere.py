"""Suppressions outside of the manifests: what is wrong with those of the configuration, and the baseline."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from dslint.cli.configuration.judging import Judging
from dslint.cli.lint.files import Linted
from dslint.cli.lint_call import LintCall
from dslint.linter.findings import place_order
from dslint.linter.options import Options
from dslint.values.finding import Finding, Report

if TYPE_CHECKING:
    from dslint.linter.suppressing.baseline import Entry


def with_suppressions_elsewhere(linted: Linted, call: LintCall, judging: Judging) -> Report:
    """The report with what configurations and the baseline do to it."""
    report = _with_complaints(linted.report, call, judging)
    if call.baseline is None and not call.update_baseline and not judging.loaded:
        return report
    from dslint.cli.lint.baseline import with_baseline

    has_nodes = bool(call.nodes or judging.paths_of("nodes"))

    def looked(entry: Entry) -> bool:
        rule = judging.base.rule(entry.key.rule)
        if not _is_whole(call) or (rule is not None and "lint" not in rule.commands and not has_nodes):
            return False
        return entry.file in linted.files or _covers(call, entry.file)

    return with_baseline(report, call, judging, looked)


def _with_complaints(report: Report, call: LintCall, judging: Judging) -> Report:
    """Add what is wrong with the suppressions of the configurations that this run has read."""
    found: list[Finding] = []
    texts = dict(report.texts)
    for loaded in judging.loaded:
        from dslint.linter.config.complaints import config_complaints

        whole = _is_whole(call) and _covers(call, os.path.join(loaded.config.folder, "any.yaml"))
        complaints = tuple(config_complaints(loaded.config, report.used, tell_unused=whole))
        found += [finding for finding in complaints if _wanted(finding, judging.base)]
        texts |= {
            file: text for file, text in loaded.config.texts if file in {each.file for each in complaints}
        }
    if not found:
        return report
    findings = tuple(sorted((*report.findings, *found), key=place_order))
    return report._replace(findings=findings, texts=tuple(sorted(texts.items())))


def _wanted(finding: Finding, options: Options) -> bool:
    return options.tuning(None).wants(finding)


def _is_whole(call: LintCall) -> bool:
    """Whether nothing narrows down what the run looks at or looks for."""
    narrowed = (call.only, call.exclude, call.since, call.select, call.ignore, call.profile)
    return not any(narrowed)


def _covers(call: LintCall, path: str) -> bool:
    """Whether a folder that the call names is one the path lies in."""
    real = os.path.realpath(path)
    for named in call.paths or (".",):
        folder = os.path.realpath(named)
        if named != "-" and os.path.isdir(folder) and real.startswith(folder.rstrip(os.sep) + os.sep):
            return True
    return False
