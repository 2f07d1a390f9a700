"""Lines of block YAML without their nesting: the dashes, the key and the value of each.

The indentation of the manifest cannot be trusted, so this module looks at one line at a time. It rejects,
with its place, text that needs indentation (under a `|`) or that is too rare to support (anchors, tags, `? `
keys).
"""

from __future__ import annotations

import re

from dslint.reader.nodes import Json
from dslint.reader.scalars import NotJson, go_value, to_json
from dslint.reader.stream import read_stream
from dslint.values.typed import NamedTuple

BLANKS = " \t\u00a0\u2007\u202f\u3000\u200b\ufeff"
"""The indentation characters: spaces, and what web pages and word processors put in their place."""

_ROW = re.compile(r"[^\n]*\n|[^\n]+")
_KEY_END = re.compile(r":(?=[ \t]|$)")
_COMMENT = re.compile(r"(?:^|[ \t])#")
_BLOCK_HEADER = re.compile(r"[|>][-+]?(?:[ \t]+#.*|[ \t]*)$")
_DASH = re.compile(r"-(?:[ \t]+|$)")
_QUOTED = {
    '"': re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL),
    "'": re.compile(r"'(?:[^']|'')*'"),
}
_FLOW_PIECE = re.compile(r"""[\[{]|[\]}]|"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\[\]{}"']+|["']""", re.DOTALL)
_FLOW_PIECE_UNCLOSED = re.compile(r"""[\[{]|[\]}]|'(?:[^']|'')*'|[^\[\]{}"']+|["']""")
_UNREAD = {
    "&": "an anchor",
    "*": "an alias",
    "!": "a tag",
    "%": "a directive",
    "|": "an indentation written beside |",
    ">": "an indentation written beside >",
    **dict.fromkeys("@`,]}", "a character that means something else to YAML"),
}


class Row(NamedTuple):
    """One line of the text: its start (code points), its leading white space, its content."""

    start: int
    lead: str
    content: str

    @property
    def blanks(self) -> int:
        """Return the number of leading white-space characters of any kind."""
        return len(self.lead)

    @property
    def spaces(self) -> int:
        """Return the number of leading true spaces, which is what counts in a block of text."""
        return len(self.lead) - len(self.lead.lstrip(" "))


class Line(NamedTuple):
    """The content of one entry or list item, without its nesting.

    rows     first and last row it is written on (0-based, inclusive)
    dashes   offsets of its `- ` from the start of the content
    offset   where the key or value begins in the content, after the dashes
    key      None for a bare value or a lone dash
    opens    nothing is written behind the key or dash: the next lines may be its value
    value    the data, where something is written
    block    the rows after the first are the text under a `|` or `>`
    """

    rows: tuple[int, int]
    dashes: tuple[int, ...]
    offset: int
    key: str | None
    opens: bool
    value: Json = None
    block: bool = False
    plain: bool = False


class UnreadableRow(Exception):  # noqa: N818 - a state of the text, not of the program
    """A row that cannot be read without its indentation; `row` counts from 0."""

    def __init__(self, row: int, key: str, why: str) -> None:
        super().__init__(why)
        self.row = row
        self.key = key
        self.why = why


def rows_of(text: str) -> list[Row]:
    """Split a text into rows; line ends belong to no row's content."""
    rows = []
    for match in _ROW.finditer(text):
        body = match[0].rstrip("\r\n")
        content = body.lstrip(BLANKS)
        rows.append(Row(match.start(), body[: len(body) - len(content)], content.rstrip(" \t")))
    return rows


def lines_of(text: str, rows: list[Row]) -> list[Line]:
    """Read the rows of one document. Raises UnreadableRow."""
    return _Reader(text, rows).read()


class _Reader:
    """The position of the reader in the rows."""

    def __init__(self, text: str, rows: list[Row]) -> None:
        self.text = text
        self.rows = rows
        self.at = 0
        self.key = ""

    def read(self) -> list[Line]:
        lines: list[Line] = []
        while self.at < len(self.rows):
            content = self.rows[self.at].content
            if not content or content.startswith(("#", "---", "...")):
                self.at += 1
                continue
            line = self._line(content)
            if line.key is None and not line.dashes:
                self._continue(lines, line)
            else:
                lines.append(line)
            self.at = line.rows[1] + 1
        return lines

    def _line(self, content: str) -> Line:
        dashes, offset = [], 0
        while match := _DASH.match(content, offset):
            dashes.append(offset)
            offset = match.end()
        key, start = self._key(content, offset)
        if key is not None:
            self.key = key
        rest = content[start:]
        if not rest or rest.startswith("#"):
            return Line((self.at, self.at), tuple(dashes), offset, key, opens=True)
        last, value, block, plain = self._value(content, start)
        return Line(
            (self.at, last), tuple(dashes), offset, key, opens=False, value=value, block=block, plain=plain
        )

    def _key(self, content: str, offset: int) -> tuple[str | None, int]:
        """Return the key that begins at an offset and the start of its value, or None and the offset."""
        first = content[offset : offset + 1]
        if first in _QUOTED:
            quoted = _QUOTED[first].match(content, offset)
            if quoted is None or not _KEY_END.match(content, quoted.end()):
                return None, offset
            return str(self._written(quoted[0])), _skip(content, quoted.end() + 1)
        if first in ("[", "{") or (first == "?" and content[offset + 1 : offset + 2] in ("", " ")):
            return None, offset
        end = _KEY_END.search(content, offset)
        comment = _COMMENT.search(content, offset)
        if end is None or (comment is not None and comment.start() < end.start()):
            return None, offset
        self._refuse(first)
        return content[offset : end.start()].rstrip(), _skip(content, end.end())

    def _value(self, content: str, start: int) -> tuple[int, Json, bool, bool]:
        """Return the last row of a value, its data, whether it is a block of text, whether it is plain."""
        first = content[start]
        if first in "|>" and _BLOCK_HEADER.match(content, start):
            return self._block(start), "", True, False
        self._refuse(first)
        if first in "\"'[{":
            last, value = self._enclosed(start)
            return last, value, False, False
        comment = _COMMENT.search(content, start)
        written = content[start : comment.start() if comment else None].rstrip()
        if _DASH.match(written):
            raise UnreadableRow(self.at, self.key, "holds the dash of a list on its own line")
        if first == "?" or _KEY_END.search(written):
            raise UnreadableRow(self.at, self.key, "is followed by a second colon")
        return self.at, self._plain(written), False, comment is None

    def _plain(self, written: str) -> Json:
        try:
            return to_json(go_value(written))
        except NotJson as error:
            raise UnreadableRow(self.at, self.key, str(error)) from None

    def _written(self, written: str) -> Json:
        """Return the data of a complete value, in quotes or brackets."""
        stream = read_stream(written)
        if stream.error is not None or len(stream.documents) != 1:
            raise UnreadableRow(self.at, self.key, "holds a value that cannot be read")
        return stream.documents[0].data

    def _refuse(self, first: str) -> None:
        if first in _UNREAD:
            raise UnreadableRow(self.at, self.key, f"holds {_UNREAD[first]}")

    def _block(self, start: int) -> int:
        """Return the last row of the text under a `|`: indented as its first row, and deeper than the key."""
        header = self.rows[self.at]
        depth = header.blanks + self._owner(start)
        last, indent = self.at, None
        for number in range(self.at + 1, len(self.rows)):
            row = self.rows[number]
            if not row.content:
                continue
            if indent is None:
                indent = row.spaces
            if row.spaces < indent or indent <= depth:
                break
            last = number
        if last == self.at:
            raise UnreadableRow(
                self.at, self.key, ("is a block of text that cannot be separated from what follows")
            )
        return last

    def _owner(self, start: int) -> int:
        """Return the column of the owner of a block of text, a key or dash, in the content of its row."""
        content = self.rows[self.at].content
        offset = owner = 0
        while (match := _DASH.match(content, offset)) and match.end() <= start:
            owner, offset = offset, match.end()
        return owner if offset == start else offset

    def _enclosed(self, start: int) -> tuple[int, Json]:
        """Return the last row and the data of a value in quotes or brackets, which may span several rows."""
        row = self.rows[self.at]
        begin = row.start + row.blanks + start
        end = self._end_of_enclosed(begin)
        last = self.at
        while last + 1 < len(self.rows) and self.rows[last + 1].start < end:
            last += 1
        closing = self.rows[last]
        after = closing.content[end - closing.start - closing.blanks :]
        if after.strip() and not _COMMENT.match(after):
            raise UnreadableRow(self.at, self.key, "is followed by more than its value")
        return last, self._written(self.text[begin:end])

    def _end_of_enclosed(self, begin: int) -> int:
        first = self.text[begin]
        if first in _QUOTED:
            quoted = _QUOTED[first].match(self.text, begin)
            if quoted is not None:
                return quoted.end()
        else:
            depth, place, pattern = 0, begin, _FLOW_PIECE
            while piece := pattern.match(self.text, place):
                depth += (piece[0] in ("[", "{")) - (piece[0] in ("]", "}"))
                place = piece.end()
                if not depth:
                    return place
                if piece[0] == '"':  # nothing closes this one, nor any behind it
                    pattern = _FLOW_PIECE_UNCLOSED
        raise UnreadableRow(self.at, self.key, "holds a quote or bracket that is never closed")

    def _continue(self, lines: list[Line], line: Line) -> None:
        """Attach a bare value to the line above: as its value, or as more words of it."""
        if not lines or line.block:
            raise UnreadableRow(self.at, self.key, "is followed by text without a key")
        above = lines[-1]
        if above.opens:
            rows = (above.rows[0], line.rows[1])
            lines[-1] = above._replace(rows=rows, opens=False, value=line.value, plain=line.plain)
        elif above.plain and line.plain:
            words = f"{above.value} {line.value}"
            lines[-1] = above._replace(rows=(above.rows[0], line.rows[1]), value=words)
        else:
            raise UnreadableRow(self.at, self.key, "is followed by text without a key")


def _skip(content: str, offset: int) -> int:
    while offset < len(content) and content[offset] in " \t":
        offset += 1
    return offset
