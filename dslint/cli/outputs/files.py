"""Write files completely or not at all, and never through a link that nobody named."""

from __future__ import annotations

import os
import re
import signal
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from dslint.cli.exits import UsageError
from dslint.cli.opening import is_within, reason

_HANDLE: Final = re.compile(r"/(?:dev|proc/self)/fd/([0-9]{1,6})")
_STANDARD: Final = {"/dev/stdout": 1, "/dev/stderr": 2}


def write_report(path: str, content: bytes) -> None:
    """Write the file of `-o NAME=FILE`. Raises OSError, and UsageError for a path that leads outside.

    A file is replaced as a whole, and so is a link, because its target may not be the user's choice. Pipes,
    devices and open file descriptors (`/dev/stdout`, `>(…)`) are written directly.
    """
    handle = _file_descriptor(path)
    if handle is not None:
        _write_all(handle, content)
        return
    _must_not_lead_out(path)
    if _is_special(path):
        _write_into(path, content, truncate=False)
        return
    mode = 0o666 & ~_umask()
    if os.path.isfile(path) and not os.path.islink(path):
        mode = stat.S_IMODE(os.stat(path).st_mode)
    _replace(path, content, mode)


def rewrite(path: str, content: bytes) -> tuple[str, ...]:
    """Give a file new content and keep its owner, permissions, attributes and hard links. Raises OSError.

    Returns what could not be kept, in words. A link is written through: the caller has checked that it was
    named or stays inside the named folder. The file is replaced as a whole if that keeps everything, and
    otherwise written in place.
    """
    target = os.path.realpath(path)
    before = os.stat(target)
    if before.st_nlink > 1 or not _may_own(before):
        _write_into(target, content, truncate=True)
        return ()
    return _replace(target, content, stat.S_IMODE(before.st_mode), like=target)


def why_not_writable(path: str) -> str:
    """Return why a file is not fixed although a fix is requested; empty for a writable one."""
    try:
        status = os.stat(path)
    except OSError as error:
        return reason(error)
    if not stat.S_ISREG(status.st_mode):
        return "not a regular file"
    if not status.st_mode & 0o222 or not os.access(path, os.W_OK):
        return "read-only"
    return ""


def _replace(path: str, content: bytes, mode: int, like: str = "") -> tuple[str, ...]:
    """Write a new file beside the old one, then rename it: readers see one or the other."""
    lost: tuple[str, ...] = ()
    with _signals_wait():
        handle, temporary = tempfile.mkstemp(dir=os.path.dirname(path) or ".", prefix=".dslint-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if like:
                lost = _take_over(like, temporary)
            os.chmod(temporary, mode)
            os.replace(temporary, path)
        except BaseException:
            os.unlink(temporary)
            raise
    return lost


def _take_over(old: str, new: str) -> tuple[str, ...]:
    """Give a new file the owner and the extended attributes of an old one."""
    status = os.stat(old)
    own = os.stat(new)
    if (status.st_uid, status.st_gid) != (own.st_uid, own.st_gid):
        os.chown(new, status.st_uid, status.st_gid)
    if not hasattr(os, "listxattr"):
        return ()
    lost = []
    for name in _attributes(old):
        try:
            os.setxattr(new, name, os.getxattr(old, name))
        except OSError:
            if name not in _attributes(new):
                lost.append(f"the extended attribute {name}")
    return tuple(lost)


def _attributes(path: str) -> list[str]:
    try:
        return os.listxattr(path)
    except OSError:  # a file system without them
        return []


def _may_own(status: os.stat_result) -> bool:
    """Whether this process may give files the owner and group of a file."""
    if not hasattr(os, "geteuid") or os.geteuid() == 0:
        return True
    return status.st_uid == os.geteuid() and status.st_gid in (os.getegid(), *os.getgroups())


def _write_into(path: str, content: bytes, *, truncate: bool) -> None:
    """Write to the existing file. If that fails, restore the old content."""
    flags = os.O_RDWR if truncate else os.O_WRONLY
    handle = os.open(path, flags | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0))
    try:
        if not truncate:
            _write_all(handle, content)
            return
        with _signals_wait():
            old = os.pread(handle, os.fstat(handle).st_size, 0) if hasattr(os, "pread") else b""
            try:
                _write_all(handle, content)
                os.ftruncate(handle, len(content))
            except OSError:
                os.lseek(handle, 0, os.SEEK_SET)
                _write_all(handle, old)
                os.ftruncate(handle, len(old))
                raise
    finally:
        os.close(handle)


def _write_all(handle: int, content: bytes) -> None:
    view = memoryview(content)
    while view:
        view = view[os.write(handle, view) :]


def _file_descriptor(path: str) -> int | None:
    match = _HANDLE.fullmatch(path)
    return int(match[1]) if match else _STANDARD.get(path)


def _is_special(path: str) -> bool:
    try:
        mode = os.lstat(path).st_mode
    except OSError:
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISLNK(mode) or stat.S_ISDIR(mode))


def _must_not_lead_out(path: str) -> None:
    """Raise UsageError for a file that seems to be below the current folder but, by a link, is not."""
    here = os.getcwd()
    folder = os.path.dirname(os.path.abspath(path))
    real = os.path.realpath(folder)
    if is_within(folder, here) and not is_within(real, os.path.realpath(here)):
        msg = f"{path}: its folder is a link that leads out of the current folder; name {real} itself"
        raise UsageError(msg)


@contextmanager
def _signals_wait() -> Iterator[None]:
    """Delay Ctrl-C and termination until the file is complete."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    held = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, held)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
