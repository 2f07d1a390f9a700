"""Files of a path that a command requires."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.cli.exits import UsageError
from dslint.cli.inputs.sources import Source, sources
from dslint.cli.outputs.stderr import note


def read_path(path: str, exclude: tuple[str, ...] = (), *, strict: bool = False) -> Iterator[Source]:
    """Yield the files of a path.

    Raises UsageError if it is unreadable; with `strict`, for any of its files.
    """
    for found in sources((path,), exclude):
        if isinstance(found, Source):
            yield found
        elif found.left_out:
            continue
        elif found.named or strict:
            msg = f"cannot read {found.name}: {found.why}"
            raise UsageError(msg)
        else:
            note(f"left out: {found.name} ({found.why})")
