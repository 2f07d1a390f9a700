"""Comments that hide findings: `# dslint: ignore[rule-id] why`.

Such a comment covers one line: the one it ends, or, on a line of its own, the next line that is
neither blank nor a comment. It hides the findings of the rules it names that *begin* on that
line, so one beside a key covers whatever is found at the key, not all that lies below it. Several
ids are separated by commas. What makes the server refuse the manifest is hidden only when a
reason is given. There is no way to hide everything.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from dslint.linter.rulebook import rule, rules
from dslint.reader.lines import Lines
from dslint.reader.nodes import Document, Node
from dslint.values.finding import Finding, Suppressed
from dslint.values.span import Span

UNUSED = "unused-suppression"
UNKNOWN = "unknown-suppression"
REASONLESS = "suppression-without-reason"

_DIRECTIVE = re.compile(r"#[ \t]*dslint:[ \t]*(?P<verb>[\w-]*)(?:\[(?P<ids>[^\]\n]*)\])?(?P<reason>[^\n]*)")
_OTHER_VERBS = frozenset({"expect"})
"""Comments for `dslint plan`: see planner.beside."""
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

    `verb` is `ignore` unless the comment says something else after `dslint:`.
    """

    line: int
    names: tuple[Name, ...]
    reason: str
    span: Span
    verb: str = "ignore"


class Applied(NamedTuple):
    """What is left of the findings, what was hidden, and what is wrong with the suppressions themselves."""

    kept: tuple[Finding, ...]
    suppressed: tuple[Suppressed, ...]
    complaints: tuple[Finding, ...]


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


def apply(
    findings: Iterable[Finding],
    suppressions: Sequence[Suppression],
    file: str,
    looked_for: Callable[[str], bool] = lambda _: True,
) -> Applied:
    """Hide what the suppressions of one file name.

    Give all findings, before any selection by profile: a rule that the profile does not show is
    no reason to call its suppression unused. `looked_for` says whether this run can find a rule at
    all; suppressions of other rules are left in peace.
    """
    by_line = {(one.line, name.id): one for one in suppressions for name in one.names}
    kept: list[Finding] = []
    hidden: list[Suppressed] = []
    used: set[tuple[int, str | None]] = set()
    for finding in findings:
        place = (finding.span.line if finding.span is not None else 0, finding.rule)
        suppression = by_line.get(place)
        if suppression is not None:
            used.add(place)
        if suppression is None or (finding.refused and not suppression.reason):
            kept.append(finding)
        else:
            hidden.append(Suppressed(finding, suppression.reason))
    complaints = tuple(one for each in suppressions for one in _complaints(each, file, used, looked_for))
    return Applied(tuple(kept), tuple(hidden), complaints)


def _suppression(text: str, lines: Lines, found: re.Match[str]) -> Suppression:
    offset = found.start("ids")
    names = tuple(
        Name(one.group(), lines.span(offset + one.start(), offset + one.end()))
        for one in _ID.finditer(found["ids"] or "")
    )
    end = found.start() + len(found.group().rstrip())
    return Suppression(
        line=_covered_line(text, lines, found.start()),
        names=names,
        reason=found["reason"].strip(" \t\r:-"),
        span=lines.span(found.start(), end),
        verb=found["verb"],
    )


def _covered_line(text: str, lines: Lines, start: int) -> int:
    line = lines.place(start)[0]
    line_start = text.rfind("\n", 0, start) + 1
    if text[line_start:start].strip():
        return line
    for number, row in enumerate(text[start:].split("\n")[1:], line + 1):
        content = row.strip()
        if content and not content.startswith("#"):
            return number
    return line


def _begins_comment(text: str, start: int) -> bool:
    return start == 0 or text[start - 1].isspace()


def _scalar_offsets(text: str, documents: Sequence[Document]) -> list[tuple[int, int]]:
    offsets = []
    for document in documents:
        for node in _scalars(document.node):
            start, end = document.offsets(node)
            if node.style in ("|", ">"):
                # A comment may follow the header of a block scalar: its text begins on the next line.
                start += len(text[start:end].partition("\n")[0])
            offsets.append((start, end))
    return offsets


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


def _inside(offset: int, spans: list[tuple[int, int]]) -> bool:
    return any(start <= offset < end for start, end in spans)


def _complaints(
    suppression: Suppression,
    file: str,
    used: set[tuple[int, str | None]],
    looked_for: Callable[[str], bool],
) -> Iterator[Finding]:
    if suppression.verb != "ignore" or not suppression.names:
        yield _complaint(UNKNOWN, file, suppression.span, *_names_nothing(suppression))
        return
    for name in suppression.names:
        known = name.id
        if known is None:
            message, write = f"there is no rule {name.written!r}", _nearest(name.written)
            yield _complaint(UNKNOWN, file, name.span, message, "The comment hides nothing.", write)
        elif (suppression.line, known) not in used and looked_for(known):
            message = f"nothing to hide: {known} finds no fault on line {suppression.line}"
            yield _complaint(
                UNUSED, file, name.span, message, "Nothing now; a later fault would be hidden.", "no comment"
            )
    if not suppression.reason and any(name.id for name in suppression.names):
        yield _complaint(
            REASONLESS,
            file,
            suppression.span,
            "this suppression does not say why",
            "Nobody can tell later whether it still holds; and a refusal by the server stays visible.",
            f"# dslint: ignore[{', '.join(name.written for name in suppression.names)}] <why>",
        )


def _names_nothing(suppression: Suppression) -> tuple[str, str, str]:
    said = suppression.verb or "nothing"
    message = "this names no rule" if suppression.verb == "ignore" else f"dslint knows no {said!r}"
    return (
        message,
        "The comment hides nothing; there is no way to hide everything.",
        "# dslint: ignore[<rule>] <why>",
    )


def _nearest(written: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only for a mistake

    near = get_close_matches(written, rules(), 1)
    return f"ignore[{near[0]}]" if near else "an id that `dslint rules` lists"


def _complaint(rule_id: str, file: str, span: Span, message: str, result: str, write: str) -> Finding:
    return Finding(
        rule=rule_id,
        severity="warning",
        message=message,
        file=file,
        span=span,
        field=None,
        source="policy",
        reason=None,
        object=None,
        result=result,
        write=write,
    )
