"""The state of one open document: its findings, its last readable objects, and its lines."""

from __future__ import annotations

import os
from typing import NamedTuple

from dslint.cli.configuration.judging import Judging
from dslint.cli.exits import UsageError
from dslint.cli.lint.elsewhere import with_suppressions_elsewhere
from dslint.cli.lint.files import Linted
from dslint.cli.lint.with_nodes import with_nodes
from dslint.cli.lint_call import LintCall
from dslint.cli.lsp.nodes import Inventories
from dslint.editor.units import Encoding, Lines
from dslint.kubernetes.versions import NEWEST
from dslint.linter.engine import daemonsets_of, lint_stream
from dslint.linter.memory import Memory
from dslint.linter.options import Options
from dslint.linter.patching.inline import lint_inline_patches
from dslint.linter.reports import with_more
from dslint.planner.inventory.inventory import Inventory
from dslint.reader.objects import Manifest
from dslint.reader.patches import is_patch
from dslint.reader.prefilter import daemonsets_and_companions, may_hold_daemonset
from dslint.reader.stream import Stream, read_stream
from dslint.values.file_names import is_kustomization
from dslint.values.finding import Finding, Report


class Judged(NamedTuple):
    """One version of a document. `manifests` are those of the last readable version.

    `memory` serves the next version.
    """

    text: str
    lines: Lines
    findings: tuple[Finding, ...] = ()
    manifests: tuple[Manifest, ...] = ()
    version: str = NEWEST
    error: str = ""
    inventory: Inventory | None = None
    memory: Memory | None = None


def judged(
    text: str,
    path: str,
    encoding: Encoding,
    before: Judged | None,
    inventories: Inventories,
    inside: str = "",
) -> Judged:
    """Judge a text with the configuration, nodes, suppressions and baseline for its path.

    `inside` is the folder of the workspace: no configuration above it is read.
    """
    if before is not None and before.text == text:
        return before
    lines = Lines(text, encoding)
    if not may_hold_daemonset(text):
        return Judged(text, lines)
    name = os.path.relpath(path)
    call = LintCall(paths=(name,), quiet=True)
    memory = before.memory if before is not None and before.memory is not None else Memory()
    memory.next_version()
    stream = read_stream(text, only=daemonsets_and_companions, go_on=True, build=memory.build)
    manifests = _kept(stream, before)
    try:
        judging = Judging(call, inside)
        inventory = inventories.of(judging, os.path.dirname(path))
        options = judging.options_for(path)._replace(found="walked")
        report = _with_inline_patches(lint_stream(stream, name, options, memory=memory), text, name, options)
        if inventory is not None and manifests:
            texts = ((name, text.encode("utf-8", "surrogatepass")),)
            report = with_nodes(report, texts, call, inventory, judging.options_for, memory.build)
        report = with_suppressions_elsewhere(Linted(report, frozenset({name})), call, judging)
    except UsageError as error:
        return Judged(text, lines, manifests=manifests, error=str(error), memory=memory)
    return Judged(
        text=text,
        lines=lines,
        findings=_own(report, name),
        manifests=manifests,
        version=options.versions[-1],
        inventory=inventory,
        memory=memory,
    )


def _with_inline_patches(report: Report, text: str, name: str, options: Options) -> Report:
    """Return the report of a kustomization with that of the patches in it; other files have none."""
    inline = lint_inline_patches(text, name, options) if is_kustomization(os.path.basename(name)) else None
    return report if inline is None else with_more(report, inline)


def _own(report: Report, name: str) -> tuple[Finding, ...]:
    """Return the findings of this document; a skipped template or patch has none."""
    if any(skipped.file == name and not is_patch(skipped.why) for skipped in report.skipped):
        return ()
    return tuple(finding for finding in report.findings if finding.file == name)


def _kept(stream: Stream, before: Judged | None) -> tuple[Manifest, ...]:
    """Return the DaemonSets of the text, or of the last readable version."""
    found = tuple(daemonsets_of(stream))
    if stream.error is not None and not found and before is not None:
        return before.manifests
    return found
