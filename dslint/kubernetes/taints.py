"""Taints and tolerations: what keeps a pod off a node, and the automatic tolerations of DaemonSet pods.

Sources: Kubernetes 1.28 to 1.37, `Toleration.ToleratesTaint` in k8s.io/api/core/v1,
`AddOrUpdateDaemonPodTolerations` in pkg/controller/daemon/util and `nodeConditionToTaintKeyStatusMap`
in pkg/controller/nodelifecycle.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dslint.values.typed import Any, NamedTuple

NO_SCHEDULE = "NoSchedule"
NO_EXECUTE = "NoExecute"
PREFER_NO_SCHEDULE = "PreferNoSchedule"
EFFECTS = (NO_SCHEDULE, PREFER_NO_SCHEDULE, NO_EXECUTE)

NOT_READY = "node.kubernetes.io/not-ready"
UNREACHABLE = "node.kubernetes.io/unreachable"
UNSCHEDULABLE = "node.kubernetes.io/unschedulable"
NETWORK_UNAVAILABLE = "node.kubernetes.io/network-unavailable"

_AUTOMATIC = (
    (NOT_READY, NO_EXECUTE),
    (UNREACHABLE, NO_EXECUTE),
    ("node.kubernetes.io/disk-pressure", NO_SCHEDULE),
    ("node.kubernetes.io/memory-pressure", NO_SCHEDULE),
    ("node.kubernetes.io/pid-pressure", NO_SCHEDULE),
    (UNSCHEDULABLE, NO_SCHEDULE),
)
_AUTOMATIC_ON_HOST_NETWORK = (*_AUTOMATIC, (NETWORK_UNAVAILABLE, NO_SCHEDULE))

_IMPLIED_BY_CONDITION = {
    ("Ready", "False"): (NOT_READY, (NO_SCHEDULE, NO_EXECUTE)),
    ("Ready", "Unknown"): (UNREACHABLE, (NO_SCHEDULE, NO_EXECUTE)),
    ("MemoryPressure", "True"): ("node.kubernetes.io/memory-pressure", (NO_SCHEDULE,)),
    ("DiskPressure", "True"): ("node.kubernetes.io/disk-pressure", (NO_SCHEDULE,)),
    ("PIDPressure", "True"): ("node.kubernetes.io/pid-pressure", (NO_SCHEDULE,)),
    ("NetworkUnavailable", "True"): (NETWORK_UNAVAILABLE, (NO_SCHEDULE,)),
}
UNHEALTHY = frozenset(_IMPLIED_BY_CONDITION)
"""The conditions (type, status) of a node from which a taint follows."""


class Taint(NamedTuple):
    """One taint of a node."""

    key: str
    value: str
    effect: str

    def __str__(self) -> str:
        """Write it as `kubectl taint` does: `key=value:Effect`, or `key:Effect` without a value."""
        return f"{self.key}={self.value}:{self.effect}" if self.value else f"{self.key}:{self.effect}"


Toleration = Mapping[str, Any]
"""One toleration as JSON data: `key`, `operator`, `value`, `effect`, `tolerationSeconds`, all optional."""


def tolerates(toleration: Toleration, taint: Taint) -> bool:
    """Whether one toleration covers one taint; the duration (`tolerationSeconds`) does not matter.

    The operators Gt and Lt need a gate that is off in every known version: they cover nothing.
    """
    effect = toleration.get("effect")
    if effect and effect != taint.effect:
        return False
    key = toleration.get("key")
    if key and key != taint.key:
        return False
    operator = toleration.get("operator") or "Equal"
    if operator == "Equal":
        return (toleration.get("value") or "") == taint.value
    return bool(operator == "Exists")


def is_tolerated(taint: Taint, tolerations: Iterable[Toleration]) -> bool:
    """Whether any of the tolerations covers the taint."""
    return any(tolerates(toleration, taint) for toleration in tolerations)


def untolerated(taints: Iterable[Taint], tolerations: Iterable[Toleration]) -> tuple[Taint, ...]:
    """Return the taints that keep a pod with these tolerations away; PreferNoSchedule never does."""
    wanted = tuple(tolerations)
    return tuple(
        taint for taint in taints if taint.effect != PREFER_NO_SCHEDULE and not is_tolerated(taint, wanted)
    )


def automatic_tolerations(*, host_network: bool) -> tuple[dict[str, str], ...]:
    """Return the tolerations that the DaemonSet controller adds to every pod."""
    pairs = _AUTOMATIC_ON_HOST_NETWORK if host_network else _AUTOMATIC
    return tuple({"key": key, "operator": "Exists", "effect": effect} for key, effect in pairs)


def daemon_pod_tolerations(pod_spec: Mapping[str, Any]) -> list[Toleration]:
    """Return the tolerations of a pod made from a template: the user's, then the automatic ones.

    An automatic toleration replaces a user's one that differs only in tolerationSeconds.
    """
    tolerations: list[Toleration] = [
        toleration for toleration in pod_spec.get("tolerations") or () if isinstance(toleration, Mapping)
    ]
    for automatic in automatic_tolerations(host_network=pod_spec.get("hostNetwork") is True):
        places = [
            place
            for place, toleration in enumerate(tolerations)
            if _same_but_for_seconds(toleration, automatic)
        ]
        for place in places:
            tolerations[place] = automatic
        if not places:
            tolerations.append(automatic)
    return tolerations


def _same_but_for_seconds(one: Toleration, other: Toleration) -> bool:
    return all(
        (one.get(field) or "") == (other.get(field) or "") for field in ("key", "operator", "effect", "value")
    )


def implied_taints(conditions: Iterable[tuple[str, str]], *, unschedulable: bool) -> tuple[Taint, ...]:
    """Return the taints that the control plane sets for conditions (type, status) and a cordon."""
    taints: list[Taint] = []
    for condition in conditions:
        key, effects = _IMPLIED_BY_CONDITION.get(condition, ("", ()))
        taints.extend(Taint(key, "", effect) for effect in effects)
    if unschedulable:
        taints.append(Taint(UNSCHEDULABLE, "", NO_SCHEDULE))
    return tuple(taints)
