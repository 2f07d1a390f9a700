"""Select nodes: by the name of a node or pool, or by a label selector as in `kubectl get -l`.

The grammar of selectors is that of k8s.io/apimachinery/pkg/labels (the same in 1.28 to 1.37).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from dslint.kubernetes.affinity import Requirement
from dslint.kubernetes.formats.names import dns_subdomain, label_value, qualified_name

EVERY = ("every node", "all nodes")
ACCEPTED = (
    "a node's name, a pool's name or a label selector such as pool=edge, pool!=edge, 'pool in (edge, gpu)', "
    "pool or !pool"
)

_IN = re.compile(r"(?P<key>[^\s!=<>()]+)\s+(?P<operator>in|notin)\s*\((?P<values>[^()]*)\)\Z")
_EQUALS = re.compile(r"(?P<key>[^!=<>\s]+)\s*(?P<operator>==?|!=)\s*(?P<value>[^\s=!<>]*)\Z")
_COMPARES = re.compile(r"(?P<key>[^!=<>\s]+)\s*(?P<operator>[<>])\s*(?P<value>-?\d{1,18})\Z")
_NUMBERS = {"<": "Lt", ">": "Gt"}
_OPERATORS = re.compile(r"[=!<>,()\s]")
_SET = re.compile(r"\s(in|notin)\b")
_NEGATED = re.compile(r"\b(not|notin)\b|!=")
_AND = re.compile(r"\sand\s|&&?")
_NO_VALUES = frozenset({"in", "notin", "not", "or"})


class MisreadError(ValueError):
    """An error in a text typed by hand; `column` counts from 0."""

    def __init__(self, column: int, message: str) -> None:
        super().__init__(message)
        self.column = column
        self.message = message

    def shown(self, text: str) -> str:
        """Return the text with a caret under the place."""
        return f"{self.message}\n  {text}\n  {' ' * self.column}^"


class Where(NamedTuple):
    """`name` is a node or a pool; without one, all `requirements` on the labels must be met.

    A single word may also be a label key: then `requirements` contains it beside the `name`, and applies if
    no node or pool has this name. See `chosen_nodes`.
    """

    text: str
    name: str = ""
    requirements: tuple[Requirement, ...] = ()


def parse_where(text: str, column: int = 0) -> Where:
    """Parse one WHERE that begins at a column of the typed text. Raises MisreadError."""
    stripped = text.strip()
    column += len(text) - len(text.lstrip())
    if not stripped:
        raise MisreadError(column, f"the node is missing here; write {ACCEPTED}")
    if stripped in EVERY:
        return Where(stripped)
    if not _OPERATORS.search(stripped):
        return _word(stripped, column)
    return Where(stripped, requirements=tuple(_requirements(stripped, column)))


def _word(word: str, column: int) -> Where:
    """Return a name, a label key, or a word that may be both."""
    is_name = not dns_subdomain(word) or not label_value(word)
    key_fault = qualified_name(word)
    if not is_name and key_fault:
        instead = word.replace(":", "=", 1) if ":" in word else ACCEPTED
        raise MisreadError(
            column, f"{word!r} is not a name or a label's key: it {key_fault}; write {instead}"
        )
    requirements = () if key_fault else (Requirement(word, "Exists", (), ()),)
    return Where(word, word if is_name else "", requirements)


def _requirements(text: str, column: int) -> Iterator[Requirement]:
    start = 0
    for part in _parts(text):
        place = column + start + len(part) - len(part.lstrip())
        yield _requirement(part.strip(), place)
        start += len(part) + 1


def _parts(text: str) -> Iterator[str]:
    """Split at commas outside parentheses."""
    start, inside, last = 0, False, text.rfind(")")
    for place, character in enumerate(text):
        if character == "," and not inside:
            yield text[start:place]
            start = place + 1
        elif character in "()":
            inside = character == "(" and place < last
    yield text[start:]


def _requirement(part: str, column: int) -> Requirement:
    if match := _IN.match(part):
        values = tuple(value.strip() for value in match["values"].split(","))
        operator = "In" if match["operator"] == "in" else "NotIn"
        first = column + match.start("values")
    elif match := _EQUALS.match(part):
        values, operator = (match["value"],), "NotIn" if match["operator"] == "!=" else "In"
        first = column + match.start("value")
    elif match := _COMPARES.match(part):
        _check(qualified_name, match["key"], column, "a label's key")
        return Requirement(match["key"], _NUMBERS[match["operator"]], (), (), int(match["value"]))
    else:
        return _existence(part, column)
    _check(qualified_name, match["key"], column, "a label's key")
    for value in values:
        _check(label_value, value, first, "a label's value")
    return Requirement(match["key"], operator, values, ())


def _existence(part: str, column: int) -> Requirement:
    """Parse `KEY` or `!KEY`; any other text is an error."""
    key = part.removeprefix("!").strip()
    if not part:
        raise MisreadError(column, f"a label is missing here; write {ACCEPTED}")
    if _OPERATORS.search(key) or not key:
        raise MisreadError(column, f"{part!r} is not a condition on a label; write {_instead(part)}")
    _check(qualified_name, key, column + part.find(key), "a label's key")
    return Requirement(key, "DoesNotExist" if part.startswith("!") else "Exists", (), ())


def _instead(part: str) -> str:
    """Return the form that was probably intended."""
    if _AND.search(part):
        return ",".join(piece.strip() for piece in _AND.split(part))
    words = [word for word in re.findall(r"[^\s=!<>(),|]+", part) if word not in _NO_VALUES]
    key = words[0] if words else "KEY"
    values = list(dict.fromkeys(word for word in words[1:] if word != key))
    if part.startswith("not "):
        return f"!{key}"
    if _SET.search(part) or len(values) > 1:
        operator = "notin" if _NEGATED.search(part) else "in"
        return f"'{key} {operator} ({', '.join(values) or 'VALUE'})'"
    if values:
        compare = next((sign for sign in ("!=", "<", ">") if sign in part), "=")
        return f"{key}{compare}{values[0]}"
    return f"{key}=VALUE, {key}!=VALUE, '{key} in (A, B)', {key} or !{key}"


def _check(rule: Callable[[str], str], value: str, column: int, what: str) -> None:
    fault = rule(value)
    if fault:
        raise MisreadError(column, f"{value!r} is not {what}: it {fault}; write {ACCEPTED}")
