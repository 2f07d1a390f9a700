"""Values that YAML can express and JSON cannot. They are an error if they are still present at the end."""

from __future__ import annotations

from math import isfinite

from dslint.reader.nodes import Node
from dslint.reader.problems import INVALID, Unreadable
from dslint.values.typed import Self


class BadKey(str):
    """A stand-in for a key that JSON cannot have, until the whole document is known."""

    __slots__ = ("place", "problem")

    place: int
    problem: str

    def __new__(cls, index: int, problem: str) -> Self:
        """Make a unique key for every place, so that none replaces another."""
        self = super().__new__(cls, f"\0{index}")
        self.place = index
        self.problem = problem
        return self


def refuse_what_json_cannot_say(root: Node) -> None:
    """Raise Unreadable for a key or number that JSON cannot write.

    `sigs.k8s.io/yaml` finds these only after it has read the YAML and dropped duplicate keys.
    """
    waiting, seen = [root], set()
    while waiting:
        node = waiting.pop()
        children = node.children
        if children is None:
            if isinstance(node.data, float) and not isfinite(node.data):
                raise Unreadable(
                    "infinity and NaN are not allowed in a manifest: JSON cannot express them",
                    node.start,
                    rule=INVALID,
                    write="A number, or the word in quotes.",
                )
        elif id(children) not in seen:
            seen.add(id(children))
            if isinstance(children, dict):
                _refuse_bad_keys(children)
                waiting.extend(reversed(children.values()))
            else:
                waiting.extend(reversed(children))


def _refuse_bad_keys(children: dict[str, Node]) -> None:
    for key in children:
        if isinstance(key, BadKey):
            raise Unreadable(key.problem, key.place, rule=INVALID, write="Put the key in quotes.")
