"""The fix for keys at the wrong depth, if the rest of the document allows only one depth.

A new nesting is offered only if it moves nothing except keys that are unknown at their place: every other
value keeps its path.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

from dslint.kubernetes.fields import MAP, table
from dslint.reader.chunks import Chunk
from dslint.reader.stream import read_stream
from dslint.repair.lost_nesting import renesting_fix
from dslint.repair.nesting.renest import Renested, renest
from dslint.values.finding import Finding, Fix
from dslint.values.path import FieldPath, field_text, without_brackets
from dslint.values.typed import Any


def with_fixes(findings: Sequence[Finding], chunk: Chunk, version: str) -> list[Finding]:
    """Return the findings of a readable document, with a fix for fields that are only at the wrong depth."""
    fix = _fix(findings, chunk, version)
    if fix is None:
        return list(findings)
    return [finding._replace(fix=fix) if _is_unknown(finding) else finding for finding in findings]


def _is_unknown(finding: Finding) -> bool:
    return finding.rule == "unknown-field" and finding.fix is None


def _fix(findings: Sequence[Finding], chunk: Chunk, version: str) -> Fix | None:
    unknown = tuple(finding.field for finding in findings if finding.source == "strict" and finding.field)
    result = renest(chunk.text, version)
    if not isinstance(result, Renested) or not result.indents:
        return None
    before, after = _leaves(chunk.text), _leaves(result.text)
    staying = {path: value for path, value in before.items() if not _lies_under(path, unknown)}
    moved = before.keys() - staying.keys()
    if not staying.items() <= after.items() or len(before) != len(after) or not moved.isdisjoint(after):
        return None
    names = {field.rpartition(".")[2] for field in unknown}
    if any(_is_key_of_a_map(path, names, version) for path in after.keys() - staying.keys()):
        return None
    return renesting_fix(result, chunk.offset)


def _is_key_of_a_map(path: str, names: set[str], version: str) -> bool:
    """Whether one of the names is now a key of labels or a similar map, which accepts any name."""
    steps = without_brackets(path).split(".")
    return any(step in names and parent in _maps(version) for parent, step in pairwise(steps))


@cache
def _maps(version: str) -> frozenset[str]:
    return frozenset(
        name for fields in table(version).values() for name, kind in fields.items() if kind.startswith(MAP)
    )


def _lies_under(path: str, fields: Sequence[str]) -> bool:
    return any(path == field or path.startswith((f"{field}.", f"{field}[")) for field in fields)


def _leaves(text: str) -> dict[str, str]:
    """Return field path -> value for every leaf of the first document."""
    documents = read_stream(text).documents
    return dict(_walk(documents[0].data, ())) if documents else {}


def _walk(value: Any, path: FieldPath) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _walk(inner, (*path, key))
    elif isinstance(value, list) and value:
        for index, inner in enumerate(value):
            yield from _walk(inner, (*path, index))
    else:
        yield field_text(path), repr(value)
