"""The Pod Security Standards: what the levels `baseline` and `restricted` do not let through.

Source: Kubernetes 1.28 to 1.37, k8s.io/pod-security-admission/policy, and the page
"Pod Security Standards" of the documentation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from dslint.kubernetes.access import items, mapping, text
from dslint.kubernetes.admission import Refusal
from dslint.values.path import FieldPath

Spec = Mapping[str, Any]
Found = tuple[FieldPath, str]
LEVELS = ("privileged", "baseline", "restricted")

_CAPABILITIES = frozenset(
    {
        "AUDIT_WRITE",
        "CHOWN",
        "DAC_OVERRIDE",
        "FOWNER",
        "FSETID",
        "KILL",
        "MKNOD",
        "NET_BIND_SERVICE",
        "SETFCAP",
        "SETGID",
        "SETPCAP",
        "SETUID",
        "SYS_CHROOT",
    }
)
_SYSCTLS = frozenset(
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
_SELINUX_TYPES = frozenset({"", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"})
_VOLUMES = (
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "persistentVolumeClaim",
    "projected",
    "secret",
)
_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
_HOOKS = ("postStart", "preStop")
_APPARMOR_ANNOTATION = "container.apparmor.security.beta.kubernetes.io/"


def violations(pod_metadata: Mapping[str, Any], pod_spec: Spec, level: str) -> list[Refusal]:
    """What a level refuses in a pod; nothing for `privileged` and for levels that do not exist."""
    if level not in LEVELS[1:]:
        return []
    checks = _BASELINE if level == "baseline" else (*_BASELINE, *_RESTRICTED)
    found = [*_apparmor_annotations(pod_metadata)]
    for check in checks:
        found.extend(check(pod_spec))
    return [Refusal(level, words, path) for path, words in found]


def _containers(spec: Spec) -> Iterator[tuple[FieldPath, Mapping[str, Any]]]:
    for kind in ("initContainers", "containers"):
        for place, container in enumerate(items(spec, kind)):
            yield (kind, place), mapping(container)


def _contexts(spec: Spec) -> Iterator[tuple[FieldPath, Mapping[str, Any]]]:
    """Every security context, the pod's first."""
    yield ("securityContext",), mapping(spec, "securityContext")
    for path, container in _containers(spec):
        yield (*path, "securityContext"), mapping(container, "securityContext")


def _host_namespaces(spec: Spec) -> Iterator[Found]:
    for field in ("hostNetwork", "hostPID", "hostIPC"):
        if spec.get(field) is True:
            yield (field,), f"{field} is not allowed"


def _privileged(spec: Spec) -> Iterator[Found]:
    for path, context in _contexts(spec):
        if context.get("privileged") is True:
            yield (*path, "privileged"), "a privileged container is not allowed"
        if mapping(context, "windowsOptions").get("hostProcess") is True:
            yield (*path, "windowsOptions", "hostProcess"), "a host process is not allowed"


def _added_capabilities(spec: Spec, allowed: frozenset[str]) -> Iterator[Found]:
    for path, context in _contexts(spec):
        for place, name in enumerate(items(context, "capabilities", "add")):
            if name not in allowed:
                yield (*path, "capabilities", "add", place), f"capability {name} is not allowed"


def _capabilities(spec: Spec) -> Iterator[Found]:
    yield from _added_capabilities(spec, _CAPABILITIES)


def _host_paths(spec: Spec) -> Iterator[Found]:
    for place, volume in enumerate(items(spec, "volumes")):
        if mapping(volume).get("hostPath") is not None:
            yield ("volumes", place, "hostPath"), f"volume {text(volume, 'name')}: hostPath is not allowed"


def _host_ports(spec: Spec) -> Iterator[Found]:
    for path, container in _containers(spec):
        for place, port in enumerate(items(container, "ports")):
            if mapping(port).get("hostPort"):
                words = f"host port {port['hostPort']} is not allowed"
                yield (*path, "ports", place, "hostPort"), words


def _probe_hosts(spec: Spec) -> Iterator[Found]:
    for path, container in _containers(spec):
        actions: list[tuple[FieldPath, Mapping[str, Any]]] = [
            ((name,), mapping(container, name)) for name in _PROBES
        ]
        actions += [(("lifecycle", name), mapping(container, "lifecycle", name)) for name in _HOOKS]
        for steps, action in actions:
            for kind in ("httpGet", "tcpSocket"):
                if text(action, kind, "host"):
                    yield (*path, *steps, kind, "host"), "a host in a probe or hook is not allowed"


def _apparmor_annotations(metadata: Mapping[str, Any]) -> Iterator[Found]:
    for key, value in mapping(metadata, "annotations").items():
        allowed = value in ("", "runtime/default") or str(value).startswith("localhost/")
        if key.startswith(_APPARMOR_ANNOTATION) and not allowed:
            yield (), f"AppArmor profile {value!r} is not allowed (annotation {key})"


def _profiles(spec: Spec) -> Iterator[Found]:
    for path, context in _contexts(spec):
        for field in ("appArmorProfile", "seccompProfile"):
            if text(context, field, "type") == "Unconfined":
                yield (*path, field, "type"), f"{field} Unconfined is not allowed"


def _selinux(spec: Spec) -> Iterator[Found]:
    for path, context in _contexts(spec):
        options = mapping(context, "seLinuxOptions")
        if text(options, "type") not in _SELINUX_TYPES:
            yield (*path, "seLinuxOptions", "type"), f"SELinux type {options['type']} is not allowed"
        for field in ("user", "role"):
            if options.get(field):
                yield (*path, "seLinuxOptions", field), f"an SELinux {field} is not allowed"


def _proc_mount(spec: Spec) -> Iterator[Found]:
    if spec.get("hostUsers") is False:
        return
    for path, context in _contexts(spec):
        if text(context, "procMount") not in ("", "Default"):
            yield (*path, "procMount"), f"procMount {context['procMount']} is not allowed"


def _sysctls(spec: Spec) -> Iterator[Found]:
    for place, sysctl in enumerate(items(spec, "securityContext", "sysctls")):
        if text(sysctl, "name") not in _SYSCTLS:
            yield ("securityContext", "sysctls", place), f"sysctl {text(sysctl, 'name')} is not allowed"


def _volume_kinds(spec: Spec) -> Iterator[Found]:
    for place, volume in enumerate(items(spec, "volumes")):
        if all(mapping(volume).get(kind) is None for kind in _VOLUMES):
            words = f"volume {text(volume, 'name')} is of a kind that is not allowed"
            yield ("volumes", place), words


def _escalation(spec: Spec) -> Iterator[Found]:
    if _is_windows(spec):
        return
    for path, container in _containers(spec):
        if mapping(container, "securityContext").get("allowPrivilegeEscalation") is not False:
            yield (
                (*path, "securityContext", "allowPrivilegeEscalation"),
                "allowPrivilegeEscalation must be false",
            )


def _non_root(spec: Spec) -> Iterator[Found]:
    if spec.get("hostUsers") is False:
        return
    of_pod = mapping(spec, "securityContext").get("runAsNonRoot")
    for path, context in _contexts(spec):
        said = context.get("runAsNonRoot")
        missing = said is None and of_pod is not True and path != ("securityContext",)
        if said is False or missing:
            yield (*path, "runAsNonRoot"), "runAsNonRoot must be true"
        if context.get("runAsUser") == 0:
            yield (*path, "runAsUser"), "runAsUser must not be 0"


def _seccomp(spec: Spec) -> Iterator[Found]:
    if _is_windows(spec):
        return
    of_pod = text(spec, "securityContext", "seccompProfile", "type")
    for path, container in _containers(spec):
        said = text(container, "securityContext", "seccompProfile", "type") or of_pod
        if not said:
            words = "seccompProfile.type must be RuntimeDefault or Localhost"
            yield (*path, "securityContext", "seccompProfile"), words


def _dropped_capabilities(spec: Spec) -> Iterator[Found]:
    if _is_windows(spec):
        return
    for path, container in _containers(spec):
        if "ALL" not in items(container, "securityContext", "capabilities", "drop"):
            yield (*path, "securityContext", "capabilities"), "capabilities.drop must hold ALL"
    yield from _added_capabilities(spec, frozenset({"NET_BIND_SERVICE"}))


def _is_windows(spec: Spec) -> bool:
    return text(spec, "os", "name") == "windows"


_BASELINE: tuple[Callable[[Spec], Iterator[Found]], ...] = (
    _host_namespaces,
    _privileged,
    _capabilities,
    _host_paths,
    _host_ports,
    _probe_hosts,
    _profiles,
    _selinux,
    _proc_mount,
    _sysctls,
)
_RESTRICTED: tuple[Callable[[Spec], Iterator[Found]], ...] = (
    _volume_kinds,
    _escalation,
    _non_root,
    _seccomp,
    _dropped_capabilities,
)
