"""The objects of a manifest text, each with its file and place."""

from __future__ import annotations

from typing import NamedTuple

from dslint.planner.inventory.contents import Sourced
from dslint.reader.objects import objects_of
from dslint.reader.stream import Build, Stream, read_stream


class Manifests(NamedTuple):
    """The objects of one text; `stream.error` says why reading stopped, if it did."""

    file: str
    stream: Stream
    objects: tuple[Sourced, ...]


def read_manifests(text: str | bytes, file: str, build: Build | None = None) -> Manifests:
    """Read a text as kubectl does. Never raises. `build` reads a chunk of YAML, as in `read_stream`."""
    stream = read_stream(text, build=build)
    found = (Sourced(file, sourced) for document in stream.documents for sourced in objects_of(document))
    return Manifests(file, stream, tuple(found))
