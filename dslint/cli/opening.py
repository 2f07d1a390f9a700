"""Open files. Every file that a command reads from the disk is opened here.

A file that was *found* (in a folder, or beside a file) may come from a stranger: it must be a regular file,
and neither opening nor reading it may block. A file that was *named* may also be a pipe or a device. Both
have a size limit. A problem is always an OSError; `reason` describes it.
"""

from __future__ import annotations

import errno
import os
import stat

from dslint.values.limits import FOUND_FILE_BYTES, MEGABYTE, NAMED_FILE_BYTES, SMALL_FILE_BYTES
from dslint.values.typed import Final

_AT_ONCE: Final = 1 << 16
_FLAGS: Final = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_WITHOUT_WAITING: Final = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
_NO_LINK: Final = getattr(os, "O_NOFOLLOW", 0)

NOT_REGULAR: Final = "not a regular file"


def read_found(path: str, *, real: str | None = None, limit: int = FOUND_FILE_BYTES) -> bytes:
    """Return the content of a regular file that was found; a link is not followed.

    `real` is the real path of a file behind a link that was checked and leads to an allowed place. Raises
    OSError for anything but a regular file, and for one larger than `limit` bytes.
    """
    handle = _opened(real or path, _FLAGS | _WITHOUT_WAITING | _NO_LINK)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, NOT_REGULAR)
        return _content(handle, limit)
    finally:
        os.close(handle)


def read_beside(folder: str, name: str) -> bytes | None:
    """Return the content of a small control file such as a `.gitignore`; None if it does not exist.

    Raises OSError if it exists but must not or cannot be read.
    """
    try:
        return read_found(os.path.join(folder, name), limit=SMALL_FILE_BYTES)
    except (FileNotFoundError, NotADirectoryError):
        return None


def read_inside(path: str, folder: str, limit: int = SMALL_FILE_BYTES) -> bytes:
    """Return the content of a small found file, or of a link to one inside a folder. Raises OSError."""
    real = os.path.realpath(path)
    if not is_within(real, os.path.realpath(folder)):
        raise OSError(errno.ELOOP, "it is a link that leads outside the repository")
    return read_found(path, real=real, limit=limit)


def read_named(path: str, limit: int = NAMED_FILE_BYTES) -> bytes:
    """Return the content of a named file, pipe or device. Raises OSError."""
    handle = _opened(path, _FLAGS)
    try:
        return _content(handle, limit)
    finally:
        os.close(handle)


def reason(error: OSError) -> str:
    """Return why a file could not be read or written, in the words of the system."""
    words = error.strerror or str(error)
    return words[:1].lower() + words[1:]


def is_within(path: str, root: str) -> bool:
    """Whether a path is a folder or below it, judged only by their names."""
    return path == root or path.startswith(root.rstrip(os.sep) + os.sep)


def _opened(path: str, flags: int) -> int:
    try:
        return os.open(path, flags)
    except ValueError as error:  # a NUL byte, or a character that the file system cannot encode
        raise OSError(errno.EINVAL, "not a possible file name") from error
    except OSError as error:
        if error.errno == errno.ELOOP and flags & _NO_LINK and os.path.islink(path):
            raise OSError(errno.ELOOP, "a link") from error
        raise


def _content(handle: int, limit: int) -> bytes:
    status = os.fstat(handle)
    if stat.S_ISDIR(status.st_mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    chunks: list[bytes] = []
    left = limit + 1
    expected = status.st_size + 1 if stat.S_ISREG(status.st_mode) else 0
    while left > 0:
        chunk = os.read(handle, min(left, max(expected, _AT_ONCE)))
        if not chunk:
            return chunks[0] if len(chunks) == 1 else b"".join(chunks)
        chunks.append(chunk)
        left -= len(chunk)
        expected -= len(chunk)
    raise OSError(errno.EFBIG, f"larger than {limit // MEGABYTE} MB")
