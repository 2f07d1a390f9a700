"""The steps of a what-if as users type them: `taint:pool=gpu:nvidia.com/gpu=present:NoSchedule`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from dslint.kubernetes.formats.names import label_value, qualified_name
from dslint.kubernetes.taints import EFFECTS
from dslint.planner.where import MisreadError, Where, parse_where
from dslint.values.words import closest

FORMS = {
    "taint": "taint:WHERE:KEY[=VALUE]:EFFECT",
    "untaint": "untaint:WHERE:KEY[:EFFECT]",
    "label": "label:WHERE:KEY=VALUE",
    "unlabel": "unlabel:WHERE:KEY",
    "cordon": "cordon:WHERE",
    "uncordon": "uncordon:WHERE",
    "drain": "drain:WHERE",
    "not-ready": "not-ready:WHERE",
    "ready": "ready:WHERE",
    "lose": "lose:WHERE",
    "remove": "remove:WHERE",
    "add": "add:FILE",
    "scale": "scale:POOL:N",
}
"""action -> its syntax; WHERE is a node's name or label=value."""


class Step(NamedTuple):
    """One change to the nodes.

    `where` is None for `add` only, whose `file` holds the new nodes; `number` is how many nodes a pool has
    after a `scale`.
    """

    text: str
    action: str
    where: Where | None = None
    key: str = ""
    value: str = ""
    effect: str = ""
    file: str = ""
    number: int = 0


class _Part(NamedTuple):
    text: str
    column: int


def parse_step(text: str) -> Step:
    """Parse one STEP. Raises MisreadError with the column and the accepted forms."""
    action, colon, rest = text.partition(":")
    if action not in FORMS:
        raise MisreadError(
            0, f"unknown step {action!r}{_nearest(action, FORMS)}; accepted: {', '.join(FORMS)}"
        )
    if not colon or not rest:
        raise MisreadError(len(action), f"{action} needs more; write {FORMS[action]}")
    if action == "add":
        return Step(text, action, file=rest)
    parts = _split(rest, len(action) + 1)
    where = parse_where(*parts[0])
    return _READERS.get(action, _where_only)(text, action, where, parts[1:])


def _split(rest: str, column: int) -> list[_Part]:
    parts = []
    for piece in rest.split(":"):
        parts.append(_Part(piece, column))
        column += len(piece) + 1
    return parts


def _taint(text: str, action: str, where: Where, parts: list[_Part]) -> Step:
    _expect(text, action, parts, 2, 2)
    key, value = _key_and_value(parts[0])
    return Step(text, action, where, key, value, _effect(parts[1]))


def _untaint(text: str, action: str, where: Where, parts: list[_Part]) -> Step:
    _expect(text, action, parts, 1, 2)
    key, _ = _key_and_value(parts[0])
    return Step(text, action, where, key, effect=_effect(parts[1]) if len(parts) > 1 else "")


def _label(text: str, action: str, where: Where, parts: list[_Part]) -> Step:
    _expect(text, action, parts, 1, 1)
    if "=" not in parts[0].text:
        raise MisreadError(
            parts[0].column + len(parts[0].text), f"the label has no value; write {FORMS[action]}"
        )
    key, value = _key_and_value(parts[0])
    return Step(text, action, where, key, value)


def _unlabel(text: str, action: str, where: Where, parts: list[_Part]) -> Step:
    _expect(text, action, parts, 1, 1)
    key, equals, _ = parts[0].text.partition("=")
    if equals:
        raise MisreadError(parts[0].column + len(key), f"unlabel takes only the key; write {FORMS[action]}")
    return Step(text, action, where, *_key_and_value(parts[0]))


def _where_only(text: str, action: str, where: Where, parts: list[_Part]) -> Step:
    _expect(text, action, parts, 0, 0)
    return Step(text, action, where)


def _scale(text: str, action: str, where: Where, parts: list[_Part]) -> Step:
    _expect(text, action, parts, 1, 1)
    number = parts[0].text
    if not number.isdecimal() or len(number) > _MOST_DIGITS:
        message = (
            f"{number!r} is not a number of nodes; write {FORMS[action]} with at most {_MOST_DIGITS} digits"
        )
        raise MisreadError(parts[0].column, message)
    return Step(text, action, where, number=int(number))


_MOST_DIGITS = 5
_READERS: dict[str, Callable[[str, str, Where, list[_Part]], Step]] = {
    "taint": _taint,
    "untaint": _untaint,
    "label": _label,
    "unlabel": _unlabel,
    "scale": _scale,
}


def _expect(text: str, action: str, parts: list[_Part], least: int, most: int) -> None:
    if len(parts) < least:
        raise MisreadError(len(text), f"{action} needs more; write {FORMS[action]}")
    if len(parts) > most:
        raise MisreadError(parts[most].column - 1, f"{action} ends here; write {FORMS[action]}")


def _key_and_value(part: _Part) -> tuple[str, str]:
    key, equals, value = part.text.partition("=")
    if fault := qualified_name(key):
        raise MisreadError(part.column, f"{key!r} is not a key: it {fault}")
    if fault := label_value(value):
        raise MisreadError(part.column + len(key) + len(equals), f"{value!r} is not a value: it {fault}")
    return key, value


def _effect(part: _Part) -> str:
    if part.text not in EFFECTS:
        nearest = _nearest(part.text, EFFECTS)
        raise MisreadError(
            part.column, f"unknown effect {part.text!r}{nearest}; accepted: {', '.join(EFFECTS)}"
        )
    return part.text


def _nearest(word: str, known: Iterable[str]) -> str:
    found = closest(word, known, 0.5)
    return f" (did you mean {found}?)" if found else ""
