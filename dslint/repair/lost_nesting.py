"""The finding for a document that lost its nesting, and the fix that restores it."""

from __future__ import annotations

from collections.abc import Sequence

from dslint.reader.lines import Lines
from dslint.reader.objects import objects_of
from dslint.reader.stream import read_stream
from dslint.repair.nesting.renest import Renested, Unclear
from dslint.repair.replaced import as_related, gravest
from dslint.values.finding import Edit, Finding, Fix, ObjectName, RelatedPlace
from dslint.values.path import FieldPath, field_text
from dslint.values.problem import Source
from dslint.values.typed import Final

RULE: Final = "lost-indentation"


def lost_indentation(
    findings: Sequence[Finding],
    result: Renested | Unclear,
    hollow: tuple[int, str],
    index: int,
    lines: Lines,
    file: str,
) -> Finding:
    """Merge all findings of a document into one.

    `hollow` is the first key that must have a value but has none, with its offset in the document. `index` is
    the offset of the document in the file, `lines` are those of the file. The source is that of the most
    severe finding.
    """
    offset, key = hollow
    worst = gravest(findings) or findings[0]
    return Finding(
        rule=RULE,
        severity="error",
        message=f"indentation lost: `{key}` is empty and its fields are at the same level",
        file=file,
        span=lines.span(index + offset, index + offset + len(key)),
        field=worst.field,
        source=worst.source,
        reason=worst.reason,
        object=_object(result) or worst.object,
        related=(*_open_question(result, index, lines, file), *as_related(findings)),
        fix=renesting_fix(result, index) if isinstance(result, Renested) else None,
        result=_result(worst.source, len(findings)),
        write=_write(result, index, lines),
        versions=worst.versions,
        note="nothing is indented under this",
    )


def renesting_fix(result: Renested, index: int) -> Fix:
    """Return the new indentation as edits of the file; `index` is the offset of the document in it."""
    edits = tuple(
        Edit(index + indent.start, index + indent.end, " " * indent.blanks) for indent in result.indents
    )
    return Fix("indent the lines in the only way that matches the API", edits, safe=False)


def _object(result: Renested | Unclear) -> ObjectName | None:
    if isinstance(result, Unclear):
        return None
    documents = read_stream(result.text).documents
    return next((manifest.name for document in documents for manifest in objects_of(document)), None)


def _open_question(
    result: Renested | Unclear, index: int, lines: Lines, file: str
) -> tuple[RelatedPlace, ...]:
    """Return the key that prevents a unique nesting."""
    if isinstance(result, Renested) or not result.key:
        return ()
    start = index + result.offset
    span = lines.span(start, start + len(result.key))
    return (RelatedPlace(file, span, _question(result)),)


def _question(result: Unclear) -> str:
    if result.places:
        return f"`{result.key}` fits in {' and in '.join(map(_place, result.places))}"
    return f"`{result.key}` {result.why}"


def _place(path: FieldPath) -> str:
    return field_text(path) or "the top level"


def _result(source: Source, count: int) -> str:
    if source == "yaml":
        return "kubectl cannot read the file and applies nothing from here on."
    faults = "one fault" if count == 1 else f"{count} faults"
    return f"The API server rejects it; this causes all of the {faults} it would report."


def _write(result: Renested | Unclear, index: int, lines: Lines) -> str:
    if isinstance(result, Renested):
        return f"the manifest with its {len(result.indents)} lines indented again"
    if not result.key:
        return f"the lines indented again; dslint cannot do it because the document {result.why}"
    line = lines.place(index + result.offset)[0]
    return f"the lines indented again; dslint does not guess because in line {line} {_question(result)}"
