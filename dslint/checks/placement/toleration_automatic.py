"""A toleration that the DaemonSet controller adds anyway."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.placement.tolerations import kernel, operator_of, tolerations
from dslint.checks.podspec import pod_spec
from dslint.kubernetes.requirement_text import toleration_text
from dslint.kubernetes.taints import automatic_tolerations
from dslint.values.problem import Change
from dslint.values.typed import Any


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the toleration. Skip `Equal` with tolerationSeconds, which has an effect."""
    host_network = pod_spec(subject).get("hostNetwork") is True
    automatic = {
        (toleration["key"], toleration["effect"])
        for toleration in automatic_tolerations(host_network=host_network)
    }
    for path, toleration in tolerations(subject):
        key, _, value, effect = kernel(toleration)
        seconds = toleration.get("tolerationSeconds")
        if (key, effect) not in automatic or (
            operator_of(toleration) != "Exists" and (value or seconds is not None)
        ):
            continue
        lost = "" if seconds is None else f", and tolerationSeconds: {seconds} has no effect"
        words = {"said": toleration_text(toleration), "lost": lost}
        yield Hit(path, words, changes=(Change("remove", path),))
