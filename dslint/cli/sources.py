"""The texts a command is to look at: files, folders and standard input."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from typing import NamedTuple

from dslint.values.finding import Report, Skipped


class Source(NamedTuple):
    """One text and the name findings show for it, with `/` between folders."""

    name: str
    content: bytes


def sources(paths: tuple[str, ...], exclude: tuple[str, ...], stdin_name: str) -> Iterator[Source | Report]:
    """Every text the paths name; what cannot be read comes as a report of its own."""
    del exclude
    for path in paths or (".",):
        if path == "-":
            yield Source(stdin_name, sys.stdin.buffer.read())
        elif os.path.isdir(path):
            for folder, _, names in os.walk(path):
                for name in sorted(names):
                    if name.endswith((".yaml", ".yml", ".json")):
                        yield from _read(os.path.join(folder, name))
        else:
            yield from _read(path)


def _read(path: str) -> Iterator[Source | Report]:
    name = path.replace(os.sep, "/")
    try:
        with open(path, "rb") as file:
            yield Source(name, file.read())
    except OSError as error:
        yield Report(skipped=(Skipped(name, 0, error.strerror or str(error)),))
