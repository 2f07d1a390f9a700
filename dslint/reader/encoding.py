"""Bytes of a file to text and back."""

from __future__ import annotations

import re

from dslint.values.typed import NamedTuple

_BOMS: tuple[tuple[bytes, str], ...] = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
"""What kubectl knows (`unicode.BOMOverride` in cli-runtime's `FileVisitor`). UTF-32 is not among it."""

_LONE_SURROGATES = "[\ud800-\udfff]"


class Decoded(NamedTuple):
    """A text, and what its bytes need around it: `encode` gives the same bytes back.

    `bad_at` is the offset of the first character that stands for bytes which are not in the
    encoding, or None. kubectl reads U+FFFD there and says nothing.
    """

    text: str
    encoding: str = "utf-8"
    bom: bytes = b""
    bad_at: int | None = None


def decode(source: bytes) -> Decoded:
    """Decode as kubectl does: UTF-8, or what a byte order mark says; bytes that do not fit become U+FFFD."""
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
    """The bytes of a changed text, encoded as the one it was made from."""
    return like.bom + text.encode(like.encoding)


def without_surrogates(text: str) -> str:
    """A text without code points that no file can hold, each replaced by U+FFFD."""
    return re.sub(_LONE_SURROGATES, "\ufffd", text)
