"""A hook annotation of Helm on a DaemonSet, which takes it out of the release."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import text
from dslint.values.path import MapKey
from dslint.values.problem import Change
from dslint.values.typed import Any

_HOOK = "helm.sh/hook"


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the annotation."""
    hook = text(subject.written, ("metadata", "annotations", _HOOK))
    if hook:
        path = ("metadata", "annotations", MapKey(_HOOK))
        yield Hit(path, {"hook": hook}, anchor="key", changes=(Change("remove", path),))
