"""Restate the error messages of libyaml in plain words."""

from __future__ import annotations

import re

from dslint.reader.explain.context import Explained, Fault, Look, Row
from dslint.reader.problems import COLLECTION_KEY, INVALID

_SECOND_COLON = re.compile(r"\s*(?:- +)*[^\s:][^:]*:\s+(.*?:(?:\s.*)?)$")
_GLUED_DASH = re.compile(r"\s*-([A-Za-z][^\s:]*:(?:\s.*)?)$")
_ENTRY = re.compile(r"\s*(?:- +)*[^\s'\"#:][^:#]*:(?:\s+(\S.*))?$")


def _quoted(value: str) -> str:
    """Quote a value with the kind of quotes that it does not contain."""
    return "'" + value.replace("'", "''") + "'" if '"' in value or "\\" in value else f'"{value}"'


def _two_values(fault: Fault, before: int) -> Explained:
    """`mapping values are not allowed in this context`."""
    second = _SECOND_COLON.match(fault.row.text)
    if second is not None and not second[1].startswith(("{", "[")):
        return Explained(
            INVALID,
            "the value contains a colon followed by a space, so YAML reads it as a key",
            fault.place,
            _quoted(second[1].strip()),
        )
    above = fault.above
    glued = _GLUED_DASH.match(above.text) if above is not None else None
    if above is not None and glued is not None:
        return Explained(
            INVALID,
            "a dash needs a space after it; without the space it is part of the name",
            above.first,
            f"- {glued[1]}",
        )
    entry = _ENTRY.match(above.text) if above is not None else None
    if above is not None and entry is not None and entry[1] and fault.row.indent > above.indent:
        return Explained(
            INVALID,
            f"this line is indented below line {above.number + before}, which already has a value",
            fault.row.first,
            f"the same indentation as line {above.number + before}, unless you remove that value",
        )
    return Explained(
        INVALID,
        "a key is not allowed here: the line above continues on this line",
        fault.row.first,
        "close the quotes of the line above, add its colon, and indent this line no deeper than it",
    )


def _no_colon(fault: Fault, _: int) -> Explained:
    """`could not find expected ':'`: the line where the key began has no colon."""
    row = fault.begun or fault.row
    word = row.words if len(row.words) <= _SHOWN else row.words[:_SHOWN] + "…"
    glued = re.match(r"([A-Za-z]\w*):(\S+)$", row.words)
    if glued is not None:
        write = f"{glued[1]}: {glued[2]}"
        return Explained(INVALID, "a key needs a colon and a space after it", row.first, write)
    return Explained(
        INVALID,
        f"`{word}` is neither a key with a colon nor an item with a dash",
        row.first,
        f"{word}: …, or - {word}",
    )


_SHOWN = 40


def _wrong_indent(fault: Fault, before: int) -> Explained:
    """`did not find expected key` or `'-' indicator`: a line fits no open level."""
    begun, row = fault.begun, fault.row
    closed = _text_behind_quotes(row) or (
        _text_behind_quotes(fault.above) if fault.above is not None else None
    )
    if closed is not None:
        return closed
    if begun is None:
        return unknown(fault, before)
    level = fault.begun_index - begun.start
    is_item = row.words.startswith("-")
    if "'-'" in fault.problem and not is_item:
        return Explained(
            INVALID,
            (
                f"the list that begins in line {begun.number + before} "
                "continues here, but this line is not an item of it"
            ),
            row.first,
            f"a dash in column {level + 1} for another item, or less indentation to end the list",
        )
    if is_item and row.indent == level:
        return Explained(
            INVALID,
            (
                "a list item is not allowed among the keys of the "
                f"mapping that begins in line {begun.number + before}"
            ),
            row.first,
            "the list indented below its key",
        )
    return Explained(
        INVALID,
        f"this line is indented by {row.indent}, which matches no level above it; "
        f"the keys from line {begun.number + before} on are at {level}",
        row.first,
        "the same indentation as the lines it belongs to",
    )


_CLOSED_QUOTE = re.compile(
    r"""\s*(?:- +)*(?:[^\s:'"]+:\s+)?("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')"""
    r"""[ \t]*([^\s#,\]}:].*)$"""
)


def _text_behind_quotes(row: Row) -> Explained | None:
    match = _CLOSED_QUOTE.match(row.text)
    if match is None:
        return None
    return Explained(
        INVALID,
        f"the value ends with its closing quote; `{match[2][:_SHOWN]}` after it is unexpected",
        row.start + match.start(2),
        "one pair of quotes around the whole value, the other kind inside it",
    )


def _unclosed_quote(fault: Fault, _: int) -> Explained:
    return Explained(
        INVALID,
        "this opening quote is never closed",
        fault.begun_index,
        "a quote of the same kind at the end of the value, or remove this one",
    )


def _unclosed_bracket(fault: Fault, before: int) -> Explained:
    bracket = "[" if "]" in fault.problem else "{"
    closing = "]" if bracket == "[" else "}"
    begun = fault.begun or fault.row
    if begun.number == fault.row.number and fault.row.text[fault.place - fault.row.start :].strip():
        return Explained(
            INVALID,
            f"a comma or {closing} is missing here, after the opening {bracket}",
            fault.place,
            (
                f"a comma between two values, {closing} after the "
                "last one; quotes around values that contain either"
            ),
        )
    return Explained(
        INVALID,
        f"this opening {bracket} is never closed (reading stopped in line {fault.row.number + before})",
        fault.begun_index,
        f"{closing} after the last value",
    )


def _no_value(fault: Fault, _: int) -> Explained:
    """`did not find expected node content`: in brackets, or after an anchor or tag."""
    character = fault.row.text[fault.place - fault.row.start :][:1] if fault.place >= fault.row.start else ""
    if character.strip():
        return Explained(
            INVALID, f"a value is missing before this {character}", fault.place, f"a value, or no {character}"
        )
    opened = max(fault.row.text.rfind("["), fault.row.text.rfind("{"))
    if opened < 0:
        return Explained(INVALID, "a value is missing after this line", fault.row.first)
    bracket = fault.row.text[opened]
    closing = "]" if bracket == "[" else "}"
    return Explained(INVALID, f"this opening {bracket} is never closed", fault.row.start + opened, closing)


def _collection_key(fault: Fault, _: int) -> Explained:
    write = 'quotes around a value that begins with { or [, as in "{{ name }}"'
    return Explained(INVALID, COLLECTION_KEY, fault.place, write)


def _inline_list(fault: Fault, _: int) -> Explained:
    return Explained(
        INVALID,
        "a list cannot begin on the same line as its key",
        fault.place,
        "the dash on the next line, indented",
    )


_STARTS = {
    "@": "a value cannot begin with @ unless it is quoted",
    "`": "a value cannot begin with a backtick unless it is quoted",
    "%": "a value cannot begin with % unless it is quoted",
    "\t": "a tab is not allowed here",
}


def _bad_start(fault: Fault, _: int) -> Explained:
    character = fault.row.text[fault.place - fault.row.start :][:1]
    message = _STARTS.get(character, f"a value cannot begin with {character or 'this'} unless it is quoted")
    value = fault.row.text[fault.place - fault.row.start :].strip()
    if re.search(r"[\[{]", fault.row.text[: fault.place - fault.row.start]):
        value = re.split(r"[,\]}]", value)[0].strip()
    write = "a space" if character == "\t" else _quoted(value)
    return Explained(INVALID, message, fault.place, write)


def _bad_name(fault: Fault, _: int) -> Explained:
    character = fault.row.text[fault.begun_index - fault.row.start :][:1] if fault.begun is not None else "*"
    return Explained(
        INVALID,
        f"{character} begins a reference, but no name follows",
        fault.begun_index,
        _quoted(fault.row.chunk[fault.begun_index : fault.row.start + len(fault.row.text)].strip()),
    )


def _header(fault: Fault, _: int) -> Explained:
    return Explained(
        INVALID,
        "nothing may follow | or > on the same line",
        fault.place,
        "the text on the next line, indented; or the whole value in quotes",
    )


def _escape(fault: Fault, _: int) -> Explained:
    return Explained(
        INVALID,
        "a backslash in double quotes begins an escape sequence, and this one is unknown",
        fault.place,
        "two backslashes, or use single quotes",
    )


def _second_document(fault: Fault, _: int) -> Explained:
    return Explained(
        INVALID,
        "the value above ends here, so this line belongs to nothing",
        fault.row.first,
        "--- on its own line between two documents, or indent this line like the lines it belongs to",
    )


def _control(fault: Fault, _: int) -> Explained:
    return Explained(
        INVALID,
        "control character found; is this a text file?",
        fault.place,
        "save the file as UTF-8 text",
    )


def unknown(fault: Fault, _: int) -> Explained:
    """Repeat the message of the parser, if there is no better explanation."""
    return Explained(INVALID, f"this cannot be read as YAML: {fault.problem}", fault.place)


SAID: dict[str, Look] = {
    "mapping values are not allowed in this context": _two_values,
    "could not find expected ':'": _no_colon,
    "did not find expected key": _wrong_indent,
    "did not find expected '-' indicator": _wrong_indent,
    "found unexpected end of stream": _unclosed_quote,
    "found unexpected document indicator": _unclosed_quote,
    "did not find expected ',' or ']'": _unclosed_bracket,
    "did not find expected ',' or '}'": _unclosed_bracket,
    "block sequence entries are not allowed in this context": _inline_list,
    "found character that cannot start any token": _bad_start,
    "did not find expected alphabetic or numeric character": _bad_name,
    "did not find expected comment or line break": _header,
    "found unknown escape character": _escape,
    "found invalid Unicode character escape code": _escape,
    "did not find expected hexdecimal number": _escape,
    "did not find expected node content": _no_value,
    COLLECTION_KEY: _collection_key,
    "did not find expected <document start>": _second_document,
    "control characters are not allowed": _control,
}
