"""ruamel.yaml's pure-Python parser, adjusted to read what libyaml reads, with libyaml's messages.

The two differ in where they allow tabs, in plain scalars of flow style, and in their error messages. Source
of the rules: `scanner.c` of libyaml 0.2.5.
"""

from __future__ import annotations

from types import SimpleNamespace

from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.parser import Parser
from ruamel.yaml.reader import Reader
from ruamel.yaml.scanner import Scanner, ScannerError
from ruamel.yaml.tokens import BlockEndToken, KeyToken, ScalarToken, TagToken, ValueToken

from dslint.values.typed import Any

_BREAKS = "\r\n\x85\u2028\u2029"
_BREAK_OR_END = f"\0{_BREAKS}"
_SPACE_OR_END = f" \t{_BREAK_OR_END}"
_BLANK_OR_BREAK = f" \t{_BREAKS}"
_WORD = frozenset("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_-")
_TAG = _WORD | frozenset(";/?:@&=+$.!~*'()%")
_FULL_TAG = _TAG | frozenset(",[]")

_LIBYAML_WORDS = (
    ("mapping values are not allowed", "mapping values are not allowed in this context"),
    ("sequence entries are not allowed", "block sequence entries are not allowed in this context"),
    ("mapping keys are not allowed", "mapping keys are not allowed in this context"),
    ("while scanning a simple key", "could not find expected ':'"),
    ("could not find expected ':'", "could not find expected ':'"),
    ("expected <block end>, but found '-'", "did not find expected key"),
    ("expected <block end>", "did not find expected key"),
    ("expected the node content", "did not find expected node content"),
    ("expected ',' or ']'", "did not find expected ',' or ']'"),
    ("expected ',' or '}'", "did not find expected ',' or '}'"),
    ("expected '<document start>'", "did not find expected <document start>"),
    ("expected alphabetic or numeric", "did not find expected alphabetic or numeric character"),
    ("expected a comment or a line break", "did not find expected comment or line break"),
    ("expected escape sequence", "did not find expected hexdecimal number"),
    ("found unknown escape character", "found unknown escape character"),
    ("found unexpected document separator", "found unexpected document indicator"),
    ("found character", "found character that cannot start any token"),
)
"""The beginning of an error of the pure parser -> libyaml's message; others are equal."""


class PureParser:
    """The part of a YAML library that dslint uses: `get_event`, until it returns None. Raises YAMLError."""

    def __init__(self, text: str) -> None:
        self._parser = _Loader(text).parser

    def get_event(self) -> Any:
        """Return the next event, or None after the last one."""
        try:
            return self._parser.get_event()
        except MarkedYAMLError as error:
            error.problem = _as_libyaml(error.problem or error.context or "")
            raise


class _Loader:
    """The object through which the parts of ruamel.yaml's parser find each other."""

    processing_version = (1, 1)
    comment_handling = None

    def __init__(self, text: str) -> None:
        self.tags: dict[str, str] | None = None
        self.version: Any = None
        self.doc_infos = [SimpleNamespace(requested_version=None, doc_version=None, tags=[])]
        self._resolver = SimpleNamespace(processing_version=self.processing_version)
        self._reader = _Reader(text, loader=self)
        self._scanner = _Scanner(loader=self)
        self.parser = _Parser(loader=self)


def _as_libyaml(problem: str) -> str:
    return next((words for begin, words in _LIBYAML_WORDS if problem.startswith(begin)), problem)


class _Parser(Parser):
    """Put an empty value of a block mapping after its colon, not before the next key."""

    def parse_block_mapping_value(self) -> Any:
        """Return the event of a value, or the empty scalar if there is none."""
        if not self.scanner.check_token(ValueToken):
            return super().parse_block_mapping_value()
        token = self.scanner.get_token()
        if self.scanner.check_token(KeyToken, ValueToken, BlockEndToken):
            self.state = self.parse_block_mapping_key
            return self.process_empty_scalar(token.end_mark)
        self.states.append(self.parse_block_mapping_key)
        return self.parse_block_node_or_indentless_sequence()


class _Reader(Reader):
    """Count lines as libyaml does: NEL, LS and PS end a line too."""

    def forward(self, length: int = 1) -> None:
        """Advance by this many characters."""
        for _ in range(length):
            character = self.peek()
            super().forward()
            if character in "\x85\u2028\u2029":
                self.line += 1
                self.column = 0


class _Scanner(Scanner):
    """Scan tokens as `scanner.c` of libyaml does."""

    def scan_line_break(self) -> str:
        """Return the text for the line break here; empty if there is none."""
        character = self.reader.peek()
        if character in "\u2028\u2029":
            self.reader.forward()
            return str(character)
        return super().scan_line_break() or ""

    def scan_anchor(self, token_class: Any) -> Any:
        """Scan an anchor or alias, whose name is letters, digits, - and _."""
        reader = self.reader
        start_mark = reader.get_mark()
        length = 1
        while reader.peek(length) in _WORD:
            length += 1
        name = reader.prefix(length)[1:]
        reader.forward(length)
        if not name or reader.peek() not in f"{_SPACE_OR_END}?:,]}}%@`":
            raise ScannerError(
                "while scanning an anchor or alias",
                start_mark,
                "did not find expected alphabetic or numeric character",
                reader.get_mark(),
            )
        return token_class(name, start_mark, reader.get_mark())

    def scan_tag(self) -> TagToken:
        """Scan a tag: `!<uri>`, `!handle!suffix`, `!suffix` or `!`."""
        reader = self.reader
        start_mark = reader.get_mark()
        if reader.peek(1) == "<":
            reader.forward(2)
            handle, suffix = None, self._tag_text(_FULL_TAG, start_mark)
            if reader.peek() != ">":
                raise ScannerError(
                    "while scanning a tag", start_mark, "did not find the expected '>'", reader.get_mark()
                )
            reader.forward()
        else:
            handle, suffix = self._short_tag(start_mark)
        if reader.peek() not in _SPACE_OR_END and not (self.flow_level and reader.peek() == ","):
            raise ScannerError(
                "while scanning a tag",
                start_mark,
                "did not find expected whitespace or line break",
                reader.get_mark(),
            )
        return TagToken((handle, suffix), start_mark, reader.get_mark())

    def _short_tag(self, start_mark: Any) -> tuple[str | None, str]:
        reader = self.reader
        length = 1
        while reader.peek(length) in _WORD:
            length += 1
        if reader.peek(length) == "!":
            handle = reader.prefix(length + 1)
            reader.forward(length + 1)
            return handle, self._tag_text(_TAG, start_mark)
        head = reader.prefix(length)[1:]
        reader.forward(length)
        suffix = head + self._tag_text(_TAG, start_mark, needed=False)
        return ("!", suffix) if suffix else (None, "!")

    def _tag_text(self, allowed: frozenset[str], start_mark: Any, *, needed: bool = True) -> str:
        reader = self.reader
        chunks: list[str] = []
        while (character := reader.peek()) in allowed:
            if character == "%":
                chunks.append(self.scan_uri_escapes("tag", start_mark))
            else:
                chunks.append(character)
                reader.forward()
        if needed and not chunks:
            raise ScannerError(
                "while parsing a tag", start_mark, "did not find expected tag URI", reader.get_mark()
            )
        return "".join(chunks)

    def scan_to_next_token(self) -> None:
        """Skip the separators between tokens; a tab separates wherever no key can begin."""
        reader = self.reader
        if reader.index == 0 and reader.peek() == "\ufeff":
            reader.forward()
        while True:
            while reader.peek() == " " or (
                reader.peek() == "\t" and (self.flow_level or not self.allow_simple_key)
            ):
                reader.forward()
            if reader.peek() == "#":
                while reader.peek() not in _BREAK_OR_END:
                    reader.forward()
            if not self.scan_line_break():
                return
            if not self.flow_level:
                self.allow_simple_key = True

    def scan_plain(self) -> ScalarToken:
        """Scan a plain scalar; tabs inside it are kept like spaces."""
        reader = self.reader
        chunks: list[str] = []
        start_mark = end_mark = reader.get_mark()
        indent = self.indent + 1
        space = ""
        begins_line = False
        while not self._at_document_mark() and reader.peek() != "#":
            length = self._plain_length(start_mark)
            if not length:
                break
            chunks += (space, reader.prefix(length))
            begins_line = self.allow_simple_key = False
            reader.forward(length)
            end_mark = reader.get_mark()
            space, begins_line = self._plain_space(indent, start_mark)
            if not space or (not self.flow_level and reader.column < indent):
                break
        if begins_line:
            self.allow_simple_key = True
        return ScalarToken("".join(chunks), True, start_mark, end_mark)  # noqa: FBT003 - ruamel.yaml's order

    def _at_document_mark(self) -> bool:
        reader = self.reader
        return reader.column == 0 and reader.prefix(3) in ("---", "...") and reader.peek(3) in _SPACE_OR_END

    def _plain_length(self, start_mark: Any) -> int:
        """Return how many characters of a plain scalar follow without a space between them."""
        reader, length = self.reader, 0
        ends_in_flow = ",?[]{}" if self.flow_level else ""
        while (character := reader.peek(length)) not in _SPACE_OR_END:
            if character == ":":
                after = reader.peek(length + 1)
                if after in _SPACE_OR_END:
                    break
                if self.flow_level and after in ",?[]{}":
                    reader.forward(length)
                    raise ScannerError(
                        "while scanning a plain scalar",
                        start_mark,
                        "found unexpected ':'",
                        reader.get_mark(),
                    )
            elif character in ends_in_flow:
                break
            length += 1
        return length

    def _plain_space(self, indent: int, start_mark: Any) -> tuple[str, bool]:
        """Return the text for spaces and line breaks inside a plain scalar, and whether a line has begun."""
        reader = self.reader
        spaces: list[str] = []
        breaks: list[str] = []
        while (character := reader.peek()) in _BLANK_OR_BREAK:
            if character in _BREAKS:
                breaks.append(self.scan_line_break())
                continue
            if breaks and character == "\t" and reader.column < indent:
                raise ScannerError(
                    "while scanning a plain scalar",
                    start_mark,
                    "found a tab character that violates indentation",
                    reader.get_mark(),
                )
            if not breaks:
                spaces.append(character)
            reader.forward()
        if not breaks:
            return "".join(spaces), False
        first, *more = breaks
        if first != "\n":
            return "".join(breaks), True
        return "".join(more) or " ", True

    def scan_block_scalar_ignored_line(self, start_mark: Any) -> None:
        """Skip the rest of the line with | or >, where tabs are allowed too."""
        while self.reader.peek() in " \t":
            self.reader.forward()
        super().scan_block_scalar_ignored_line(start_mark)

    def scan_block_scalar_indicators(self, start_mark: Any) -> tuple[bool | None, int | None]:
        """Return the chomping and the indentation of a block scalar, if its header gives them."""
        reader = self.reader
        chomping: bool | None = None
        increment: int | None = None
        for _ in range(2):
            character = reader.peek()
            if character in "+-" and chomping is None:
                chomping = character == "+"
            elif character in "0123456789" and increment is None:
                increment = int(character)
                if not increment:
                    raise ScannerError(
                        "while scanning a block scalar",
                        start_mark,
                        "found an indentation indicator equal to 0",
                        reader.get_mark(),
                    )
            else:
                break
            reader.forward()
        return chomping, increment

    def scan_block_scalar_indentation(self) -> tuple[list[str], int, Any]:
        """Return the empty lines before a block scalar, and the deepest indentation up to its first line."""
        breaks, end_mark, deepest = self._block_breaks(0)
        return breaks, deepest, end_mark

    def scan_block_scalar_breaks(self, indent: int) -> tuple[list[str], Any]:
        """Return the empty lines inside or after a block scalar."""
        breaks, end_mark, _ = self._block_breaks(indent)
        return breaks, end_mark

    def _block_breaks(self, indent: int) -> tuple[list[str], Any, int]:
        reader = self.reader
        breaks: list[str] = []
        end_mark, deepest = reader.get_mark(), 0
        while True:
            while reader.peek() == " " and (not indent or reader.column < indent):
                reader.forward()
            deepest = max(deepest, reader.column)
            if reader.peek() == "\t" and (not indent or reader.column < indent):
                raise ScannerError(
                    "while scanning a block scalar",
                    end_mark,
                    "found a tab character where an indentation space is expected",
                    reader.get_mark(),
                )
            if reader.peek() not in _BREAKS:
                return breaks, end_mark, deepest
            breaks.append(self.scan_line_break())
            end_mark = reader.get_mark()
