"""Findings about the suppressions in configurations."""

from __future__ import annotations

from collections.abc import Callable

from dslint.cli.configuration.judging import Judging
from dslint.linter.findings import place_order
from dslint.values.finding import Finding, Report


def with_config_complaints(
    report: Report, judging: Judging, is_whole: Callable[[str], bool] = lambda _: False
) -> Report:
    """Add errors in the suppressions of the configurations that this run has read.

    `is_whole` says whether the run looked at everything in the folder of a configuration for every rule of
    lint; only then is an unused entry reported.
    """
    found: list[Finding] = []
    texts = dict(report.texts)
    for loaded in judging.loaded:
        from dslint.linter.config.complaints import config_complaints

        whole = is_whole(loaded.config.folder)
        complaints = tuple(config_complaints(loaded.config, report.used, tell_unused=whole))
        found += [finding for finding in complaints if judging.base.tuning(None).wants(finding)]
        texts |= {
            file: text for file, text in loaded.config.texts if file in {each.file for each in complaints}
        }
    if not found:
        return report
    findings = tuple(sorted((*report.findings, *found), key=place_order))
    return report._replace(findings=findings, texts=tuple(sorted(texts.items())))
