"""Files that nobody named but that are found beside others: only regular ones of the same tree are opened."""

from __future__ import annotations

import os
import stat

LIMIT = 1_000_000
"""Bytes; no configuration or kustomization is larger."""


class NotReadableError(Exception):
    """A found file that is not opened, or cannot be read; the text says why."""


def read_found(path: str, inside: str, limit: int = LIMIT) -> bytes:
    """The content of a regular file whose real path lies inside a folder. Raises NotReadableError.

    A pull request may bring links to devices, pipes and files outside the repository.
    """
    real = os.path.realpath(path)
    if not is_inside(real, os.path.realpath(inside)):
        raise NotReadableError("it is a link that leads outside the repository")
    try:
        handle = os.open(real, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise NotReadableError((error.strerror or str(error)).lower()) from None
    with os.fdopen(handle, "rb") as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise NotReadableError("not a regular file")
        content = file.read(limit + 1)
    if len(content) > limit:
        raise NotReadableError(f"larger than {limit:,} bytes")
    return content


def is_inside(path: str, folder: str) -> bool:
    """Whether a path is a folder itself or lies below it; both are absolute and free of links."""
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
