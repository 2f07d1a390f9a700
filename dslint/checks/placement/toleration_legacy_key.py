"""A toleration of a taint that Kubernetes has renamed, without one for the new name.

Parameters: `old` and `new` are the keys, `effect` the effect of the taint.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.placement.tolerations import operator_of, tolerations
from dslint.checks.platform import looks_like_openshift
from dslint.checks.podspec import TOLERATIONS
from dslint.kubernetes.taints import Taint, is_tolerated
from dslint.values.problem import Change
from dslint.values.typed import Any


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the old key.

    OpenShift still sets the old taint: there the fix adds the new one, as an info.
    """
    old, new, effect = params["old"], params["new"], params["effect"]
    written = list(tolerations(subject))
    if is_tolerated(Taint(new, "", effect), [toleration for _, toleration in written]):
        return
    for path, toleration in written:
        if toleration.get("key") != old or toleration.get("effect") not in (None, "", effect):
            continue
        keeps = looks_like_openshift(subject)
        added = f"- key: {new}\n  operator: Exists\n  effect: {effect}"
        renaming_is_enough = operator_of(toleration) == "Exists" or not toleration.get("value")
        changes: tuple[Change, ...] = ()
        if keeps:
            changes = (Change("insert", TOLERATIONS, added),)
        elif renaming_is_enough:
            changes = (Change("replace", (*path, "key"), new),)
        yield Hit(
            (*path, "key"),
            {"old": old, "new": new, "effect": effect},
            changes=changes,
            severity="info" if keeps else None,
        )
