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
from collections.abc import Sequence

from dslint.linter.rulebook import rule
from dslint.reader.directives import Directive, directives_in
from dslint.reader.lines import Lines
from dslint.reader.nodes import Document
from dslint.values.finding import ObjectName, SuppressionKind
from dslint.values.span import Span
from dslint.values.typed import NamedTuple

_OTHER_VERBS = frozenset({"expect"})
"""Comments for `dslint plan`: see planner.expectations.in_manifest."""
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
    lines = Lines(text)
    contents = [match.end() - 1 for match in _CONTENT.finditer(text)]
    in_front = _FRONT.match(text)
    front = in_front.end() if in_front is not None else 0
    return tuple(
        _suppression(text, lines, contents, directive, front)
        for directive in directives_in(text, documents)
        if directive.verb not in _OTHER_VERBS
    )


def _suppression(
    text: str, lines: Lines, contents: list[int], directive: Directive, front: int
) -> Suppression:
    """`front` is where the comments before the first document end."""
    offset = directive.ids_start
    names = tuple(
        Name(match.group(), lines.span(offset + match.start(), offset + match.end()))
        for match in _ID.finditer(directive.ids or "")
    )
    whole_file = directive.verb == "ignore-file" and directive.start < front
    return Suppression(
        line=_covered_line(text, lines, contents, directive.start),
        names=names,
        reason=directive.words.strip(" \t\r:-"),
        span=lines.span(directive.start, directive.end),
        verb=directive.verb,
        kind="file-comment" if whole_file else "comment",
    )


def _covered_line(text: str, lines: Lines, contents: list[int], start: int) -> int:
    """`contents` are the offsets at which lines with content begin."""
    line = lines.place(start)[0]
    line_start = text.rfind("\n", 0, start) + 1
    if text[line_start:start].strip():
        return line
    following = bisect_right(contents, start)
    return line if following == len(contents) else lines.place(contents[following])[0]
