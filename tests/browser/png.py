"""Reads the pixels of a screenshot: PNG with 8 bits for each of three or four colours, not interlaced."""

from __future__ import annotations

import struct
import zlib
from typing import NamedTuple

Colour = tuple[int, int, int]
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {2: 3, 6: 4}


class Picture(NamedTuple):
    """Pixels row by row, from the top left; transparency is left out."""

    width: int
    height: int
    rows: tuple[bytes, ...]
    channels: int

    def at(self, x: int, y: int) -> Colour:
        """The colour of one pixel."""
        start = x * self.channels
        red, green, blue = self.rows[y][start : start + 3]
        return red, green, blue

    def share_of(self, colour: Colour) -> float:
        """How much of the picture has exactly this colour, from 0 to 1."""
        wanted = bytes(colour)
        size = self.channels
        found = sum(
            row[start : start + 3] == wanted
            for row in self.rows
            for start in range(0, self.width * size, size)
        )
        return found / (self.width * self.height)

    def brightness(self) -> float:
        """The mean of all colours, from 0 (black) to 255 (white)."""
        kept = [row[channel :: self.channels] for row in self.rows for channel in range(3)]
        return sum(map(sum, kept)) / (3 * self.width * self.height)


def decode(file: bytes) -> Picture:
    """The picture in a PNG file."""
    assert file.startswith(_SIGNATURE)
    data, at = b"", len(_SIGNATURE)
    width = height = channels = 0
    while at < len(file):
        size, kind = struct.unpack_from(">I4s", file, at)
        body = file[at + 8 : at + 8 + size]
        if kind == b"IHDR":
            width, height, depth, colours, _, _, interlaced = struct.unpack(">IIBBBBB", body)
            assert (depth, interlaced) == (8, 0)
            channels = _CHANNELS[colours]
        elif kind == b"IDAT":
            data += body
        at += size + 12
    return Picture(width, height, _rows(zlib.decompress(data), width * channels, channels), channels)


def _rows(data: bytes, length: int, channels: int) -> tuple[bytes, ...]:
    rows: list[bytes] = []
    before = bytes(length)
    for start in range(0, len(data), length + 1):
        before = _unfiltered(data[start], data[start + 1 : start + 1 + length], before, channels)
        rows.append(before)
    return tuple(rows)


def _unfiltered(kind: int, row: bytes, above: bytes, channels: int) -> bytes:
    """Undo the filter of a row: each byte was written as its difference to a guess from its neighbours."""
    if kind == 0:
        return row
    if kind == 2:
        return bytes((byte + up) & 255 for byte, up in zip(row, above, strict=True))
    made = bytearray(row)
    for place, byte in enumerate(row):
        left = made[place - channels] if place >= channels else 0
        corner = above[place - channels] if place >= channels else 0
        made[place] = (byte + _guess(kind, left, above[place], corner)) & 255
    return bytes(made)


def _guess(kind: int, left: int, up: int, corner: int) -> int:
    if kind == 1:
        return left
    if kind == 3:
        return (left + up) // 2
    near = left + up - corner  # 4, Paeth: whichever neighbour is nearest to this
    return min((left, up, corner), key=lambda guess: abs(near - guess))
