"""Values of plain scalars as kubectl reads them: YAML 1.1 words and Go's numbers.

Source: `resolve` of `go.yaml.in/yaml/v2` (`resolve.go`), then JSON as `sigs.k8s.io/yaml` makes it.
Values are first as Go has them (`go_value`: 80.0 is a float), then as JSON data (80) or as the
text of a key ("80").
"""

from __future__ import annotations

import re
from math import inf, isfinite, nan

from dslint.reader.nodes import Json
from dslint.reader.numbers import json_number, key_number, parse_number, parse_point_number

GoValue = None | bool | int | float | str

_WORDS: dict[str, GoValue] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"), True),
    **dict.fromkeys(("n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"), False),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), nan),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), inf),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -inf),
}
_SIGNS_AND_DIGITS = frozenset("+-0123456789")
_LONGEST_KEPT, _MOST_KEPT = 64, 4_000
_MAX_KEY_INTEGER = 2**63 - 1


class NotJson(Exception):  # noqa: N818 - says what the value is
    """A value or key that YAML can express and JSON cannot; the message says which and why."""


def go_value(text: str) -> GoValue:
    """Return the value of an untagged plain scalar."""
    if text in _WORDS:
        return _WORDS[text]
    first = text[0]
    if first in _SIGNS_AND_DIGITS:
        number = parse_number(text)
    elif first == ".":
        number = parse_point_number(text)
    else:
        return text
    return text if number is None else number


def to_json(value: GoValue) -> Json:
    """Return the JSON data of a value. Raises NotJson for infinity and not-a-number."""
    if isinstance(value, float):
        if not isfinite(value):
            raise NotJson("infinity and NaN cannot be sent to the API server")
        return json_number(value)
    return value


def to_key(value: GoValue) -> str:
    """Return the text of a mapping's key. Raises NotJson for null and integers above 63 bits."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        raise NotJson("a key is missing: null cannot be one")
    if isinstance(value, int) and value > _MAX_KEY_INTEGER:
        raise NotJson("an integer this large cannot be a key")
    return key_number(value)


class Sign(str):
    """A placeholder for a key; only its identity counts."""

    __slots__ = ()


MERGE = Sign("<<")

VALUES: dict[str, Json] = {}
KEYS: dict[str, str] = {"<<": MERGE}
"""Cached plain scalars and their data: the same few words make up most of every manifest."""


def new_value(text: str) -> Json:
    """Return the JSON data of an untagged plain scalar, and keep it in VALUES if short. Raises NotJson."""
    value = to_json(go_value(text))
    if len(text) < _LONGEST_KEPT and len(VALUES) < _MOST_KEPT:
        VALUES[text] = value
    return value


def new_key(text: str) -> str:
    """Return the key of an untagged plain scalar, and keep it in KEYS if short. Raises NotJson."""
    key = to_key(go_value(text))
    if len(text) < _LONGEST_KEPT and len(KEYS) < _MOST_KEPT:
        KEYS[text] = key
    return key


_PREFIX = "tag:yaml.org,2002:"
_TYPES: dict[str, tuple[type, ...]] = {
    "bool": (bool,),
    "int": (int,),
    "float": (float, int),
    "null": (type(None),),
}


def tagged_value(tag: str, text: str) -> GoValue:
    """Return the value of a scalar with a tag. Raises NotJson if the text does not fit the tag.

    `!!str` and every tag that is not part of YAML leave the text unchanged.
    """
    kind = tag.removeprefix(_PREFIX) if tag.startswith(_PREFIX) else ""
    if kind == "binary":
        return _decode_base64(text)
    if kind == "timestamp":
        if not _is_timestamp(text):
            raise NotJson(f"{text!r} is not a time, which its tag !!timestamp requires")
        return text
    if kind not in _TYPES:
        return text
    value = go_value(text)
    if (isinstance(value, bool) and kind != "bool") or not isinstance(value, _TYPES[kind]):
        raise NotJson(f"{text!r} does not match its tag !!{kind}")
    if kind == "float" and isinstance(value, int):
        if value > _MAX_KEY_INTEGER:
            raise NotJson(f"{text!r} is too large for its tag !!float")
        return float(value)
    return value


_BASE64 = r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?\Z"
_LONE_SURROGATE = "[\ud800-\udfff]"


def _decode_base64(text: str) -> str:
    from base64 import b64decode  # noqa: PLC0415 - hardly any manifest has binary

    packed = text.replace("\n", "").replace("\r", "")
    if not re.match(_BASE64, packed):
        raise NotJson("a !!binary value must be base64")
    decoded = b64decode(packed).decode("utf-8", "surrogateescape")
    return re.sub(_LONE_SURROGATE, "\ufffd", decoded)


_TIMESTAMP = (
    r"(?a)(\d{4})-(\d\d?)-(\d\d?)"
    r"(?:(?:[Tt](\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?(?:Z|[-+]\d\d:\d\d))|"
    r"(?: (\d\d?):(\d\d?):(\d\d?)(?:[.,]\d+)?))?\Z"
)


def _is_timestamp(text: str) -> bool:
    match = re.match(_TIMESTAMP, text)
    if match is None:
        return False
    from datetime import datetime  # noqa: PLC0415 - hardly any manifest has the tag

    numbers = [int(number) for number in match.groups() if number is not None]
    try:
        datetime(*numbers)  # type: ignore[arg-type]  # noqa: DTZ001 - only asked whether it exists
    except ValueError:
        return False
    return True
