"""`serviceAccount`, the old name of serviceAccountName, with another value beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import text
from dslint.values.path import POD_SPEC
from dslint.values.problem import Change
from dslint.values.typed import Any


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the old field."""
    old = text(subject.written, (*POD_SPEC, "serviceAccount"))
    name = text(subject.written, (*POD_SPEC, "serviceAccountName"))
    if old and name and old != name:
        path = (*POD_SPEC, "serviceAccount")
        yield Hit(path, {"old": old, "name": name}, changes=(Change("remove", path),))
