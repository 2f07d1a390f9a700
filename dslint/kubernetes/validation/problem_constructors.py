"""Constructors for problems: one per cause that the API server knows.

`path` is the place of the fault in the manifest as the server sees it (decoded, defaulted, gated fields
dropped); `judge` maps it back to the manifest as written. `field` is given only if the server's name of the
place differs from the path. `message` says what is wrong, `write` what to write instead; the result is the
same for all of them, and in `REFUSED`.
"""

from __future__ import annotations

from dslint.values.path import FieldPath
from dslint.values.problem import Anchor, Change, Problem, Reason, Related, Source
from dslint.values.typed import Protocol

REFUSED = "The API server rejects the DaemonSet; nothing in the cluster changes."
WARNED = "The API server accepts the DaemonSet and returns a warning."


class Constructor(Protocol):
    """The signature shared by all constructors below."""

    def __call__(  # noqa: PLR0913 - one keyword for each optional part of a problem
        self,
        rule: str,
        path: FieldPath,
        message: str,
        *,
        write: str = "",
        field: str | None = None,
        anchor: Anchor = "value",
        related: tuple[Related, ...] = (),
        changes: tuple[Change, ...] = (),
        safe: bool = False,
        result: str = "",
        note: str = "",
    ) -> Problem:
        """Build a problem."""


def _constructor(source: Source, reason: Reason | None, usual_result: str) -> Constructor:
    def build(  # noqa: PLR0913 - see Constructor
        rule: str,
        path: FieldPath,
        message: str,
        *,
        write: str = "",
        field: str | None = None,
        anchor: Anchor = "value",
        related: tuple[Related, ...] = (),
        changes: tuple[Change, ...] = (),
        safe: bool = False,
        result: str = "",
        note: str = "",
    ) -> Problem:
        return Problem(
            rule=rule,
            path=path,
            message=message,
            source=source,
            reason=reason,
            field=field,
            anchor=anchor,
            result=result or usual_result,
            write=write,
            related=related,
            changes=changes,
            safe=safe,
            note=note,
        )

    return build


required = _constructor("api", "FieldValueRequired", REFUSED)
"""A required value that is missing (or empty)."""
invalid = _constructor("api", "FieldValueInvalid", REFUSED)
"""A value that is invalid on its own or together with another one."""
not_supported = _constructor("api", "FieldValueNotSupported", REFUSED)
"""A value outside a fixed list."""
forbidden = _constructor("api", "FieldValueForbidden", REFUSED)
"""A value that must not exist."""
duplicate = _constructor("api", "FieldValueDuplicate", REFUSED)
"""A value that must be unique."""
not_found = _constructor("api", "FieldValueNotFound", REFUSED)
"""A reference to something that the manifest does not contain."""
too_long = _constructor("api", "FieldValueTooLong", REFUSED)
"""A text above its limit."""
too_many = _constructor("api", "FieldValueTooMany", REFUSED)
"""A list above its limit."""
warning = _constructor("api-warning", None, WARNED)
"""An accepted value with a warning in the answer."""
