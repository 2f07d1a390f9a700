"""The value of a string or bytes literal."""

from __future__ import annotations

import re

_ESCAPE = re.compile(
    r"\\(?:u(?P<u>[0-9a-fA-F]{4})|U(?P<U>[0-9a-fA-F]{8})|[xX](?P<x>[0-9a-fA-F]{2})|(?P<o>[0-3][0-7]{2})|(?P<c>.)|$)",
    re.DOTALL,
)
_SIMPLE = {
    "a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v",
    "\\": "\\", "'": "'", '"': '"', "`": "`", "?": "?",
}  # fmt: skip
_LAST = 0x10FFFF
_SURROGATES = range(0xD800, 0xE000)


class EscapeError(ValueError):
    """The literal holds an escape that the language does not have."""


def unescape(text: str) -> str | bytes:
    """The value of a literal, its prefix and quotes included in `text`.

    Raises EscapeError.
    """
    prefix = text[: min(at for at in (text.find("'"), text.find('"')) if at >= 0)].lower()
    body = text[len(prefix) :]
    quotes = 3 if body[:3] in ('"""', "'''") and len(body) >= 6 else 1  # noqa: PLR2004 - both ends
    body = body[quotes:-quotes].replace("\r\n", "\n").replace("\r", "\n")
    if "r" in prefix:
        return body.encode() if "b" in prefix else body
    if "b" in prefix:
        return _bytes(body)
    return _ESCAPE.sub(_character, body)


def _character(match: re.Match[str]) -> str:
    for group, base in (("u", 16), ("U", 16), ("x", 16), ("o", 8)):
        digits = match.group(group)
        if digits is not None:
            return _code_point(int(digits, base))
    return _simple(match)


def _simple(match: re.Match[str]) -> str:
    try:
        return _SIMPLE[match.group("c") or ""]
    except KeyError:
        raise EscapeError from None


def _code_point(number: int) -> str:
    if number > _LAST or number in _SURROGATES:
        raise EscapeError
    return chr(number)


def _bytes(body: str) -> bytes:
    parts: list[bytes] = []
    at = 0
    for match in _ESCAPE.finditer(body):
        parts.append(body[at : match.start()].encode())
        parts.append(_octets(match))
        at = match.end()
    parts.append(body[at:].encode())
    return b"".join(parts)


def _octets(match: re.Match[str]) -> bytes:
    for group, base in (("x", 16), ("o", 8)):
        digits = match.group(group)
        if digits is not None:
            return bytes([int(digits, base)])
    if match.group("u") is not None or match.group("U") is not None:
        raise EscapeError
    return _simple(match).encode()
