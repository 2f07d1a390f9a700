"""Read a whole text into documents: decode the bytes, split as kubectl does, read each chunk.

Source: `YAMLOrJSONDecoder` of `k8s.io/apimachinery/pkg/util/yaml/decoder.go` (1.37), and the
visitors of `k8s.io/cli-runtime/pkg/resource`, which skip empty documents.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from dslint.reader.chunks import Chunk, chunks
from dslint.reader.encoding import Decoded, decode, without_surrogates
from dslint.reader.lines import Lines
from dslint.reader.nodes import Document, Node
from dslint.reader.problems import (
    DEFAULT_LIMITS,
    TOO_LARGE,
    Limits,
    SyntaxProblem,
    TooMuch,
    Unreadable,
    too_long,
    too_many_documents,
)
from dslint.values.limits import PACKED_FROM
from dslint.values.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dslint.reader.packed import Packer

__all__ = ["Limits", "Stream", "SyntaxProblem", "read_stream"]

Wanted = Callable[[str], bool]
"""Decides whether to read a chunk from its text."""

Filter = Callable[[str], Wanted]
"""The whole text -> which of its chunks are read. See `prefilter`."""

Build = Callable[[str, Limits], Node | None]
"""The text of a chunk -> its document, as `builder.build` makes it. Raises Unreadable."""

_SOURCE = r"(?m)^# Source: (\S+)[ \t]*\r?$"
_SNIFFED = 4096
"""How many bytes kubectl inspects to distinguish JSON from YAML."""
_LEAST_AFTER_JSON = 4


class Stream(NamedTuple):
    """The documents before any error (without empty ones), the decoded text, and the error.

    The text has no byte order mark, and its lines end only at line feeds. `decoded` can convert it back to
    bytes. `later_errors` are errors after the first broken document, if reading went on.
    """

    documents: tuple[Document, ...]
    text: str
    error: SyntaxProblem | None = None
    later_errors: tuple[SyntaxProblem, ...] = ()
    decoded: Decoded = Decoded("")


def read_stream(
    source: str | bytes,
    *,
    only: Filter | None = None,
    go_on: bool = False,
    sparing: bool = False,
    limits: Limits = DEFAULT_LIMITS,
    build: Build | None = None,
) -> Stream:
    """Read a text the way kubectl reads a file. Never raises.

    Bytes are decoded as kubectl decodes a file, a byte order mark included; a `str` is taken as
    it is. `only` is given the whole text and says which of its chunks are read; without it all
    are. With `go_on`, what follows a broken chunk is read too, which kubectl would
    not do. `build` reads a chunk of YAML, for one who remembers what was read before. With
    `sparing`, the trees of a long text are not kept: see `packed`.
    """
    decoded = decode(source) if isinstance(source, bytes) else Decoded(without_surrogates(source))
    wanted = only(decoded.text) if only is not None else None
    reading = _Reading(decoded.text, wanted, go_on, limits, build)
    if sparing and len(decoded.text) >= PACKED_FROM:
        from dslint.reader.packed import Packer  # noqa: PLC0415 - most texts are short

        reading.packer = Packer(decoded.text, limits)
    reading.read()
    first = reading.errors[0] if reading.errors else None
    return Stream(tuple(reading.documents), decoded.text, first, tuple(reading.errors[1:]), decoded)


def _build(text: str, limits: Limits) -> Node | None:
    from dslint.reader.builder import build  # noqa: PLC0415 - the parser loads when something is to be parsed

    return build(text, limits)


class _Reading:
    def __init__(
        self,
        text: str,
        wanted: Wanted | None,
        go_on: bool,  # noqa: FBT001
        limits: Limits,
        build: Build | None,
    ) -> None:
        self.text = text
        self.build = build or _build
        self.wanted = wanted
        self.go_on = go_on
        self.limits = limits
        self.lines = Lines(text)
        self.packer: Packer | None = None
        self.documents: list[Document] = []
        self.errors: list[SyntaxProblem] = []
        self.stopped = False

    def read(self) -> None:
        if not _begins_with_brace(self.text):
            self._read_yaml(0)
        elif self.wanted is None or self.wanted(self.text):
            self._read_json()

    def _read_json(self) -> None:
        """Read one JSON value after another. Try the rest as YAML, unless two values came before."""
        from dslint.reader.json.text import read_json, skip_space  # noqa: PLC0415 - most texts are YAML

        index = count = 0
        while skip_space(self.text, index) < len(self.text):
            try:
                node, end = read_json(self.text, index, self.limits)
            except Unreadable as error:
                rest = _after_json(self.text, index)
                if count > 1 or rest is None or isinstance(error, TooMuch):
                    self._fail(error, Chunk(self.text, 0))
                else:
                    self._read_yaml(rest)
                return
            self._add(node, Chunk(self.text, 0))
            index, count = end, count + 1

    def _read_yaml(self, begin: int) -> None:
        text = self.text[begin:] if begin else self.text
        try:
            for chunk in chunks(text):
                if self.wanted is not None and not self.wanted(chunk.text):
                    continue
                if len(self.documents) >= self.limits.documents:
                    raise TooMuch(too_many_documents(self.limits), chunk.offset, rule=TOO_LARGE)
                self._read_chunk(chunk._replace(offset=chunk.offset + begin))
                if self.stopped:
                    return
        except Unreadable as error:
            self._fail(error, Chunk(text, begin))

    def _read_chunk(self, chunk: Chunk) -> None:
        try:
            if len(chunk.text) > self.limits.characters:
                raise TooMuch(too_long(self.limits), 0, rule=TOO_LARGE)
            node = self.build(chunk.text, self.limits)
        except Unreadable as error:
            self.stopped = not self.go_on
            self._fail(error, chunk)
        else:
            if node is not None:
                self._add(node, chunk)

    def _add(self, node: Node, chunk: Chunk) -> None:
        if node.data is None:
            return
        source = re.compile(_SOURCE).search(chunk.text, 0, node.start) if "# Source:" in chunk.text else None
        origin = source[1] if source is not None else ""
        tree = node if self.packer is None else self.packer.pack(node, chunk.offset, len(chunk.text))
        self.documents.append(Document(len(self.documents), tree, chunk.offset, self.lines, origin))

    def _fail(self, error: Unreadable, chunk: Chunk) -> None:
        from dslint.reader.explain.explanation import explain  # noqa: PLC0415 - most texts can be read

        lines_before = self.lines.place(chunk.offset)[0] - 1
        found = explain(error, chunk.text, lines_before)
        line, column = self.lines.place(chunk.offset + found.place)
        self.errors.append(SyntaxProblem(found.rule, found.message, line, column, found.write))


_GO_SPACE = "\t\n\v\f\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(
    map(chr, range(0x2000, 0x200B))
)
"""The white space of Go's `unicode.IsSpace`."""


def _begins_with_brace(text: str) -> bool:
    at = len(text) - len(text.lstrip(_GO_SPACE))
    return text.startswith("{", at) and len(text[:at].encode()) < _SNIFFED


def _after_json(text: str, index: int) -> int | None:
    """Return where YAML begins after JSON has ended: after white space, up to one line feed.

    None if fewer than four bytes are left or the text continues with U+FFFD: kubectl's reader stops there.
    """
    while len(text[index : index + _LEAST_AFTER_JSON].encode()) >= _LEAST_AFTER_JSON:
        character = text[index]
        if character == "\ufffd":
            return None
        if character not in _GO_SPACE:
            return index
        index += 1
        if character == "\n":
            return index
    return None
