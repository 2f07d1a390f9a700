"""Reasons for the kubelet to reject a pod that the API server has accepted.

Every function takes a pod spec and yields paths below it. Source: Kubernetes 1.34 to 1.37, pkg/kubelet.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.kubernetes.access import items, mapping, text
from dslint.kubernetes.versions import at_least
from dslint.values.path import FieldPath
from dslint.values.typed import Any, NamedTuple

Spec = Mapping[str, Any]
CONTAINERS = ("initContainers", "containers")
PROBES = ("startupProbe", "livenessProbe", "readinessProbe")
HOOKS = ("postStart", "preStop")
DEFAULT_GRACE = 30
"""The default of `terminationGracePeriodSeconds`."""
SHORTEST_STOP = 2
"""The minimum number of seconds between SIGTERM and SIGKILL (`minimumGracePeriodInSeconds`)."""

_SAFE_SYSCTLS = frozenset(
    {
        "kernel.shm_rmid_forced",
        "net.ipv4.ip_local_port_range",
        "net.ipv4.ip_local_reserved_ports",
        "net.ipv4.ip_unprivileged_port_start",
        "net.ipv4.ping_group_range",
        "net.ipv4.tcp_fin_timeout",
        "net.ipv4.tcp_keepalive_intvl",
        "net.ipv4.tcp_keepalive_probes",
        "net.ipv4.tcp_keepalive_time",
        "net.ipv4.tcp_rmem",
        "net.ipv4.tcp_syncookies",
        "net.ipv4.tcp_wmem",
    }
)
_SAFE_SINCE = {"net.ipv4.tcp_notsent_lowat": "1.37", "net.ipv4.tcp_slow_start_after_idle": "1.37"}


class Place(NamedTuple):
    """A value of a pod spec: its place, and its subject (the name of a container or sysctl)."""

    path: FieldPath
    name: str


class Action(NamedTuple):
    """A probe or lifecycle handler of a container; `field` is `readinessProbe`, `preStop`, …."""

    path: FieldPath
    field: str
    data: Mapping[str, Any]
    container: Mapping[str, Any]


def containers(spec: Spec) -> Iterator[tuple[FieldPath, Mapping[str, Any]]]:
    """Init containers and containers, each with its path."""
    for kind in CONTAINERS:
        for index, container in enumerate(items(spec, kind)):
            if isinstance(container, dict):
                yield (kind, index), container


def actions(path: FieldPath, container: Mapping[str, Any]) -> Iterator[Action]:
    """The probes and lifecycle handlers of a container at `path`."""
    for field in PROBES:
        if isinstance(container.get(field), dict):
            yield Action((*path, field), field, container[field], container)
    lifecycle = container.get("lifecycle")
    if isinstance(lifecycle, dict):
        for field in HOOKS:
            if isinstance(lifecycle.get(field), dict):
                yield Action((*path, "lifecycle", field), field, lifecycle[field], container)


def roots_refused(spec: Spec) -> Iterator[Place]:
    """Yield containers that must not run as root but have uid 0: they end in CreateContainerConfigError.

    A container's own setting overrides the pod's. Source: `verifyRunAsNonRoot` in
    pkg/kubelet/kuberuntime/security_context.go and `DetermineEffectiveSecurityContext`.
    """
    of_pod = mapping(spec, "securityContext")
    for path, container in containers(spec):
        own = mapping(container, "securityContext")
        if _effective(own, of_pod, "runAsNonRoot") is not True:
            continue
        user = _effective(own, of_pod, "runAsUser")
        if user == 0 and not isinstance(user, bool):
            place = (*path, "securityContext") if own.get("runAsUser") == 0 else ("securityContext",)
            yield Place((*place, "runAsUser"), text(container, "name"))


def users_unknown(spec: Spec) -> Iterator[Place]:
    """Yield containers that must not run as root and whose user only the image knows."""
    of_pod = mapping(spec, "securityContext")
    for path, container in containers(spec):
        own = mapping(container, "securityContext")
        if _effective(own, of_pod, "runAsNonRoot") is True and _effective(own, of_pod, "runAsUser") is None:
            place = (*path, "securityContext") if "runAsNonRoot" in own else ("securityContext",)
            yield Place((*place, "runAsNonRoot"), text(container, "name"))


def effective_user(spec: Spec, container: Mapping[str, Any]) -> int | None:
    """Return the uid of a container, or None if the image decides."""
    user = _effective(mapping(container, "securityContext"), mapping(spec, "securityContext"), "runAsUser")
    return user if isinstance(user, int) and not isinstance(user, bool) else None


def unsafe_sysctls(spec: Spec, version: str) -> Iterator[Place]:
    """Yield sysctls that a kubelet rejects unless its `allowedUnsafeSysctls` names them: SysctlForbidden.

    Source: pkg/kubelet/sysctl/safe_sysctls.go and allowlist.go. A slash counts as a dot.
    """
    for index, sysctl in enumerate(items(spec, "securityContext", "sysctls")):
        name = text(sysctl, "name")
        dotted = name.replace("/", ".")
        since = _SAFE_SINCE.get(dotted)
        safe = dotted in _SAFE_SYSCTLS or (since is not None and at_least(version, since))
        if name and not safe:
            yield Place(("securityContext", "sysctls", index, "name"), name)


def port_by_name(container: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    """Return the port of a container that a probe or handler names, or None.

    Source: `ResolveContainerPort` in pkg/probe: only the ports of the same container, any protocol.
    """
    return next(
        (port for port in items(container, "ports") if isinstance(port, dict) and port.get("name") == name),
        None,
    )


def _effective(own: Mapping[str, Any], of_pod: Mapping[str, Any], field: str) -> Any:
    value = own.get(field)
    return of_pod.get(field) if value is None else value
