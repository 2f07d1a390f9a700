"""libyaml's events to nodes, by go-yaml's rules for anchors, merge keys, tags and keys. Nothing recurses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import _ruamel_yaml as libyaml

from dslint.reader.aliases import AliasBudget
from dslint.reader.events import Event, events_of
from dslint.reader.extents import after_properties, block_end
from dslint.reader.frames import MERGE, ListFrame, MappingFrame, Root
from dslint.reader.jsonable import BadKey, refuse_what_json_cannot_say
from dslint.reader.nodes import Json, Node
from dslint.reader.problems import Limits, Unreadable
from dslint.reader.scalars import (
    GoValue,
    NotJson,
    go_value,
    plain_key,
    plain_value,
    tagged_value,
    to_json,
    to_key,
)

def build(text: str, limits: Limits = Limits()) -> Node | None:
    """Read the first document of a chunk; None where there is none. Raises Unreadable.

    What follows a `...` line is not read, as kubectl does not read it.
    """
    try:
        return _Builder(text, limits).run()
    except libyaml.YAMLError as error:
        raise _from_libyaml(error) from None


def _from_libyaml(error: Any) -> Unreadable:
    mark, context = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    return Unreadable(
        getattr(error, "problem", None) or str(error),
        mark.index if mark is not None else 0,
        context_index=context.index if context is not None else None,
    )


class _Anchor(NamedTuple):
    """What a name stands for: the node, a scalar's value before it became JSON, and how many nodes it holds."""

    node: Node
    value: GoValue
    size: int


class _Open(NamedTuple):
    """What is remembered of a frame that waits until the one inside it is closed."""

    frame: MappingFrame | ListFrame | Root
    anchor: str | None
    count: int


class _Builder:
    def __init__(self, text: str, limits: Limits) -> None:
        self.text = text
        self.limits = limits
        self.next_event = events_of(text)
        self.root = Root()
        self.frame: MappingFrame | ListFrame | Root = self.root
        self.stack: list[_Open] = []
        self.anchors: dict[str, _Anchor | None] = {}
        self.budget = AliasBudget()
        self.count = 1
        self.not_json = False

    def run(self) -> Node | None:
        actions: dict[type, Callable[[Event], None]] = {
            libyaml.ScalarEvent: self._scalar,
            libyaml.MappingStartEvent: self._mapping,
            libyaml.SequenceStartEvent: self._sequence,
            libyaml.MappingEndEvent: self._close,
            libyaml.SequenceEndEvent: self._close,
            libyaml.AliasEvent: self._alias,
        }
        next_event = self.next_event
        next_event(), next_event()  # the start of the stream and of the document, or its end
        for _ in range(self.limits.nodes):
            event = next_event()
            action = actions.get(type(event))
            if action is None:
                break
            action(event)
        else:
            raise Unreadable(
                f"the document has more than {self.limits.nodes:,} parts: too many to read",
                event.start_mark.index,
                rule="document-too-large",
            )
        if self.not_json and self.root.node is not None:
            refuse_what_json_cannot_say(self.root.node)
        return self.root.node

    def _scalar(self, event: Event) -> None:
        self.count += 1
        frame, text, tag, style = self.frame, event.value, event.tag, event.style
        start, end = event.start_mark.index, event.end_mark.index
        data: Json = text
        if tag is not None or event.anchor is not None:
            self._marked_scalar(event)
            return
        if event.implicit[0]:
            try:
                if frame.key is not None:
                    data = plain_value(text)
                elif text == "<<":
                    frame.key = MERGE
                    return
                else:
                    data = plain_key(text)
            except NotJson as problem:
                data = self._not_json(go_value(text), start, problem)
        elif style in "|>":
            end = block_end(self.text, start, end)
        frame.add(Node(data, start, end, None, None, style))

    def _marked_scalar(self, event: Event) -> None:
        """A scalar with an anchor or a tag."""
        text, tag = event.value, event.tag
        first, end = event.start_mark.index, event.end_mark.index
        start = min(after_properties(self.text, first), end)
        merge_key = text == "<<" and (event.implicit[0] or tag == "tag:yaml.org,2002:merge")
        value: GoValue = text
        try:
            # A lone `!` on something written plainly or in quotes is taken as no tag at all.
            if tag is not None and not event.implicit[0]:
                value = tagged_value(tag, text)
            elif event.implicit[0]:
                value = go_value(text)
        except NotJson as problem:
            raise Unreadable(str(problem), first, rule="invalid-yaml") from None
        if event.style in "|>" and event.style:
            end = block_end(self.text, start, end)
        node = Node(None, start, end, None, None, event.style)
        if event.anchor is not None:
            self.anchors[event.anchor] = _Anchor(node, value, 1)
        if merge_key and self.frame.key is None:
            self.frame.key = MERGE
            return
        node.data = self._data(value, start)
        self.frame.add(node)

    def _data(self, value: GoValue, index: int) -> Json:
        """The data of a value, or the text of a key where a key is expected."""
        try:
            return to_key(value) if self.frame.key is None else to_json(value)
        except NotJson as problem:
            return self._not_json(value, index, problem)

    def _not_json(self, value: GoValue, index: int, problem: NotJson) -> Json:
        """Keep what JSON cannot say for now: it stops reading only if no later key replaces it."""
        self.not_json = True
        return BadKey(index, str(problem)) if self.frame.key is None else value

    def _mapping(self, event: Event) -> None:
        self._open(MappingFrame(self._start(event), "{" if event.flow_style else ""), event)

    def _sequence(self, event: Event) -> None:
        self._open(ListFrame(self._start(event), "[" if event.flow_style else ""), event)

    def _start(self, event: Event) -> int:
        index: int = event.start_mark.index
        return index if event.anchor is None and event.tag is None else after_properties(self.text, index)

    def _open(self, frame: MappingFrame | ListFrame, event: Event) -> None:
        if len(self.stack) >= self.limits.depth:
            raise Unreadable(
                f"this is nested more than {self.limits.depth} levels deep: too deep to read",
                event.start_mark.index,
                rule="nested-too-deep",
            )
        self.count += 1
        self.stack.append(_Open(self.frame, event.anchor, self.count))
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        self.frame = frame

    def _close(self, event: Event) -> None:
        node = self.frame.node
        assert node is not None  # noqa: S101 - only the root can be without one, and it is never closed
        self.frame, anchor, count = self.stack.pop()
        if node.style:
            node.end = event.end_mark.index
        if anchor is not None:
            self.anchors[anchor] = _Anchor(node, None, self.count - count + 1)
        self.frame.add(node)

    def _alias(self, event: Event) -> None:
        name, start, end = event.anchor, event.start_mark.index, event.end_mark.index
        anchor = self.anchors.get(name)
        if anchor is None:
            problem = "stands inside what it names" if name in self.anchors else "names no anchor above it"
            raise Unreadable(f"the alias *{name} {problem}", start, rule="invalid-yaml", write=_ALIAS)
        self.count += 1 + anchor.size
        if not self.budget.allows(anchor.size, self.count):
            raise Unreadable("the aliases unfold to too much", start, rule="document-too-large")
        target = anchor.node
        if target.children is None:
            self.frame.add(Node(self._data(anchor.value, start), start, end, None, None, "*"))
        else:
            self.frame.add(Node(target.data, start, end, target.children, target.keys, "*"))


_ALIAS = "Put quotes around a value that begins with *, as in \"*.log\"."
