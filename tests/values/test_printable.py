"""Invisible characters are escaped in the way of each format, and runner commands are broken up."""

from __future__ import annotations

import json

from dslint.values.printable import html_escaped, json_escaped, xml_escaped

BIDI = "a\u202eb"


def test_json_keeps_its_value() -> None:
    written = json.dumps({"a": f"{BIDI}\U000e0001##[error]"}, ensure_ascii=False, indent=1)
    escaped = json_escaped(written)
    assert escaped == '{\n "a": "a\\u202eb\\udb40\\udc01##\\u005berror]"\n}'
    assert json.loads(escaped) == json.loads(written)


def test_html_and_xml_say_what_is_there() -> None:
    assert html_escaped(BIDI) == "a\\u202eb"
    assert xml_escaped(BIDI) == "a&#8238;b"
    assert xml_escaped("plain: text") == "plain: text"


def test_no_line_begins_a_command() -> None:
    for escape in (html_escaped, xml_escaped):
        assert escape("x\n::error::y") == "x\n&#8203;::error::y"
        assert escape("a ##[debug]") == "a ##&#8203;[debug]"
