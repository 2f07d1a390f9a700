"""A toleration of NoExecute that ends after some seconds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.placement.tolerations import covers, kernel, tolerations
from dslint.checks.podspec import pod_spec
from dslint.kubernetes.requirement_text import toleration_text
from dslint.kubernetes.taints import NO_EXECUTE, automatic_tolerations
from dslint.values.typed import Any


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at tolerationSeconds if it has an effect.

    It has none if the controller overwrites it, or after another toleration of the taint.
    """
    host_network = pod_spec(subject).get("hostNetwork") is True
    overwritten = {kernel(toleration) for toleration in automatic_tolerations(host_network=host_network)}
    earlier: list[Mapping[str, Any]] = []
    for path, toleration in tolerations(subject):
        seconds = toleration.get("tolerationSeconds")
        ends = seconds is not None and toleration.get("effect") == NO_EXECUTE
        if (
            ends
            and kernel(toleration) not in overwritten
            and not any(covers(other, toleration) for other in earlier)
        ):
            yield Hit((*path, "tolerationSeconds"), {"seconds": seconds, "said": toleration_text(toleration)})
        earlier.append(toleration)
