"""One file that was named or found, before it is read."""

from __future__ import annotations

from dslint.values.typed import Final, NamedTuple

HIDDEN: Final = "a hidden folder"
"""Why what is in one is not read."""


class Found(NamedTuple):
    """A file to read, and where it really is; with `why`, what is left out, and the reason.

    Of a file that is ignored and looked at nevertheless, `why` is `IGNORED` and `real` is not empty.
    """

    path: str
    why: str = ""
    real: str = ""
