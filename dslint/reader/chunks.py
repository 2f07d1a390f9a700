"""Split a text into chunks; each chunk is read as one document.

Source: `YAMLReader.Read` of `k8s.io/apimachinery/pkg/util/yaml/decoder.go` (1.37).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dslint.reader.problems import INVALID, Unreadable
from dslint.values.typed import NamedTuple

_SEPARATOR = re.compile(r"^---([^\n]*)(?:\n|\Z)", re.MULTILINE)


class Chunk(NamedTuple):
    """A piece of a text, and the code points before it."""

    text: str
    offset: int


def chunks(text: str) -> Iterator[Chunk]:
    """Split at every line that begins with `---`, also inside block scalars and comments.

    The separator belongs to no chunk, except at the very start or after another separator,
    where it stays as the document's own start. Raises Unreadable where anything but a comment
    follows it on its line; the chunk before such a line is lost, as kubectl loses it.
    """
    begin = 0
    for separator in _SEPARATOR.finditer(text):
        rest = separator[1].strip()
        if rest and not rest.startswith("#"):
            raise Unreadable(
                "a line that begins with --- must contain nothing else",
                separator.start(),
                rule=INVALID,
                write="--- on its own line; put what follows it on the next line.",
            )
        if separator.start() > begin:
            yield _without_mark(text, begin, separator.start())
            begin = separator.end()
    if begin < len(text):
        yield _without_mark(text, begin, len(text))


def _without_mark(text: str, begin: int, end: int) -> Chunk:
    """A byte order mark at the start of a chunk says nothing; concatenated files have several."""
    while text.startswith("\ufeff", begin, end):
        begin += 1
    return Chunk(text[begin:end], begin)
