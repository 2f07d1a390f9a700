"""URLs: `url('https://example.com:80/path')`. Source: Parse and ParseRequestURI of Go's net/url."""

from __future__ import annotations

import re
from typing import NamedTuple

from dslint.cel.errors import CelError
from dslint.cel.types import object_type
from dslint.cel.values import Opaque

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):", re.ASCII)
_BAD_ESCAPE = re.compile(r"%(?![0-9A-Fa-f]{2})", re.ASCII)
_USER = re.compile(r"[A-Za-z0-9\-._:~!$&'()*+,;=%@]*", re.ASCII)
_PORT = re.compile(r":[0-9]*|", re.ASCII)
_ESCAPED = re.compile(rb"%([0-9A-Fa-f]{2})")
_HOST_CHARACTERS = frozenset("!$&'()*+,;=:[]<>\"-_.~") | frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
)
_PATH_CHARACTERS = frozenset("$&+,/:;=@-_.~!'()*[]") | frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
)
_KEPT_IN_PATH = frozenset("$&+,/:;=@-_.~") | frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
)
_FIRST_PRINTED = 0x20
_DELETE = 0x7F


class URL(Opaque):
    """The parts of a URL."""

    __slots__ = ("parts",)
    cel_type = object_type("kubernetes.URL")

    def __init__(self, parts: Parts) -> None:
        self.parts = parts

    def __eq__(self, other: object) -> bool:
        return isinstance(other, URL) and other.parts == self.parts

    def __hash__(self) -> int:
        return hash(self.parts)


class Parts(NamedTuple):
    """What a URL is made of; `path` with its escapes as they were written."""

    scheme: str
    opaque: str
    user: str
    host: str
    path: str
    query: str
    fragment: str


class _UrlError(ValueError):
    """The text is not a URL; says why."""


def parse(text: str) -> URL:
    """Read a URL. Raises CelError."""
    try:
        _parts(text, request=True)
        head, _, fragment = text.partition("#")
        _checked_escapes(fragment)
        return URL(_parts(head, request=False)._replace(fragment=fragment))
    except _UrlError as problem:
        raise CelError(f'URL parse error during conversion from string: parse "{text}": {problem}') from None


def problem_of(text: str) -> str:
    """What the server says about a text that is not a URL; empty when it is one."""
    try:
        _parts(text, request=True)
    except _UrlError as problem:
        return f'parse "{text}": {problem}'
    return ""


def is_url(text: str) -> bool:
    """Whether the text is an absolute URL or path."""
    return not problem_of(text)


def _parts(text: str, *, request: bool) -> Parts:
    if any(ord(character) < _FIRST_PRINTED or ord(character) == _DELETE for character in text):
        raise _UrlError("net/url: invalid control character in URL")
    if text == "" and request:
        raise _UrlError("empty url")
    if text == "*":
        return Parts("", "", "", "", "*", "", "")
    scheme, rest = _scheme(text)
    rest, _, query = rest.partition("?")
    if not rest.startswith("/"):
        return _rootless(scheme, rest, query, request=request)
    user = host = ""
    if rest.startswith("//") and (scheme or (not request and not rest.startswith("///"))):
        authority, slash, rest = rest[2:].partition("/")
        rest = slash + rest
        user, host = _authority(authority)
    return Parts(scheme, "", user, host, _checked_escapes(rest), query, "")


def _scheme(text: str) -> tuple[str, str]:
    match = _SCHEME.match(text)
    if match:
        return match[1].lower(), text[match.end() :]
    if text.startswith(":"):
        raise _UrlError("missing protocol scheme")
    return "", text


def _rootless(scheme: str, rest: str, query: str, *, request: bool) -> Parts:
    if scheme:
        return Parts(scheme, rest, "", "", "", query, "")
    if request:
        raise _UrlError("invalid URI for request")
    if ":" in rest.partition("/")[0]:
        raise _UrlError("first path segment in URL cannot contain colon")
    return Parts("", "", "", "", _checked_escapes(rest), query, "")


def _checked_escapes(text: str) -> str:
    match = _BAD_ESCAPE.search(text)
    if match:
        raise _UrlError(f'invalid URL escape "{text[match.start() : match.start() + 3]}"')
    return text


def _authority(text: str) -> tuple[str, str]:
    user, at, host = text.rpartition("@")
    if at and _USER.fullmatch(user) is None:
        raise _UrlError("net/url: invalid userinfo")
    _checked_escapes(user)
    return user, _host(host)


def _host(text: str) -> str:
    if text.startswith("["):
        end = text.rfind("]")
        if end < 0:
            raise _UrlError("missing ']' in host")
        _check_port(text[end + 1 :], text[end + 1 :])
        zone = text.find("%25", 0, end)
        if zone >= 0:
            return _unescaped(text[:zone]) + _unescaped(text[zone:end]) + text[end:]
        return _checked_host(text)
    colon = text.rfind(":")
    if colon >= 0:
        _check_port(text[colon:], text[colon:])
    return _checked_host(text)


def _check_port(text: str, shown: str) -> None:
    if _PORT.fullmatch(text) is None:
        raise _UrlError(f'invalid port "{shown}" after host')


def _checked_host(text: str) -> str:
    _checked_escapes(text)
    for at, character in enumerate(text):
        if character == "%" and int(text[at + 1 : at + 3], 16) < 0x80 and text[at : at + 3] != "%25":  # noqa: PLR2004 - ASCII
            raise _UrlError(f'invalid URL escape "{text[at : at + 3]}"')
        if character != "%" and ord(character) < 0x80 and character not in _HOST_CHARACTERS:  # noqa: PLR2004 - ASCII
            raise _UrlError(f'invalid character "{character}" in host name')
    return _unescaped(text)


def _unescaped(text: str) -> str:
    raw = text.encode("utf-8", "surrogatepass")
    return _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), raw).decode("utf-8", "replace")


def hostname(url: URL) -> str:
    """The host without port and brackets."""
    host = url.parts.host
    if host.startswith("["):
        return host[1 : host.find("]")] if "]" in host else host
    return host.rpartition(":")[0] if ":" in host else host


def port(url: URL) -> str:
    """The port, empty when there is none."""
    host = url.parts.host
    if host.startswith("["):
        host = host[host.rfind("]") :]
    return host.rpartition(":")[2] if ":" in host else ""


def escaped_path(url: URL) -> str:
    """The path with everything escaped that has to be."""
    path = url.parts.path
    if path == "*" or all(character in _PATH_CHARACTERS or character == "%" for character in path):
        return path
    raw = _ESCAPED.sub(lambda match: bytes([int(match[1], 16)]), path.encode("utf-8", "surrogatepass"))
    return "".join(chr(byte) if chr(byte) in _KEPT_IN_PATH else f"%{byte:02X}" for byte in raw)


def query(url: URL) -> dict[object, object]:
    """The parameters of the query: every name with its values."""
    found: dict[object, object] = {}
    for parameter in url.parts.query.split("&"):
        if ";" in parameter or parameter == "":
            continue
        name, _, value = parameter.partition("=")
        if _BAD_ESCAPE.search(parameter):
            continue
        values = found.setdefault(_unescaped(name.replace("+", " ")), [])
        values.append(_unescaped(value.replace("+", " ")))  # type: ignore[attr-defined]
    return found
