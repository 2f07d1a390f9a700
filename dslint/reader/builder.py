"""Turn libyaml's events into nodes, by go-yaml's rules for anchors, merge keys, tags and keys.

Nothing recurses.
"""

from __future__ import annotations

import re

from dslint.reader.anchors import Anchor, Anchors, merge
from dslint.reader.events import CONTROL, DEPTH, INNER_COLON, Event, Hidden, NextEvent, events_of, hide
from dslint.reader.json.limits import BadKey, refuse_what_json_cannot_say
from dslint.reader.libyaml import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    YAMLError,
)
from dslint.reader.nodes import Entries, Json, Node
from dslint.reader.problems import (
    COLLECTION_KEY,
    DEFAULT_LIMITS,
    INVALID,
    TOO_DEEP,
    TOO_LARGE,
    Limits,
    TooMuch,
    Unreadable,
    too_deep,
    too_many,
)
from dslint.reader.scalars import (
    KEYS,
    MERGE,
    VALUES,
    GoValue,
    NotJson,
    Sign,
    go_value,
    new_key,
    new_value,
    tagged_value,
    to_json,
    to_key,
)
from dslint.reader.value_bounds import after_properties, block_end
from dslint.values.typed import Any

_MOST_RETRIES = 8
_MARK = re.compile(r"(?:[&*](?=[\w-])|!)(?<![^\s\[\]{},:?].)", re.DOTALL)
"""Characters that may begin an anchor, an alias or a tag. Texts without them need no check per event."""
_NOT_PRINTABLE = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]|(?=[\ud800-\udfff\ufffe\uffff])."
"""Characters that libyaml rejects. One set of all would take milliseconds to compile at every start."""
_NO_KEY = Sign("-")
"""The placeholder for a key inside a list."""

_NO_ANCHORS = Anchors()
"""The anchors of a text without any."""

_NEW = Sign("?")
"""The mark of a plain scalar that is not cached."""

_new = tuple.__new__
"""Creates a Node in a third of the time of a call of Node."""


def build(text: str, limits: Limits = DEFAULT_LIMITS) -> Node | None:
    """Read the first document of a chunk; None if there is none. Raises Unreadable.

    Like kubectl, it does not read what follows a `...` line.
    """
    hidden = hide(text)
    for retries_left in reversed(range(_MOST_RETRIES)):
        try:
            return _Builder(text, limits).run(events_of(hidden))
        except YAMLError as error:
            problem = _from_libyaml(error, hidden, limits)
            if problem.problem != INNER_COLON or not retries_left:
                raise problem from None
            hidden = hidden.without_colon(error.problem_mark.index)
    raise AssertionError("the last try returns or raises")


def _from_libyaml(error: Any, hidden: Hidden, limits: Limits) -> Unreadable:
    mark, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    if mark is None:  # only characters that cannot be in YAML have no mark
        control = re.search(_NOT_PRINTABLE, hidden.chunk)
        return Unreadable(CONTROL, control.start() if control is not None else 0)
    if error.problem == DEPTH:
        return TooMuch(too_deep(limits), hidden.written(mark.index), rule=TOO_DEEP)
    return Unreadable(
        error.problem,
        hidden.written(mark.index),
        context_index=hidden.written(context.index) if context is not None else None,
    )


class _Builder:
    def __init__(self, text: str, limits: Limits) -> None:
        self.text = text
        self.limits = limits
        self.anchors = _NO_ANCHORS
        self.not_json = False

    def run(self, next_event: NextEvent) -> Node | None:  # noqa: C901, PLR0912, PLR0915
        """Read the events up to the end of the document.

        This is one loop because a call per event would cost as much as libyaml needs to produce it.
        """
        limits, text = self.limits, self.text
        marked = ("&" in text or "!" in text or "*" in text) and _MARK.search(text) is not None
        anchors = self.anchors = Anchors() if marked else _NO_ANCHORS
        root: list[Node] = []
        children: Any = root
        key: Any = _NO_KEY
        begin = closed = 0
        key_of, value_of = KEYS.get, VALUES.get
        key_start = key_end = -1
        flow = ""
        stack: list[tuple[Any, Any, int, int, int, str]] = []
        next_event(), next_event()  # the start of the stream and of the document, or its end
        node = Node(None, 0, 0)
        for count in range(limits.nodes):
            event = next_event()
            kind = type(event)
            if kind is ScalarEvent:
                style, data = event.style, event.value
                start, end = event.start_mark.index, event.end_mark.index
                if marked and (event.tag is not None or event.anchor is not None):
                    data, start, end = self._marked_scalar(event, start, end, is_key=key is None)
                elif not style:
                    known = key_of(data, _NEW) if key is None else value_of(data, _NEW)
                    data = known if known is not _NEW else self._plain(data, start, is_key=key is None)
                elif style in "|>":
                    end = block_end(text, start, end)
                if key is None:
                    key, key_start, key_end = data, start, end
                    continue
                node = _new(Node, (data, start, end, None, style, key_start, key_end))
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                start = event.start_mark.index
                if len(stack) >= limits.depth:
                    raise TooMuch(too_deep(limits), start, rule=TOO_DEEP)
                if key is None:
                    raise Unreadable(COLLECTION_KEY, start)
                stack.append((children, key, key_start, key_end, begin, flow))
                if marked:
                    start = self._marked_collection(event, start, len(stack), count - closed)
                begin, key_start, key_end = start, -1, -1
                if kind is MappingStartEvent:
                    children, key, flow = {}, None, "{" if event.flow_style else ""
                else:
                    children, key, flow = [], _NO_KEY, "[" if event.flow_style else ""
                continue
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                end = event.end_mark.index if flow else node.end
                of, style, start = children, flow, begin
                children, key, key_start, key_end, begin, flow = stack.pop()
                if kind is MappingEndEvent:
                    data = {name: child[0] for name, child in of.items()}
                else:
                    data = [child[0] for child in of]
                node = _new(Node, (data, start, end, of, style, key_start, key_end))
                closed += 1
                if marked:
                    anchors.close(node, len(stack) + 1, count - closed)
            elif kind is AliasEvent:
                node = self._alias(event, count - closed, is_key=key is None)
                if key is None:
                    key, key_start, key_end = node.data, node.start, node.end
                    continue
                node = node._replace(key_start=key_start, key_end=key_end)
            else:
                break
            if key is _NO_KEY:
                children.append(node)
                continue
            if key is MERGE:
                children = merge(children, node)
            elif key in children:
                children = children if isinstance(children, Entries) else Entries(children)
                children.replace(key, node)
            else:
                children[key] = node
            key = None
        else:
            raise TooMuch(too_many(limits), node.end, rule=TOO_LARGE)
        if self.not_json:
            refuse_what_json_cannot_say(root[0])
        return root[0] if root else None

    def _plain(self, text: str, start: int, *, is_key: bool) -> Json:
        """Return the data of a plain scalar that is not cached."""
        try:
            return new_key(text) if is_key else new_value(text)
        except NotJson as problem:
            return self._not_json(go_value(text), start, problem, is_key=is_key)

    def _marked_scalar(self, event: Event, start: int, end: int, *, is_key: bool) -> tuple[Json, int, int]:
        """Return the data, start and end of a scalar with an anchor or a tag."""
        text, tag = event.value, event.tag
        value: GoValue = text
        try:
            if tag is not None:
                value = tagged_value(tag, text)
            elif event.implicit[0]:
                value = go_value(text)
        except NotJson as problem:
            raise Unreadable(str(problem), start, rule=INVALID) from None
        start = min(after_properties(self.text, start), end)
        if event.style and event.style in "|>":
            end = block_end(self.text, start, end)
        if event.anchor is not None:
            data = self._data(value, start, is_key=False)
            self.anchors.named[event.anchor] = Anchor(Node(data, start, end, None, event.style), value)
        if is_key and text == "<<" and (event.implicit[0] or tag == "tag:yaml.org,2002:merge"):
            return MERGE, start, end
        return self._data(value, start, is_key=is_key), start, end

    def _marked_collection(self, event: Event, start: int, depth: int, written: int) -> int:
        """Return the start of a mapping or list that may have an anchor or a tag."""
        if event.anchor is not None:
            self.anchors.open(event.anchor, depth, written)
        elif event.tag is None:
            return start
        return after_properties(self.text, start)

    def _alias(self, event: Event, written: int, *, is_key: bool) -> Node:
        start, end = event.start_mark.index, event.end_mark.index
        anchor, target = self.anchors.follow(event.anchor, start, written)
        if target.children is None:
            return Node(self._data(anchor.value, start, is_key=is_key), start, end, None, "*")
        if is_key:
            raise Unreadable(COLLECTION_KEY, start)
        return Node(target.data, start, end, target.children, "*")

    def _data(self, value: GoValue, start: int, *, is_key: bool) -> Json:
        try:
            return to_key(value) if is_key else to_json(value)
        except NotJson as problem:
            return self._not_json(value, start, problem, is_key=is_key)

    def _not_json(self, value: GoValue, start: int, problem: NotJson, *, is_key: bool) -> Json:
        """Store what JSON cannot express: it is an error only if no later key replaces it."""
        self.not_json = True
        return BadKey(start, str(problem)) if is_key else value
