"""A toleration that leaves out its key, its effect or both.

Parameters: `key` and `effect` say which of the two are given in what the rule looks for;
`meant_with` lists priority classes whose pods are meant to be everywhere (their finding is an
info), `meant_for` lists `namespace/name` of DaemonSets for which it is meant (no finding).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dslint.checks.base import Hit, Subject
from dslint.checks.placement.tolerations import operator_of, said, tolerations
from dslint.checks.podspec import pod_spec


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the toleration."""
    if f"{subject.name.namespace}/{subject.name.name}" in params.get("meant_for", ()):
        return
    meant = pod_spec(subject).get("priorityClassName") in params.get("meant_with", ())
    for path, toleration in tolerations(subject):
        wide = (
            bool(toleration.get("key")) == params["key"]
            and bool(toleration.get("effect")) == params["effect"]
        )
        if wide and operator_of(toleration) in ("Exists", "Equal"):
            values = {
                "said": said(toleration),
                "key": toleration.get("key", ""),
                "effect": toleration.get("effect", ""),
            }
            yield Hit(path, values, severity="info" if meant else None)
