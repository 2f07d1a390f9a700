"""Turn symbolic changes into text edits; everything else stays the same byte for byte."""

from __future__ import annotations

import re

from dslint.reader.json.snippets import SnippetError, is_json, json_entry, json_text, json_value
from dslint.reader.nodes import Document, Entries, Node
from dslint.values.finding import Edit
from dslint.values.path import FieldPath
from dslint.values.problem import Change
from dslint.values.typed import ClassVar

_INDENT = 2
_DASH = re.compile(r"-[ \t]+\Z|-[ \t]*\r?\n[ \t]*\Z")


def edits_of(document: Document, root: Node, change: Change) -> tuple[Edit, ...] | None:
    """Return the edits for a change below `root`; None if a text edit cannot make it.

    That is the case if the place is written elsewhere (behind an alias or merge key, where the edit would
    change other places too), or if nothing is written at the path.
    """
    site = _Site.find(document, root, change.path)
    if site is None:
        return None
    try:
        return _made(site, change)
    except SnippetError:
        return None


def _made(site: _Site, change: Change) -> tuple[Edit, ...] | None:
    if change.action == "replace":
        return site.replace(change.text)
    if change.action == "rename":
        return site.rename(change.text)
    if change.action == "quote":
        return site.quote()
    return site.remove() if change.action == "remove" else site.insert(change.text, change.before)


class _Site:
    """A node with its surroundings and its text. Offsets are those of the whole text."""

    known: ClassVar[tuple[object, list[Node], dict[int, int]] | None] = None
    """The last requested mapping, its entries and their places."""

    def __init__(
        self, document: Document, parent: Node | None, node: Node, before: int, step: str | int = ""
    ) -> None:
        self.text = document.lines.text
        self.offset = document.offset
        self.json = is_json(document)
        self.parent = parent
        self.node = node
        self.before = before
        """The column of the node's key or of its list's dash; -1 for the root."""
        self.step = step
        """The key or index of the node in its parent."""

    @classmethod
    def find(cls, document: Document, root: Node, path: FieldPath) -> _Site | None:
        """Return the site of a path, or None if a part of it is written elsewhere."""
        text, offset = document.lines.text, document.offset
        parent, node, before = None, root, -1
        step: str | int = ""
        for step in path:
            child = node.child(step)
            if child is None or node.style == "*" or not node.start <= child.start <= node.end:
                return None
            parent, node = node, child
            at = offset + (child.key_start if child.key_start >= 0 else child.start)
            before = at - (text.rfind("\n", 0, at) + 1)
        return cls(document, parent, node, before, step)

    @property
    def start(self) -> int:
        return self.offset + self.node.start

    @property
    def end(self) -> int:
        return self.offset + self.node.end

    @property
    def key_start(self) -> int:
        return self.offset + self.node.key_start

    @property
    def newline(self) -> str:
        """Return the line end of the first line."""
        end = self.text.find("\n")
        return "\r\n" if end > 0 and self.text[end - 1] == "\r" else "\n"

    def replace(self, text: str) -> tuple[Edit, ...] | None:
        """Replace the value with a text of one line."""
        text = json_value(text) if self.json else text
        start = self.start
        if self.node.key_start >= 0:
            behind_key = self.text.find(":", self.offset + self.node.key_end) + 1
            between = self.text[behind_key:start]
            if not between or ("\n" in between and not between.strip()):
                return (Edit(behind_key, max(self.end, behind_key), f" {text}"),)
        return (Edit(start, self.end, text),)

    def rename(self, text: str) -> tuple[Edit, ...] | None:
        """Replace the key with a text."""
        if self.node.key_start < 0 or self.parent is None:
            return None
        key = json_text(text) if self.json else text
        places = [(self.node.key_start, self.node.key_end)]
        places += [
            (duplicate.dropped_key.start, duplicate.dropped_key.end)
            for duplicate in self.parent.duplicates
            if duplicate.key == self.step
        ]
        return tuple(Edit(self.offset + start, self.offset + end, key) for start, end in sorted(places))

    def quote(self) -> tuple[Edit, ...] | None:
        """Put quotes around a plain scalar without changing its text."""
        if self.node.children is not None or self.node.style:
            return None
        written = self.text[self.start : self.end]
        if not written or "\n" in written:
            return None
        plain = '"' not in written and "\\" not in written
        quoted = f'"{written}"' if plain else "'" + written.replace("'", "''") + "'"
        return (Edit(self.start, self.end, quoted),)

    def remove(self) -> tuple[Edit, ...] | None:
        """Remove the entry or item; removing the last one leaves `{}` or `[]`.

        Nothing is taken out of a mapping that says a key again or has a merge key: what lies between two
        of its entries may be neither of them.
        """
        if self.parent is None or self.parent.children is None or isinstance(self.parent.children, Entries):
            return None
        siblings, place = self._siblings(self.parent.children)
        if len(siblings) == 1:
            empty = "{}" if isinstance(self.parent.children, dict) else "[]"
            return self._empty_parent(empty)
        following = self._begin(siblings[place + 1]) if place + 1 < len(siblings) else None
        if not self.parent.style:
            return self._remove_lines(following)
        if following is not None:
            return (Edit(self._begin(self.node), following, ""),)
        return (Edit(self.offset + siblings[place - 1].end, self.end, ""),)

    def _siblings(self, children: dict[str, Node] | list[Node]) -> tuple[list[Node], int]:
        """The entries or items of the parent, and the index of this one."""
        if isinstance(children, list) and isinstance(self.step, int):
            return children, self.step
        # Many entries in a row need the places, so they are cached.
        entries = children.values() if isinstance(children, dict) else children
        if _Site.known is None or _Site.known[0] is not children:
            siblings = list(entries)
            places = {id(sibling): place for place, sibling in enumerate(siblings)}
            _Site.known = children, siblings, places
        return _Site.known[1], _Site.known[2][id(self.node)]

    def _begin(self, node: Node) -> int:
        """Where an entry or item begins: at its key, if it has one."""
        return self.offset + (node.key_start if node.key_start >= 0 else node.start)

    def _empty_parent(self, empty: str) -> tuple[Edit, ...]:
        assert self.parent is not None  # noqa: S101 - the caller looked
        start, end = self.offset + self.parent.start, self.offset + self.parent.end
        if self.parent.key_start >= 0 and not self.parent.style:
            behind_key = self.text.find(":", self.offset + self.parent.key_end) + 1
            return (Edit(behind_key, end, f" {empty}"),)
        return (Edit(start, end, empty),)

    def _remove_lines(self, following: int | None) -> tuple[Edit, ...] | None:
        """`following` is where the next entry or item begins."""
        begin = self._begin(self.node)
        if self.node.key_start < 0:
            dash = _dash_before(self.text, begin)
            if dash is None:
                return None
            begin = dash
        line_start = self.text.rfind("\n", 0, begin) + 1
        if self.text[line_start:begin].strip():  # the first entry behind a dash: the dash stays
            return (Edit(begin, following, ""),) if following is not None else None
        line_end = self.text.find("\n", self.end)
        if line_end >= 0:
            return (Edit(line_start, line_end + 1, ""),)
        # In a file without a final line feed, the line before becomes the last one.
        before = line_start - (2 if self.text[:line_start].endswith("\r\n") else 1)
        return (Edit(max(before, 0), len(self.text), ""),)

    def insert(self, text: str, before: str = "") -> tuple[Edit, ...] | None:
        """Add an entry to a mapping or list: in front of the key `before`, or behind those it has."""
        node = self.node
        if node.style == "*" or (node.children is None and node.data is not None):
            return None
        lines = text.rstrip("\n").split("\n")
        if isinstance(node.children, list) and not lines[0].startswith("- "):
            lines = [f"- {lines[0]}", *(f"  {line}" if line else line for line in lines[1:])]
        if node.children and node.style:
            return self._insert_in_flow(lines)
        if node.children:
            above = self._line_above(before)
            if above is not None:
                return (Edit(above, above, self._lines(lines, self._column())),)
            at = self.text.find("\n", self.end)
            at = len(self.text) if at < 0 else at - (self.text[at - 1] == "\r")
            return (Edit(at, at, self._indented(lines, self._column())),)
        return self._fill(lines)

    def _insert_in_flow(self, lines: list[str]) -> tuple[Edit, ...] | None:
        last = max(_children(self.node), key=lambda child: child.end)
        at = self.offset + last.end
        if self.json:
            return (Edit(at, at, f",{self._blank_before(last)}{json_entry(lines)}"),)
        if len(lines) > 1:
            return None
        return (Edit(at, at, f", {lines[0].removeprefix('- ')}"),)

    def _blank_before(self, child: Node) -> str:
        """The separator before a child in flow style: a blank or a new line."""
        begin = self.offset + (child.key_start if child.key_start >= 0 else child.start)
        blank = self.text[len(self.text[:begin].rstrip()) : begin]
        return blank if "\n" in blank else " "

    def _line_above(self, before: str) -> int | None:
        """The start of a key's line, or of the comments above it; None if other text shares the line."""
        child = self.node.child(before) if before and isinstance(self.node.children, dict) else None
        if child is None or not self.node.start <= child.key_start <= self.node.end:
            return None
        begin = self.offset + child.key_start
        start = self.text.rfind("\n", 0, begin) + 1
        if self.text[start:begin].strip():
            return None
        while start:
            above = self.text.rfind("\n", 0, start - 1) + 1
            if not self.text[above:start].lstrip().startswith("#"):
                break
            start = above
        return start

    def _fill(self, lines: list[str]) -> tuple[Edit, ...] | None:
        """Write into a value that is null, {} or []: block lines below the key in its place."""
        if self.node.key_start < 0:
            return None
        behind_key = self.text.find(":", self.offset + self.node.key_end) + 1
        if self.parent is not None and self.parent.style:
            is_list = lines[0].startswith("- ")
            entry = json_entry(lines) if self.json else lines[0].removeprefix("- ")
            if len(lines) > 1 and not self.json:
                return None
            text = f" [{entry}]" if is_list else f" {{{entry}}}"
            return (Edit(behind_key, max(self.end, behind_key), text),)
        return (Edit(behind_key, max(self.end, behind_key), self._indented(lines, self.before + _INDENT)),)

    def _column(self) -> int:
        first = _children(self.node)[0]
        at = self.offset + (first.key_start if first.key_start >= 0 else first.start)
        if first.key_start < 0:
            dash = _dash_before(self.text, at)
            at = dash if dash is not None else at
        return at - (self.text.rfind("\n", 0, at) + 1)

    def _lines(self, lines: list[str], column: int) -> str:
        return "".join(f"{' ' * column}{line}{self.newline}" if line else self.newline for line in lines)

    def _indented(self, lines: list[str], column: int) -> str:
        return "".join(f"{self.newline}{' ' * column}{line}" if line else self.newline for line in lines)


def _children(node: Node) -> list[Node]:
    children = node.children
    return list(children.values() if isinstance(children, dict) else children or ())


def _dash_before(text: str, start: int) -> int | None:
    """The offset of the dash of a list item that begins at `start`."""
    match = _DASH.search(text, max(text.rfind("-", 0, start), 0), start)
    return match.start() if match is not None else None
