"""The baseline: findings that existed when it was written, identified by content and never by line.

An entry has the rule, the DaemonSet, the field without list indices and the written value. It survives edits
above it, a new order of list items, reformatting and a renamed file; another value is a new finding. `count`
is the number of equal findings.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cached_property

from dslint.linter.config.user_files import (
    Fault,
    UserFileError,
    place_of,
    schema_named,
    single_document,
    violations,
)
from dslint.linter.suppressing.complaint import UNUSED, complaint
from dslint.reader.objects import Manifest, objects_of
from dslint.reader.stream import read_stream
from dslint.values.finding import Finding, Report, Suppressed
from dslint.values.path import FieldPath
from dslint.values.span import Span
from dslint.values.typed import NamedTuple

DEFAULT_FILE = ".dslint-baseline.json"
WHY = "in the baseline"
_INDEX = re.compile(r"\[\d+\]")
_STEP = re.compile(r"([^.\[\]]+)|\[([^\]]*)\]")
_LONGEST = 200
"""In code points; longer values are cut, which still distinguishes them."""


class Key(NamedTuple):
    """What identifies a finding, independent of its place."""

    rule: str
    object: str
    field: str
    value: str


class Entry(NamedTuple):
    """Findings with one key: their number, their file, and the place of the entry."""

    key: Key
    times: int
    file: str
    span: Span | None = None


class Baseline(NamedTuple):
    """A baseline file: its name and its entries."""

    file: str
    entries: tuple[Entry, ...] = ()
    text: str = ""


def read_baseline(source: bytes, file: str) -> Baseline:
    """Return the entries of a baseline file. Raises UserFileError with the place of every fault."""
    document = single_document(source, file, "a baseline")
    if document is None:
        raise UserFileError([Fault(file, None, "the baseline is empty; --update-baseline writes a new one")])
    faults = [
        Fault(file, place_of(document, each.path, each.anchor), each.message)
        for each in violations(schema_named("baseline"), document.data)
    ]
    if faults:
        raise UserFileError(faults)
    entries = tuple(
        Entry(
            Key(entry["rule"], entry["object"], entry["field"], entry["value"]),
            entry.get("count", 1),
            entry.get("file", ""),
            place_of(document, ("entries", index, "rule"), "key"),
        )
        for index, entry in enumerate(document.data["entries"])
    )
    return Baseline(file, entries, document.lines.text)


def write_baseline(entries: Iterable[Entry]) -> str:
    """Return the text of a baseline file: one entry per line, in a fixed order."""
    lines = [
        json.dumps({**entry.key._asdict(), "count": entry.times, "file": entry.file}, ensure_ascii=False)
        for entry in sorted(entries)
    ]
    return '{"version": 1, "entries": [\n' + ",\n".join(f"  {line}" for line in lines) + "\n]}\n"


def keys_of(findings: Iterable[Finding], texts: Mapping[str, str]) -> list[Key]:
    """Return the key of every finding, in order. `texts` has the text of every file with a finding."""
    files: dict[str, _Text] = {}
    keys = []
    for finding in findings:
        if finding.file not in files:
            files[finding.file] = _Text(texts.get(finding.file, ""))
        name = finding.object
        keys.append(
            Key(
                finding.rule,
                name.key if name is not None else "",
                _INDEX.sub("[]", finding.field or ""),
                _value(finding, files[finding.file]),
            )
        )
    return keys


class _Text:
    """One text: its lines, and its objects, which are read on request."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")

    @cached_property
    def _manifests(self) -> list[tuple[int, Manifest]]:
        stream = read_stream(self.text, go_on=True)
        found = [manifest for document in stream.documents for manifest in objects_of(document)]
        return [(manifest.document.span(manifest.node).line, manifest) for manifest in found]

    def item(self, finding: Finding) -> object:
        """Return the list item that a finding is about; its first word alone would say too little."""
        if finding.object is None or finding.span is None or not (finding.field or "").endswith("]"):
            return None
        named = [each for each in self._manifests if each[1].name == finding.object]
        around = [manifest for line, manifest in named if line <= finding.span.line]
        node = around[-1].node.at(_path(finding.field or "")) if around else None
        return node.data if node is not None else None


def _path(field: str) -> FieldPath:
    """Return the steps of a field as the server writes it."""
    return tuple(int(inside) if inside.isdigit() else inside or name for name, inside in _STEP.findall(field))


def _value(finding: Finding, source: _Text) -> str:
    """Return the value at the place of a finding, independent of quotes and layout."""
    item = source.item(finding)
    if item is not None:
        return _canonical(item)
    span, lines = finding.span, source.lines
    if span is None or span.line > len(lines) or lines == [""]:
        return finding.message[:_LONGEST]
    written = _written(span, lines) or lines[span.line - 1]
    stream = read_stream(written[: 10 * _LONGEST])
    if stream.error is None and len(stream.documents) == 1:
        return _canonical(stream.documents[0].data)
    return " ".join(written.split())[:_LONGEST]


def _canonical(data: object) -> str:
    return json.dumps(data, sort_keys=True, ensure_ascii=False, default=str)[:_LONGEST]


def _written(span: Span, lines: list[str]) -> str:
    """Return the text of a span."""
    covered = lines[span.line - 1 : span.end_line]
    covered[-1] = covered[-1][: span.end_column - 1]
    covered[0] = covered[0][span.column - 1 :]
    return "\n".join(covered)


class Applied(NamedTuple):
    """The findings that the baseline leaves, those that it hides, and its unused entries with a count."""

    kept: tuple[Finding, ...]
    hidden: tuple[Suppressed, ...]
    stale: tuple[Entry, ...]


def apply_baseline(report: Report, baseline: Baseline) -> Applied:
    """Hide the findings of the baseline, each entry as often as its count."""
    left: Counter[Key] = Counter()
    for entry in baseline.entries:
        left[entry.key] += entry.times
    lines = {entry.key: entry.span.line for entry in baseline.entries if entry.span is not None}
    kept: list[Finding] = []
    hidden: list[Suppressed] = []
    for finding, key in zip(report.findings, keys_of(report.findings, dict(report.texts)), strict=True):
        if left[key] > 0:
            left[key] -= 1
            where = f"{baseline.file}:{lines[key]}" if key in lines else baseline.file
            hidden.append(Suppressed(finding, WHY, "baseline", where))
        else:
            kept.append(finding)
    return Applied(tuple(kept), tuple(hidden), tuple(_stale(baseline, left)))


def _stale(baseline: Baseline, left: Counter[Key]) -> Iterable[Entry]:
    for entry in baseline.entries:
        unused = min(entry.times, left[entry.key])
        if unused:
            left[entry.key] -= unused
            yield entry._replace(times=unused)


def entries_of(findings: Iterable[Finding], texts: Mapping[str, str]) -> tuple[Entry, ...]:
    """Return the entries for findings."""
    found = list(findings)
    counts: dict[Key, tuple[int, str]] = {}
    for finding, key in zip(found, keys_of(found, texts), strict=True):
        count, file = counts.get(key, (0, finding.file))
        counts[key] = count + 1, file
    return tuple(Entry(key, count, file) for key, (count, file) in counts.items())


def stale_finding(entry: Entry, file: str) -> Finding:
    """Return the finding for an entry that hides nothing any more."""
    where = f" in {entry.key.object}" if entry.key.object else ""
    times = f" {entry.times} times" if entry.times > 1 else ""
    return complaint(
        UNUSED,
        file,
        entry.span,
        f"unused baseline entry: {entry.key.rule} is no longer found{where}{times}",
        "The entry hides nothing now; later it might hide a new problem.",
        "no entry: dslint lint --update-baseline",
    )
