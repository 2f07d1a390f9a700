"""A missing field.

Parameters: `field` is the path, dotted, without lists; `unless` lists other fields, any of which
will do instead.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import at
from dslint.values.typed import Any


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the parent's key, because the field itself has no place."""
    fields = [params["field"], *params.get("unless", ())]
    if all(at(subject.manifest, tuple(field.split("."))) in (None, "") for field in fields):
        yield Hit(tuple(params["field"].split("."))[:-1], anchor="key")
