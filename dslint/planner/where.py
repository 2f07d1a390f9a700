"""Which nodes a person means: a node's name, a pool's name, or a label selector as `kubectl -l` takes it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from dslint.kubernetes.affinity import Requirement
from dslint.kubernetes.formats.names import dns_subdomain, label_value, qualified_name

EVERY = ("every node", "all nodes")
ACCEPTED = "a node's name, a pool's name or a label selector such as pool=edge"

_IN = re.compile(r"(?P<key>\S+)\s+(?P<operator>in|notin)\s*\((?P<values>[^()]*)\)\Z")
_EQUALS = re.compile(r"(?P<key>[^!=\s]+)\s*(?P<operator>==?|!=)\s*(?P<value>\S*)\Z")


class MisreadError(ValueError):
    """What is wrong with a text typed by hand; `column` counts from 0."""

    def __init__(self, column: int, message: str) -> None:
        super().__init__(message)
        self.column = column
        self.message = message

    def shown(self, text: str) -> str:
        """Print the text with a caret under the place."""
        return f"{self.message}\n  {text}\n  {' ' * self.column}^"


class Where(NamedTuple):
    """`name` is a node or a pool; without one, all `requirements` on the labels must be met."""

    text: str
    name: str = ""
    requirements: tuple[Requirement, ...] = ()

    def matches(self, name: str, labels: Mapping[str, str], pool: str = "") -> bool:
        """Whether a node is meant."""
        if self.name:
            return self.name in (name, pool)
        return all(requirement.met_by(labels.get(requirement.key)) for requirement in self.requirements)


def parse_where(text: str, column: int = 0) -> Where:
    """Read one WHERE that begins at a column of what was typed. Raises MisreadError."""
    stripped = text.strip()
    column += len(text) - len(text.lstrip())
    if not stripped:
        raise MisreadError(column, f"no node is named here; accepted: {ACCEPTED}")
    if stripped in EVERY:
        return Where(stripped)
    if not re.search(r"[=!,()\s]", stripped):
        _check(dns_subdomain, stripped, column, "a node's name")
        return Where(stripped, name=stripped)
    return Where(stripped, requirements=tuple(_requirements(stripped, column)))


def _requirements(text: str, column: int) -> Iterator[Requirement]:
    start = 0
    for part in _parts(text):
        place = column + start + len(part) - len(part.lstrip())
        yield _requirement(part.strip(), place)
        start += len(part) + 1


def _parts(text: str) -> Iterator[str]:
    """What stands between the commas; those inside parentheses separate nothing."""
    start, inside = 0, False
    for place, character in enumerate(text):
        if character == "," and not inside:
            yield text[start:place]
            start = place + 1
        elif character in "()":
            inside = character == "(" and text.find(")", place) > 0
    yield text[start:]


def _requirement(part: str, column: int) -> Requirement:
    if match := _IN.match(part):
        values = tuple(value.strip() for value in match["values"].split(","))
        operator = "In" if match["operator"] == "in" else "NotIn"
        first = column + match.start("values")
    elif match := _EQUALS.match(part):
        values, operator = (match["value"],), "NotIn" if match["operator"] == "!=" else "In"
        first = column + match.start("value")
    else:
        key = part.removeprefix("!").strip()
        _check(qualified_name, key, column + part.find(key), "a label's key")
        return Requirement(key, "DoesNotExist" if part.startswith("!") else "Exists", (), ())
    _check(qualified_name, match["key"], column, "a label's key")
    for value in values:
        _check(label_value, value, first, "a label's value")
    return Requirement(match["key"], operator, values, ())


def _check(rule: Callable[[str], str], value: str, column: int, what: str) -> None:
    fault = rule(value)
    if fault:
        raise MisreadError(column, f"{value!r} is not {what}: it {fault}")
