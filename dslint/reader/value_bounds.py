"""The real start and end of a value where libyaml's marks are too wide."""

from __future__ import annotations

import re

_PROPERTY = re.compile(r"&[^\s,\[\]{}]*|!<[^>\s]*>|![^\s,\[\]{}]*")
_BLANK = re.compile(r"[ \t\r\n]+")
_COMMENT = re.compile(r"#[^\n]*")


def after_properties(text: str, index: int) -> int:
    """Return the index of a value after its anchor or tag, which libyaml counts as part of the value."""
    while True:
        match = _PROPERTY.match(text, index) or _BLANK.match(text, index)
        if match is None and text[index - 1 : index].isspace():
            match = _COMMENT.match(text, index)
        if match is None:
            return index
        index = match.end()


def block_end(text: str, start: int, end: int) -> int:
    """Return the end of the last line of a literal or folded scalar; libyaml marks the next token.

    Without `+` in its header, the empty lines after it are not part of it.
    """
    header_end = text.find("\n", start, end)
    if header_end < 0:
        return end
    if "+" in text[start:header_end].partition("#")[0]:
        last = text.rfind("\n", start, end)
        return last - 1 if text[last - 1] == "\r" else last
    last_character = start + len(text[start:end].rstrip(" \t\r\n"))
    line_end = text.find("\n", last_character, end)
    if line_end < 0:
        return end
    return line_end - 1 if text[line_end - 1] == "\r" else line_end
