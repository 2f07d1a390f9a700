"""Merge findings that one mistake causes: the others become related places of one finding.

`pasted-characters` is reported once for a file with characters that only look like YAML syntax.
`lost-indentation` is reported once for a document whose lines are not nested: `spec`, its template or the
template's `spec` is empty, and its fields are at the same level. A single field at the wrong depth stays an
`unknown-field`.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from dslint.reader.chunks import Chunk, chunks
from dslint.reader.lines import Lines
from dslint.reader.problems import Unreadable
from dslint.reader.stream import read_stream
from dslint.repair.lost_nesting import lost_indentation, renesting_fix
from dslint.repair.misplaced import with_fixes
from dslint.repair.nesting.renest import Renested, emptied_key, renest
from dslint.repair.nesting.types import field_names
from dslint.repair.odd_characters import Pasted, pasted_in
from dslint.repair.odd_characters_finding import explained_by, matters, pasted_characters
from dslint.values.finding import Finding
from dslint.values.path import POD_SPEC
from dslint.values.typed import Final

_LARGEST: Final = 1_000_000
"""In characters; larger documents do not lose their indentation, and the search would take seconds."""
_NEAR: Final = 200
"""The number of characters in which the first brace is searched: in JSON, indentation means nothing."""
_TABS: Final = "tabs-as-indentation"
_KEPT: Final = frozenset({"pasted-characters", "unused-suppression", "unknown-suppression"})
"""Mistakes of the text itself, which a new nesting would not fix."""


def fold(findings: Iterable[Finding], file: str, text: str, version: str) -> tuple[Finding, ...]:
    """The findings of one file, with every crowd that one fault of the text causes replaced by one finding.

    `pasted-characters` is said once for the file, `lost-indentation` once for each document.
    `text` is the whole decoded text of the file, `version` the newest Kubernetes version asked
    for. What a finding replaces is kept as `related`; every other finding comes back unchanged,
    but a syntax error or a key at a wrong depth gets a fix where the lines have only one nesting.
    """
    kept = list(findings)
    if text.isascii() and not any(_could_be_lost(finding) for finding in kept):
        return tuple(kept)
    lines = Lines(text)
    kept = _fold_pasted(kept, file, lines)
    by_place = _ByPlace(kept, lines)
    for chunk in _chunks(text):
        if len(chunk.text) > _LARGEST or chunk.text[:_NEAR].lstrip().startswith("{"):
            continue
        inside = by_place.inside(chunk)
        folded = _folded(inside, chunk, lines, file, version)
        if folded is not None:
            kept = [*_without(kept, inside), *folded]
    return tuple(kept)


def _fold_pasted(findings: list[Finding], file: str, lines: Lines) -> list[Finding]:
    found: list[Pasted] = []
    explained: list[Finding] = []
    by_place = _ByPlace(findings, lines)
    for chunk in () if lines.text.isascii() else _chunks(lines.text):
        inside = [finding for finding in by_place.inside(chunk) if finding.rule != _TABS]
        if not inside and "DaemonSet" not in chunk.text:
            continue
        here = pasted_in(lines.text, chunk.offset, chunk.offset + len(chunk.text))
        follows = explained_by(here, inside, lines)
        found += matters(here, follows)
        explained += follows
    if not found:
        return findings
    return [*_without(findings, explained), pasted_characters(found, explained, lines, file)]


class _ByPlace:
    """Findings that may be merged, in order of place, to find those of one document quickly."""

    def __init__(self, findings: Iterable[Finding], lines: Lines) -> None:
        placed = [
            (finding.span[:2], finding)
            for finding in findings
            if finding.span is not None and finding.rule not in _KEPT
        ]
        placed.sort(key=lambda pair: pair[0])
        self._places = [place for place, _ in placed]
        self._findings = [finding for _, finding in placed]
        self._lines = lines

    def inside(self, chunk: Chunk) -> list[Finding]:
        """Return the findings about a chunk; an error at the very end belongs to the last chunk."""
        first = bisect_left(self._places, self._lines.place(chunk.offset))
        last = bisect_right(self._places, self._lines.place(chunk.offset + len(chunk.text)))
        return self._findings[first:last]


def _without(findings: Iterable[Finding], others: Iterable[Finding]) -> list[Finding]:
    left_out = set(map(id, others))
    return [finding for finding in findings if id(finding) not in left_out]


def _could_be_lost(finding: Finding) -> bool:
    return finding.source in ("yaml", "strict") or finding.rule == "duplicate-key"


def _chunks(text: str) -> list[Chunk]:
    found: list[Chunk] = []
    try:
        found.extend(chunks(text))
    except Unreadable:
        return found
    return found


def _folded(
    findings: Sequence[Finding], chunk: Chunk, lines: Lines, file: str, version: str
) -> list[Finding] | None:
    """Return the findings that replace those of one document, or None to keep them."""
    if not findings or "DaemonSet" not in chunk.text:
        return None
    if any(finding.source == "yaml" for finding in findings):
        return _renested(findings, chunk, lines, file, version)
    if not _is_misplaced(findings, version):
        return None
    if _is_hollow(chunk.text):
        return _renested(findings, chunk, lines, file, version)
    return with_fixes(findings, chunk, version)


def _renested(
    findings: Sequence[Finding], chunk: Chunk, lines: Lines, file: str, version: str
) -> list[Finding] | None:
    """Return one finding for all if a key lost its content, otherwise add a fix if there is one nesting."""
    result = renest(chunk.text, version)
    if isinstance(result, Renested) and not result.indents:
        return None
    hollow = None if any(finding.rule == _TABS for finding in findings) else emptied_key(chunk.text)
    if hollow is not None:
        return [lost_indentation(findings, result, hollow, chunk.offset, lines, file)]
    if isinstance(result, Renested):
        fix = renesting_fix(result, chunk.offset)
        return [finding._replace(fix=fix) if finding.source == "yaml" else finding for finding in findings]
    return None


def _is_misplaced(findings: Sequence[Finding], version: str) -> bool:
    """Whether a key that exists in the API is at the wrong place, or a duplicate.

    A key that only older versions know is at the right place.
    """
    names = field_names(version)
    return any(
        finding.rule == "duplicate-key"
        or (
            finding.source == "strict"
            and version in (finding.versions or (version,))
            and (finding.field or "").rpartition(".")[2] in names
        )
        for finding in findings
    )


def _is_hollow(text: str) -> bool:
    """Whether `spec`, its template or the template's spec is written but empty."""
    stream = read_stream(text)
    data = stream.documents[0].data if stream.documents else None
    for step in POD_SPEC:
        if not isinstance(data, dict) or step not in data:
            return False
        data = data[step]
        if data is None:
            return True
    return False
