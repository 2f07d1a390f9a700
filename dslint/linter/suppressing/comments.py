"""Comments that hide findings: `# dslint: ignore[rule-id] why`.

Such a comment covers one line: its own, or, on a line of its own, the next line that is neither blank nor a
comment. It hides the findings of the named rules that *begin* on that line, so a comment beside a key covers
findings at the key, not everything below it. Commas separate several ids. A rejection by the server is hidden
only with a reason. `# dslint: ignore-file[rule-id] why` before the first document covers the whole file. It
is not possible to hide everything.
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
    """A rule named in a suppression: the written words and their place."""

    written: str
    span: Span

    @property
    def id(self) -> str | None:
        """Return the current id of the rule, or None if it does not exist."""
        known = rule(self.written)
        return None if known is None else known.id


class Suppression(NamedTuple):
    """One comment: the line that it covers (1-based), its rules, its reason, and its place.

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
    """Return every suppression of a text, in order.

    `documents` are those read from the text: text in one of their scalars is not a comment.
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
    """Parse one suppression; `front` is the end of the comments before the first document."""
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
    """Return the covered line; `contents` are the offsets where lines with content begin."""
    line = lines.place(start)[0]
    line_start = text.rfind("\n", 0, start) + 1
    if text[line_start:start].strip():
        return line
    following = bisect_right(contents, start)
    return line if following == len(contents) else lines.place(contents[following])[0]
