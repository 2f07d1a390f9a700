"""One named or found file, before it is read."""

from __future__ import annotations

from dslint.values.typed import Final, NamedTuple

HIDDEN: Final = "a hidden folder"
"""The reason for not reading the content of a hidden folder."""


class Found(NamedTuple):
    """A file to read, and its real path. With `why`, it is skipped for this reason.

    For an ignored file that is read anyway, `why` is `IGNORED` and `real` is not empty.
    """

    path: str
    why: str = ""
    real: str = ""
