"""What the server knows of one open document: its findings, its last readable objects, and its lines."""

from __future__ import annotations

import os
from typing import NamedTuple

from dslint.cli.configuration.judging import Judging
from dslint.cli.exits import UsageError
from dslint.cli.lint.elsewhere import with_suppressions_elsewhere
from dslint.cli.lint.files import Linted
from dslint.cli.lint_call import LintCall
from dslint.editor.units import Encoding, Lines
from dslint.kubernetes.versions import NEWEST
from dslint.linter.engine import daemonsets_of, lint_text
from dslint.reader.objects import Manifest
from dslint.reader.patches import is_patch
from dslint.reader.prefilter import may_hold_daemonset
from dslint.reader.stream import read_stream
from dslint.values.finding import Finding, Report


class Judged(NamedTuple):
    """One version of a document. `manifests` are of the last version that could be read."""

    text: str
    lines: Lines
    findings: tuple[Finding, ...] = ()
    manifests: tuple[Manifest, ...] = ()
    version: str = NEWEST
    error: str = ""


def judged(text: str, path: str, encoding: Encoding, before: Judged | None) -> Judged:
    """Judge a text with the configuration, suppressions and baseline that hold for its path."""
    lines = Lines(text, encoding)
    if before is not None and before.text == text:
        return before
    if not may_hold_daemonset(text):
        return Judged(text, lines)
    name = os.path.relpath(path)
    call = LintCall(paths=(name,), quiet=True)
    try:
        judging = Judging(call)
        options = judging.options_for(path)._replace(found="walked")
        report = lint_text(text, name, options)
        report = with_suppressions_elsewhere(Linted(report, frozenset({name})), call, judging)
    except UsageError as error:
        return Judged(text, lines, error=str(error), manifests=_kept(text, before))
    return Judged(text, lines, _own(report, name), _kept(text, before), options.versions[-1])


def _own(report: Report, name: str) -> tuple[Finding, ...]:
    """The findings of this document; a skipped template or patch has none."""
    if any(skipped.file == name and not is_patch(skipped.why) for skipped in report.skipped):
        return ()
    return tuple(finding for finding in report.findings if finding.file == name)


def _kept(text: str, before: Judged | None) -> tuple[Manifest, ...]:
    """The DaemonSets of the text, or of the last version of which any could be read."""
    stream = read_stream(text, go_on=True)
    found = tuple(daemonsets_of(stream))
    if stream.error is not None and not found and before is not None:
        return before.manifests
    return found
