"""Comments that hide findings: `# dslint: ignore[rule-id] why`.

Such a comment covers one line: the one it ends, or, on a line of its own, the next line that is
neither blank nor a comment. It hides the findings of the rules it names that *begin* on that
line, so one beside a key covers whatever is found at the key, not all that lies below it. Several
ids are separated by commas. What makes the server refuse the manifest is hidden only when a
reason is given. `# dslint: ignore-file[rule-id] why` before the first document covers the whole
file. There is no way to hide everything.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dslint.linter.rulebook import rule
from dslint.reader.lines import Lines
from dslint.reader.nodes import Document, Node
from dslint.values.finding import ObjectName, SuppressionKind
from dslint.values.span import Span

_DIRECTIVE = re.compile(r"#[ \t]*dslint:[ \t]*(?P<verb>[\w-]*)(?:\[(?P<ids>[^\]\n]*)\])?(?P<reason>[^\n]*)")
_OTHER_VERBS = frozenset({"expect"})
"""Comments for `dslint plan`: see planner.expectations.beside."""
_CONTENT = re.compile(r"\n[^\S\n]*[^\s#]")
"""The beginning of a line that is neither blank nor a comment."""
_FRONT = re.compile(r"(?:[ \t]*(?:#[^\n]*|---[ \t]*(?:#[^\n]*)?|%[^\n]*)?\r?\n)*(?:[ \t]*#[^\n]*)?")
"""Everything before the first line with content."""
_ID = re.compile(r"[^\s,]+")


class Name(NamedTuple):
    """A rule named in a suppression, by the words written and their place."""

    written: str
    span: Span

    @property
    def id(self) -> str | None:
        """The rule's id today, or None where there is no such rule."""
        known = rule(self.written)
        return None if known is None else known.id


class Suppression(NamedTuple):
    """One comment: the line it covers (1-based), what it names, why, and where it stands.

    `verb` is `ignore` unless the comment says something else after `dslint:`. An annotation
    covers the findings of one `object`, wherever they are.
    """

    line: int
    names: tuple[Name, ...]
    reason: str
    span: Span
    verb: str = "ignore"
    kind: SuppressionKind = "comment"
    object: ObjectName | None = None


def suppressions_of(text: str, documents: Sequence[Document] = ()) -> tuple[Suppression, ...]:
    """Every suppression of a text, in order.

    `documents` are those read from the text: what lies in a scalar of theirs is no comment.
    """
    if "dslint:" not in text:
        return ()
    scalars = _scalar_offsets(text, documents)
    lines = Lines(text)
    return tuple(
        _suppression(text, lines, found)
        for found in _DIRECTIVE.finditer(text)
        if found["verb"] not in _OTHER_VERBS
        and _begins_comment(text, found.start())
        and not _inside(found.start(), scalars)
    )


def _suppression(text: str, lines: Lines, found: re.Match[str]) -> Suppression:
    offset = found.start("ids")
    names = tuple(
        Name(match.group(), lines.span(offset + match.start(), offset + match.end()))
        for match in _ID.finditer(found["ids"] or "")
    )
    end = found.start() + len(found.group().rstrip())
    whole_file = found["verb"] == "ignore-file" and _is_in_front(text, found.start())
    return Suppression(
        line=_covered_line(text, lines, found.start()),
        names=names,
        reason=found["reason"].strip(" \t\r:-"),
        span=lines.span(found.start(), end),
        verb=found["verb"],
        kind="file-comment" if whole_file else "comment",
    )


def _is_in_front(text: str, start: int) -> bool:
    """Whether a comment stands before the first document: behind nothing but comments and `---`."""
    front = _FRONT.match(text)
    return front is not None and start < front.end()


def _covered_line(text: str, lines: Lines, start: int) -> int:
    line = lines.place(start)[0]
    line_start = text.rfind("\n", 0, start) + 1
    if text[line_start:start].strip():
        return line
    content = _CONTENT.search(text, start)
    return line if content is None else lines.place(content.end() - 1)[0]


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
    """Whether an offset lies in one of the scalars, which are sorted and do not overlap."""
    place = bisect_right(scalars, offset, key=lambda scalar: scalar[0])
    return place > 0 and offset < scalars[place - 1][1]
