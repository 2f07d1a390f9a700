"""Judge patches for DaemonSets inside a kustomization, at their places in its file."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.linter.engine import lint_text
from dslint.linter.options import Options
from dslint.linter.patching.json_patch import CUT, lint_json_patch
from dslint.linter.reports import report_of
from dslint.reader.kustomize.inline_patches import InlinePatch, inline_patches
from dslint.reader.patches import OF_KUSTOMIZATION
from dslint.reader.stream import read_stream
from dslint.values.finding import Finding, Report, Skipped
from dslint.values.span import Span


def lint_inline_patches(content: str | bytes, file: str, options: Options) -> Report | None:
    """Return the report of all patches for DaemonSets in a kustomization; None if it has none.

    They have no fixes, because an edit would need the indentation and quotes of the surrounding text.
    """
    stream = read_stream(content)
    patches = [patch for document in stream.documents for patch in inline_patches(document)]
    parts = [report for patch in patches for report in _judged(patch, file, options)]
    if not parts:
        return None
    report = report_of(
        stream.text,
        file,
        options.versions,
        [finding for part in parts for finding in part.findings],
        tuple(hidden for part in parts for hidden in part.suppressed),
        daemonsets=0,
    )
    return report._replace(
        files=0,
        crashes=tuple(crash for part in parts for crash in part.crashes),
        used=frozenset(place for part in parts for place in part.used),
        skipped=(parts[0].skipped[0], *(skipped for part in parts for skipped in part.skipped[1:])),
    )


def _judged(patch: InlinePatch, file: str, options: Options) -> Iterator[Report]:
    """Return the report of one patch, with places in the file; nothing for a patch of another kind."""
    if patch.for_daemonsets and not _holds_mapping(patch.text):
        report = lint_json_patch(patch.text, file, patch.target, options)
    elif "DaemonSet" in patch.text:
        report = lint_text(patch.text, file, options._replace(found="patch"))
    else:
        return
    yield report._replace(
        findings=tuple(_moved(finding, patch) for finding in report.findings),
        suppressed=tuple(
            hidden._replace(
                finding=_moved(hidden.finding, patch), where=f"{file}:{_moved_line(hidden.where, patch)}"
            )
            for hidden in report.suppressed
        ),
        skipped=(
            Skipped(file, patch.span.line, OF_KUSTOMIZATION),
            *(skipped._replace(line=patch.span.line) for skipped in report.skipped if skipped.why == CUT),
        ),
    )


def _holds_mapping(text: str) -> bool:
    """Whether a patch is a strategic merge patch: a JSON patch is a list."""
    return any(isinstance(document.data, dict) for document in read_stream(text).documents)


def _moved(finding: Finding, patch: InlinePatch) -> Finding:
    related = tuple(
        place._replace(span=patch.place(place.span)) if place.file == finding.file else place
        for place in finding.related
    )
    return finding._replace(span=patch.place(finding.span), related=related, fix=None)


def _moved_line(where: str, patch: InlinePatch) -> int:
    """Return the line of a comment in the file; `where` is the line in the text."""
    line = int(where.rpartition(":")[2])
    return patch.place(Span(line, 1, line, 1)).line
