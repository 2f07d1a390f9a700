"""Comments that talk to dslint: `# dslint: ignore[rule-id] why`, `# dslint: expect runs on pool=edge`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from dslint.reader.nodes import Document, Node
from dslint.values.typed import NamedTuple

_DIRECTIVE = re.compile(r"#[ \t]*dslint:[ \t]*(?P<verb>[\w-]*)(?:\[(?P<ids>[^\]\n]*)\])?(?P<words>[^\n]*)")
_SEPARATOR = re.compile(r"^---", re.MULTILINE)


class Directive(NamedTuple):
    """One such comment; offsets are code points of the whole text.

    verb      the word after `dslint:`
    ids       what stands in brackets behind it, and where that begins; None without brackets
    words     the rest of the line without spaces around it, and where it begins
    start     the `#`
    end       behind the last character that is not a space
    """

    verb: str
    ids: str | None
    ids_start: int
    words: str
    words_start: int
    start: int
    end: int


def directives_in(
    text: str, documents: Sequence[Document], start: int = 0, end: int | None = None
) -> Iterator[Directive]:
    """Return every directive of a text (or of a part of it), in order.

    `documents` are those read from that part: what lies in a scalar of theirs is not a comment.
    """
    end = len(text) if end is None else end
    if text.find("dslint:", start, end) < 0:
        return
    scalars = _scalar_offsets(text, documents)
    for found in _DIRECTIVE.finditer(text, start, end):
        if _begins_comment(text, found.start()) and not _inside(found.start(), scalars):
            yield _directive(found)


def _directive(found: re.Match[str]) -> Directive:
    words = found["words"]
    return Directive(
        verb=found["verb"],
        ids=found["ids"],
        ids_start=found.start("ids"),
        words=words.strip(),
        words_start=found.start("words") + len(words) - len(words.lstrip()),
        start=found.start(),
        end=found.start() + len(found.group().rstrip()),
    )


def directives_of(document: Document) -> Iterator[Directive]:
    """Return the directives that belong to one document of a text.

    They are the comments in its own chunk, and in chunks before it that contain only comments.
    """
    text = document.lines.text
    start, end = _begin(text, document.offset), _SEPARATOR.search(text, document.offset + 1)
    return directives_in(text, [document], start, end.start() if end else len(text))


def _begin(text: str, offset: int) -> int:
    """Return the start of the run of chunks with only comments that ends at the chunk of an offset."""
    begin = end = offset
    while end > 0:
        start = text.rfind("\n", 0, end - 1) + 1
        line = text[start:end].strip()
        if line.startswith("---"):
            begin = start
        elif line and not line.startswith("#"):
            return begin
        end = start
    return 0


def _begins_comment(text: str, start: int) -> bool:
    return start == 0 or text[start - 1].isspace()


def _scalar_offsets(text: str, documents: Sequence[Document]) -> list[tuple[int, int]]:
    offsets: list[tuple[int, int]] = []
    for document in documents:
        for node in _scalars(document.node):
            start, end = document.offsets(node)
            if node.style in ("|", ">"):
                # A comment may follow the header of a block scalar: its text begins on the next line.
                start += len(text[start:end].partition("\n")[0])
            offsets.append((start, end))
    return sorted(offsets)


def _scalars(root: Node) -> Iterator[Node]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        children = node.children
        if children is None:
            yield node
        elif node.style != "*":
            waiting.extend(children.values() if isinstance(children, dict) else children)
        if node.keys:
            waiting.extend(node.keys.values())


def _inside(offset: int, scalars: list[tuple[int, int]]) -> bool:
    """Whether an offset is inside one of the scalars, which are sorted and do not overlap."""
    place = bisect_right(scalars, offset, key=lambda scalar: scalar[0])
    return place > 0 and offset < scalars[place - 1][1]
