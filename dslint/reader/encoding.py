"""Decode the bytes of a file into text, and encode it again."""

from __future__ import annotations

import re

from dslint.values.typed import NamedTuple

_BOMS: tuple[tuple[bytes, str], ...] = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
"""The byte order marks of kubectl (`unicode.BOMOverride` in cli-runtime's `FileVisitor`), without UTF-32."""

_LONE_SURROGATES = "[\ud800-\udfff]"


class Decoded(NamedTuple):
    """A text and the data that `encode` needs to return the same bytes.

    `bad_at` is the offset of the first character that replaces invalid bytes, or None. kubectl reads U+FFFD
    there without a warning.
    """

    text: str
    encoding: str = "utf-8"
    bom: bytes = b""
    bad_at: int | None = None


def decode(source: bytes) -> Decoded:
    """Decode as kubectl does: UTF-8, or the encoding of a byte order mark; invalid bytes become U+FFFD."""
    for bom, encoding in _BOMS:
        if source.startswith(bom):
            return _decode(source[len(bom) :], encoding, bom)
    return _decode(source, "utf-8", b"")


def _decode(source: bytes, encoding: str, bom: bytes) -> Decoded:
    try:
        return Decoded(source.decode(encoding), encoding, bom)
    except UnicodeDecodeError as error:
        good = source[: error.start].decode(encoding)
        return Decoded(source.decode(encoding, "replace"), encoding, bom, len(good))


def encode(text: str, like: Decoded) -> bytes:
    """Encode a changed text in the encoding of its original."""
    return like.bom + text.encode(like.encoding)


def without_surrogates(text: str) -> str:
    """Replace code points that no file can hold by U+FFFD."""
    return re.sub(_LONE_SURROGATES, "\ufffd", text)
