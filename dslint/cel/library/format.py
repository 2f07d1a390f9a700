"""Named formats: `format.dns1123Label().validate('my-name')`.

Source: k8s.io/apiserver/pkg/cel/library/format.go; the texts are those of
k8s.io/apimachinery/pkg/util/validation, since expressions can read them.
"""

from __future__ import annotations

import base64
import binascii
import re
from datetime import date
from typing import TYPE_CHECKING

from dslint.cel.errors import CelError
from dslint.cel.library.url import problem_of
from dslint.cel.times import parse_timestamp
from dslint.cel.types import object_type
from dslint.cel.values import NONE, Opaque, Optional

if TYPE_CHECKING:
    from collections.abc import Callable

_LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_SUBDOMAIN = rf"{_LABEL}(\.{_LABEL})*"
_DNS_1035 = "[a-z]([-a-z0-9]*[a-z0-9])?"
_NAME = "([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]"
_VALUE = f"({_NAME})?"
_SIMPLE_LABEL = re.compile(r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?", re.ASCII)
_SIMPLE_SUBDOMAIN = re.compile(
    r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*", re.ASCII
)
_SIMPLE_1035 = re.compile(r"[a-z](?:[-a-z0-9]*[a-z0-9])?", re.ASCII)
_SIMPLE_NAME = re.compile(r"(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]", re.ASCII)
_UUID = re.compile(
    r"[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}", re.IGNORECASE | re.ASCII
)
_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_LABEL_LIMIT = 63
_SUBDOMAIN_LIMIT = 253


def _told(words: str, pattern: str, *examples: str) -> str:
    shown = " or ".join(f"'{example}', " for example in examples)
    return f"{words} (e.g. {shown}regex used for validation is '{pattern}')"


def _too_long(limit: int) -> str:
    return f"must be no more than {limit} bytes"


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _named(
    simple: re.Pattern[str], limit: int, told: str, *, prefix: bool = False
) -> Callable[[str], list[str]]:
    def problems(text: str) -> list[str]:
        if prefix and len(text) > 1 and text.endswith("-"):
            text = text[:-2] + "a"
        found = [_too_long(limit)] if _size(text) > limit else []
        return found if simple.fullmatch(text) else [*found, told]

    return problems


_LABEL_TOLD = _told(
    "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', "
    "and must start and end with an alphanumeric character",
    _LABEL,
    "my-name",
    "123-abc",
)
_SUBDOMAIN_TOLD = _told(
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', "
    "and must start and end with an alphanumeric character",
    _SUBDOMAIN,
    "example.com",
)
_1035_TOLD = _told(
    "a DNS-1035 label must consist of lower case alphanumeric characters or '-', start with an "
    "alphabetic character, and end with an alphanumeric character",
    _DNS_1035,
    "my-name",
    "abc-123",
)
_NAME_TOLD = (
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an "
    "alphanumeric character"
)
_WITH_PREFIX = "with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')"
_QUALIFIED_TOLD = _told(_NAME_TOLD, _NAME, "MyName", "my.name", "123-abc")
_VALUE_TOLD = _told(
    "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', "
    "and must start and end with an alphanumeric character",
    _VALUE,
    "MyValue",
    "my_value",
    "12345",
)
_subdomain = _named(_SIMPLE_SUBDOMAIN, _SUBDOMAIN_LIMIT, _SUBDOMAIN_TOLD)


def _qualified(text: str) -> list[str]:
    parts = text.split("/")
    found: list[str] = []
    if len(parts) > 2:  # noqa: PLR2004 - a prefix and a name
        return [
            f"a qualified name {_QUALIFIED_TOLD} {_WITH_PREFIX}",
        ]
    if len(parts) == 2:  # noqa: PLR2004 - a prefix and a name
        found = (
            ["prefix part must be non-empty"]
            if not parts[0]
            else [f"prefix part {told}" for told in _subdomain(parts[0])]
        )
    name = parts[-1]
    if not name:
        found.append("name part must be non-empty")
    elif len(name) > _LABEL_LIMIT:
        found.append(f"name part {_too_long(_LABEL_LIMIT)}")
    if not _SIMPLE_NAME.fullmatch(name):
        found.append(f"name part {_QUALIFIED_TOLD}")
    return found


def _label_value(text: str) -> list[str]:
    found = [_too_long(_LABEL_LIMIT)] if _size(text) > _LABEL_LIMIT else []
    return found if text == "" or _SIMPLE_NAME.fullmatch(text) else [*found, _VALUE_TOLD]


def _uri(text: str) -> list[str]:
    problem = problem_of(text)
    return [problem] if problem else []


def _uuid(text: str) -> list[str]:
    return [] if _UUID.fullmatch(text) else ["does not match the UUID format"]


def _byte(text: str) -> list[str]:
    try:
        base64.b64decode(text.replace("\n", "").replace("\r", ""), validate=True)
    except (binascii.Error, ValueError):
        return ["invalid base64"]
    return [] if text else ["invalid base64"]


def _date(text: str) -> list[str]:
    match = _DATE.fullmatch(text)
    try:
        if match:
            date(int(match[1]), int(match[2]), int(match[3]))
            return []
    except ValueError:
        pass
    return ["invalid date"]


def _datetime(text: str) -> list[str]:
    try:
        parse_timestamp(text.upper())
    except CelError:
        return ["invalid datetime"]
    return []


class Format(Opaque):
    """A named format."""

    __slots__ = ("name",)
    cel_type = object_type("kubernetes.NamedFormat")

    def __init__(self, name: str) -> None:
        self.name = name

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Format) and other.name == self.name

    def __hash__(self) -> int:
        return hash(self.name)


FORMATS: dict[str, Callable[[str], list[str]]] = {
    "dns1123Label": _named(_SIMPLE_LABEL, _LABEL_LIMIT, _LABEL_TOLD),
    "dns1123Subdomain": _subdomain,
    "dns1035Label": _named(_SIMPLE_1035, _LABEL_LIMIT, _1035_TOLD),
    "qualifiedName": _qualified,
    "dns1123LabelPrefix": _named(_SIMPLE_LABEL, _LABEL_LIMIT, _LABEL_TOLD, prefix=True),
    "dns1123SubdomainPrefix": _named(_SIMPLE_SUBDOMAIN, _SUBDOMAIN_LIMIT, _SUBDOMAIN_TOLD, prefix=True),
    "dns1035LabelPrefix": _named(_SIMPLE_1035, _LABEL_LIMIT, _1035_TOLD, prefix=True),
    "labelValue": _label_value,
    "uri": _uri,
    "uuid": _uuid,
    "byte": _byte,
    "date": _date,
    "datetime": _datetime,
}


def named(name: str) -> Optional:
    """The format with a name, if there is one."""
    return Optional(Format(name)) if name in FORMATS else NONE


def validate(chosen: Format, text: str) -> Optional:
    """What is wrong with a text; absent when nothing is."""
    problems = FORMATS[chosen.name](text)
    return Optional(list(problems)) if problems else NONE
