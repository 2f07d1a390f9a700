"""Create reasons whose place is in the pod template."""

from __future__ import annotations

from functools import lru_cache

from dslint.planner.values import Reason, Room
from dslint.values.path import POD_SPEC, FieldPath, field_text


def pod_reason(code: str, subject: str, words: str, path: FieldPath, room: Room | None = None) -> Reason:
    """Return a reason at a path below the pod spec."""
    return Reason(code, subject, words, *_place(*path), room=room)


@lru_cache(maxsize=4096, typed=True)  # one by one and typed: a key of a map is written otherwise than a field
def _place(*path: str | int) -> tuple[str, FieldPath]:
    whole = (*POD_SPEC, *path)
    return field_text(whole), whole
