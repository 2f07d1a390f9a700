"""Write files whole or not at all."""

from __future__ import annotations

import os
import tempfile


def write_atomically(path: str, content: bytes) -> None:
    """Replace a file's content, keeping its permissions; a link is written through. Raises OSError.

    The new content goes to a temporary file beside the old one, which then takes its name: a
    reader sees the one or the other, and a full disk or a crash leaves the old one as it was.
    """
    target = os.path.realpath(path)
    if os.path.exists(target) and not os.path.isfile(target):
        with open(target, "wb") as device:  # /dev/stdout, a FIFO: nothing to replace
            device.write(content)
        return
    handle, temporary = tempfile.mkstemp(dir=os.path.dirname(target), prefix=".dslint-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, _mode_of(target))
        os.replace(temporary, target)
    except BaseException:
        os.unlink(temporary)
        raise


def _mode_of(path: str) -> int:
    """The permissions of a file, or those a new one gets."""
    try:
        return os.stat(path).st_mode & 0o7777
    except FileNotFoundError:
        mask = os.umask(0)
        os.umask(mask)
        return 0o666 & ~mask
