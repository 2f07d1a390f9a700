"""The new or changed objects of a text, on which `--since` reports."""

from __future__ import annotations

from collections.abc import Iterable

from dslint.linter.told_apart import is_daemonset
from dslint.reader.encoding import decode
from dslint.reader.objects import Manifest, objects_of
from dslint.reader.prefilter import whatever_concerns_daemonsets
from dslint.reader.stream import read_stream
from dslint.values.finding import Finding, Report
from dslint.values.typed import NamedTuple


class Piece(NamedTuple):
    """One object as written: its lines (1-based, inclusive) and whether it is a DaemonSet."""

    text: str
    first: int
    last: int
    is_daemonset: bool


def pieces_of(content: str | bytes) -> tuple[Piece, ...]:
    """The objects of a text, in order."""
    stream = read_stream(content, only=whatever_concerns_daemonsets, go_on=True)
    return tuple(_piece(manifest) for document in stream.documents for manifest in objects_of(document))


def _piece(manifest: Manifest) -> Piece:
    document = manifest.document
    start, end = document.offsets(manifest.node)
    text = document.lines.text[start:end].replace("\r\n", "\n").rstrip()
    first = document.lines.place(start)[0]
    return Piece(text, first, first + text.count("\n"), is_daemonset(manifest))


class Unchanged(NamedTuple):
    """The lines of unchanged objects, on which nothing is reported."""

    ranges: tuple[tuple[int, int], ...]

    @property
    def daemonsets(self) -> frozenset[int]:
        """Return the lines at which unchanged DaemonSets begin."""
        return frozenset(first for first, _ in self.ranges)

    def has(self, finding: Finding) -> bool:
        """Whether a finding is in an unchanged object."""
        span = finding.span
        return span is not None and any(first <= span.line <= last for first, last in self.ranges)

    def left_out_of(self, report: Report) -> Report:
        """Return the report without findings on unchanged objects."""
        if not self.ranges:
            return report
        return report._replace(
            findings=tuple(finding for finding in report.findings if not self.has(finding)),
            suppressed=tuple(hidden for hidden in report.suppressed if not self.has(hidden.finding)),
        )


def unchanged_in(new: str | bytes, old: Iterable[bytes]) -> Unchanged:
    """Return the objects of a text that also exist among the old texts.

    If a DaemonSet changed, objects beside it count too: a finding may point at its Service.
    """
    before = {piece.text for content in old for piece in pieces_of(decode(content).text)}
    now = pieces_of(new)
    any_changed = any(piece.is_daemonset and piece.text not in before for piece in now)
    return Unchanged(
        tuple(
            (piece.first, piece.last)
            for piece in now
            if piece.text in before and (piece.is_daemonset or not any_changed)
        )
    )
