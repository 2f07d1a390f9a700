"""The Pod Security Standards: what the levels `baseline` and `restricted` reject.

A namespace may pin the standard to the version of a minor release (`enforce-version: v1.33`).
Source: Kubernetes 1.34 to 1.37, k8s.io/pod-security-admission/policy, and the page
"Pod Security Standards" of the documentation.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache

from dslint.kubernetes.access import items, mapping, text
from dslint.kubernetes.admission import Refusal
from dslint.kubernetes.node.capabilities import RUNTIME_DEFAULT
from dslint.kubernetes.versions import NEWEST, minor_number
from dslint.values.path import FieldPath
from dslint.values.typed import Any, NamedTuple

Spec = Mapping[str, Any]
Metadata = Mapping[str, Any]
Found = tuple[FieldPath, str]
Check = Callable[[Spec, Metadata], Iterator[Found]]
LEVELS = ("privileged", "baseline", "restricted")
LABEL = "pod-security.kubernetes.io/"

_SYSCTLS = frozenset(
    {
        "kernel.shm_rmid_forced",
        "net.ipv4.ip_local_port_range",
        "net.ipv4.ip_unprivileged_port_start",
        "net.ipv4.ping_group_range",
        "net.ipv4.tcp_syncookies",
    }
)
_SYSCTLS_SINCE = {
    27: {"net.ipv4.ip_local_reserved_ports"},
    29: {
        "net.ipv4.tcp_fin_timeout",
        "net.ipv4.tcp_keepalive_intvl",
        "net.ipv4.tcp_keepalive_probes",
        "net.ipv4.tcp_keepalive_time",
    },
    32: {"net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"},
    37: {"net.ipv4.tcp_notsent_lowat", "net.ipv4.tcp_slow_start_after_idle"},
}
_SELINUX_TYPES = frozenset({"", "container_t", "container_init_t", "container_kvm_t"})
_VOLUMES = (
    "configMap",
    "csi",
    "downwardAPI",
    "emptyDir",
    "ephemeral",
    "image",
    "persistentVolumeClaim",
    "projected",
    "secret",
)
_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")
_HOOKS = ("postStart", "preStop")
_APPARMOR_ANNOTATION = "container.apparmor.security.beta.kubernetes.io/"
_SECCOMP_ANNOTATION = "seccomp.security.alpha.kubernetes.io/pod"
_SECCOMP_ANNOTATIONS = "container.seccomp.security.alpha.kubernetes.io/"
_PINNED = re.compile(r"v1\.(0|[1-9][0-9]{0,3})\Z")


class Policy(NamedTuple):
    """The policy of a namespace: a level, and the version of the standard (`1.33`)."""

    level: str
    version: str
    pinned: bool = False

    def __str__(self) -> str:
        """`baseline`, `baseline (version 1.33)`."""
        return f"{self.level} (version {self.version})" if self.pinned else self.level


class Control(NamedTuple):
    """One control of the standards: its level, its check by minor version, the controls that it replaces."""

    level: str
    checks: tuple[tuple[int, Check], ...]
    replaces: str = ""


def policy_of(namespace: Any, mode: str, cluster: str = NEWEST) -> Policy:
    """Return the policy of a Namespace (JSON data) for a mode: `enforce`, `warn` or `audit`.

    `latest`, no version, and a version newer than the cluster's mean the version of the cluster.
    """
    labels = mapping(namespace, "metadata", "labels")
    pinned = _PINNED.match(text(labels, f"{LABEL}{mode}-version"))
    is_older = pinned is not None and int(pinned[1]) < minor_number(cluster)
    version = f"1.{pinned[1]}" if pinned is not None and is_older else cluster
    return Policy(text(labels, f"{LABEL}{mode}"), version, is_older)


def violations(
    pod_metadata: Metadata,
    pod_spec: Spec,
    level: str,
    version: str = NEWEST,
    controls: Iterable[str] = (),
) -> list[Refusal]:
    """Yield what a level rejects in a pod; nothing for `privileged` and unknown levels.

    With `controls`, only these controls count (see CONTROLS).
    """
    if level not in LEVELS[1:]:
        return []
    wanted = frozenset(controls)
    found: list[Found] = []
    for name, check in _checks_of(level, minor_number(version)):
        if not wanted or name in wanted:
            found.extend(check(pod_spec, pod_metadata))
    return [Refusal(level, words, path) for path, words in found]


@cache
def _checks_of(level: str, minor: int) -> tuple[tuple[str, Check], ...]:
    """Return the controls of a level with the newest check up to `minor`, without replaced ones."""
    chosen: dict[str, Check] = {}
    replaced: set[str] = set()
    for name, control in CONTROLS.items():
        since = [check for first, check in control.checks if first <= minor]
        if since and control.level in LEVELS[: LEVELS.index(level) + 1]:
            chosen[name] = since[-1]
            replaced.add(control.replaces)
    return tuple((name, check) for name, check in chosen.items() if name not in replaced)


def _containers(spec: Spec) -> Iterator[tuple[FieldPath, Mapping[str, Any]]]:
    for kind in ("initContainers", "containers"):
        for place, container in enumerate(items(spec, kind)):
            yield (kind, place), mapping(container)


def _contexts(spec: Spec) -> Iterator[tuple[FieldPath, Mapping[str, Any]]]:
    """Return every security context, the pod's first."""
    yield ("securityContext",), mapping(spec, "securityContext")
    for path, container in _containers(spec):
        yield (*path, "securityContext"), mapping(container, "securityContext")


def _host_namespaces(spec: Spec, _: Metadata) -> Iterator[Found]:
    for field in ("hostNetwork", "hostPID", "hostIPC"):
        if spec.get(field) is True:
            yield (field,), f"{field} is not allowed"


def _privileged(spec: Spec, _: Metadata) -> Iterator[Found]:
    for path, context in _contexts(spec):
        if context.get("privileged") is True:
            yield (*path, "privileged"), "a privileged container is not allowed"


def _host_process(spec: Spec, _: Metadata) -> Iterator[Found]:
    for path, context in _contexts(spec):
        if mapping(context, "windowsOptions").get("hostProcess") is True:
            yield (*path, "windowsOptions", "hostProcess"), "a host process is not allowed"


def _added_capabilities(spec: Spec, allowed: frozenset[str]) -> Iterator[Found]:
    for path, context in _contexts(spec):
        for place, name in enumerate(items(context, "capabilities", "add")):
            if name not in allowed:
                yield (*path, "capabilities", "add", place), f"capability {name} is not allowed"


def _capabilities(spec: Spec, _: Metadata) -> Iterator[Found]:
    yield from _added_capabilities(spec, RUNTIME_DEFAULT)


def _host_paths(spec: Spec, _: Metadata) -> Iterator[Found]:
    for place, volume in enumerate(items(spec, "volumes")):
        if mapping(volume).get("hostPath") is not None:
            yield ("volumes", place, "hostPath"), f"volume {text(volume, 'name')}: hostPath is not allowed"


def _host_ports(spec: Spec, _: Metadata) -> Iterator[Found]:
    for path, container in _containers(spec):
        for place, port in enumerate(items(container, "ports")):
            if mapping(port).get("hostPort"):
                words = f"host port {port['hostPort']} is not allowed"
                yield (*path, "ports", place, "hostPort"), words


def _probe_hosts(spec: Spec, _: Metadata) -> Iterator[Found]:
    for path, container in _containers(spec):
        actions: list[tuple[FieldPath, Mapping[str, Any]]] = [
            ((name,), mapping(container, name)) for name in _PROBES
        ]
        actions += [(("lifecycle", name), mapping(container, "lifecycle", name)) for name in _HOOKS]
        for steps, action in actions:
            for kind in ("httpGet", "tcpSocket"):
                if text(action, kind, "host"):
                    yield (*path, *steps, kind, "host"), "a host in a probe or hook is not allowed"


def _apparmor(spec: Spec, metadata: Metadata) -> Iterator[Found]:
    yield from _unconfined(spec, "appArmorProfile")
    for key, value in mapping(metadata, "annotations").items():
        allowed = value in ("", "runtime/default") or str(value).startswith("localhost/")
        if key.startswith(_APPARMOR_ANNOTATION) and not allowed:
            yield (), f"AppArmor profile {value!r} is not allowed (annotation {key})"


def _unconfined(spec: Spec, field: str) -> Iterator[Found]:
    for path, context in _contexts(spec):
        profile = context.get(field)
        if profile is not None and text(profile, "type") not in ("RuntimeDefault", "Localhost"):
            shown = text(profile, "type") or "without a type"
            yield (*path, field, "type"), f"{field} {shown} is not allowed"


def _seccomp_annotations(spec: Spec, metadata: Metadata) -> Iterator[Found]:
    """Check annotations, which named a pod's profile before the field of Kubernetes 1.19."""
    names = {f"{_SECCOMP_ANNOTATIONS}{text(container, 'name')}" for _, container in _containers(spec)}
    for key, value in mapping(metadata, "annotations").items():
        allowed = value in ("runtime/default", "docker/default") or str(value).startswith("localhost/")
        if (key == _SECCOMP_ANNOTATION or key in names) and not allowed:
            yield (), f"seccomp profile {value!r} is not allowed (annotation {key})"


def _seccomp_profiles(spec: Spec, _: Metadata) -> Iterator[Found]:
    yield from _unconfined(spec, "seccompProfile")


def _selinux(types: frozenset[str]) -> Check:
    def check(spec: Spec, _: Metadata) -> Iterator[Found]:
        for path, context in _contexts(spec):
            options = mapping(context, "seLinuxOptions")
            if text(options, "type") not in types:
                yield (*path, "seLinuxOptions", "type"), f"SELinux type {options['type']} is not allowed"
            for field in ("user", "role"):
                if options.get(field):
                    yield (*path, "seLinuxOptions", field), f"an SELinux {field} is not allowed"

    return check


def _proc_mount(spec: Spec, _: Metadata) -> Iterator[Found]:
    for path, container in _containers(spec):
        kind = text(container, "securityContext", "procMount")
        if kind not in ("", "Default"):
            yield (*path, "securityContext", "procMount"), f"procMount {kind} is not allowed"


def _unless_user_namespace(check: Check) -> Check:
    """Skip pods with their own user namespace, which may do more from 1.35 on."""

    def relaxed(spec: Spec, metadata: Metadata) -> Iterator[Found]:
        if spec.get("hostUsers") is not False:
            yield from check(spec, metadata)

    return relaxed


def _unless_windows(check: Check) -> Check:
    """Skip pods for Windows, which need not set Linux fields from 1.25 on."""

    def relaxed(spec: Spec, metadata: Metadata) -> Iterator[Found]:
        if text(spec, "os", "name") != "windows":
            yield from check(spec, metadata)

    return relaxed


def _sysctls(minor: int) -> Check:
    allowed = _SYSCTLS.union(*(names for since, names in _SYSCTLS_SINCE.items() if since <= minor))

    def check(spec: Spec, _: Metadata) -> Iterator[Found]:
        for place, sysctl in enumerate(items(spec, "securityContext", "sysctls")):
            if text(sysctl, "name") not in allowed:
                yield ("securityContext", "sysctls", place), f"sysctl {text(sysctl, 'name')} is not allowed"

    return check


def _volume_kinds(spec: Spec, _: Metadata) -> Iterator[Found]:
    """Return the kinds of a volume; one without a source is an emptyDir."""
    for place, volume in enumerate(items(spec, "volumes")):
        sources = [key for key, value in mapping(volume).items() if key != "name" and value is not None]
        if sources and not any(kind in _VOLUMES for kind in sources):
            words = f"volume {text(volume, 'name')}: {sources[0]} is not allowed"
            yield ("volumes", place, sources[0]), words


def _escalation(spec: Spec, _: Metadata) -> Iterator[Found]:
    for path, container in _containers(spec):
        if mapping(container, "securityContext").get("allowPrivilegeEscalation") is not False:
            yield (
                (*path, "securityContext", "allowPrivilegeEscalation"),
                "allowPrivilegeEscalation must be false",
            )


def _non_root(spec: Spec, _: Metadata) -> Iterator[Found]:
    of_pod = mapping(spec, "securityContext").get("runAsNonRoot")
    for path, context in _contexts(spec):
        said = context.get("runAsNonRoot")
        missing = said is None and of_pod is not True and path != ("securityContext",)
        if said is False or missing:
            yield (*path, "runAsNonRoot"), "runAsNonRoot must be true"


def _root_user(spec: Spec, _: Metadata) -> Iterator[Found]:
    for path, context in _contexts(spec):
        user = context.get("runAsUser")
        if user == 0 and not isinstance(user, bool):
            yield (*path, "runAsUser"), "runAsUser must not be 0"


def _seccomp(spec: Spec, _: Metadata) -> Iterator[Found]:
    yield from _unconfined(spec, "seccompProfile")
    of_pod = text(spec, "securityContext", "seccompProfile", "type")
    for path, container in _containers(spec):
        profile = mapping(container, "securityContext").get("seccompProfile")
        if profile is None and of_pod not in ("RuntimeDefault", "Localhost"):
            words = "seccompProfile.type must be RuntimeDefault or Localhost"
            yield (*path, "securityContext", "seccompProfile"), words


def _dropped_capabilities(spec: Spec, _: Metadata) -> Iterator[Found]:
    for path, container in _containers(spec):
        if "ALL" not in items(container, "securityContext", "capabilities", "drop"):
            yield (*path, "securityContext", "capabilities"), "capabilities.drop must hold ALL"
    yield from _added_capabilities(spec, frozenset({"NET_BIND_SERVICE"}))


CONTROLS: Mapping[str, Control] = {
    "hostNamespaces": Control("baseline", ((0, _host_namespaces),)),
    "privileged": Control("baseline", ((0, _privileged),)),
    "windowsHostProcess": Control("baseline", ((0, _host_process),)),
    "capabilities": Control("baseline", ((0, _capabilities),)),
    "hostPathVolumes": Control("baseline", ((0, _host_paths),)),
    "hostPorts": Control("baseline", ((0, _host_ports),)),
    "hostProbesAndHostLifecycle": Control("baseline", ((34, _probe_hosts),)),
    "appArmorProfile": Control("baseline", ((0, _apparmor),)),
    "seLinuxOptions": Control(
        "baseline", ((0, _selinux(_SELINUX_TYPES)), (31, _selinux(_SELINUX_TYPES | {"container_engine_t"})))
    ),
    "procMount": Control("baseline", ((0, _proc_mount), (35, _unless_user_namespace(_proc_mount)))),
    "seccompProfile": Control("baseline", ((0, _seccomp_annotations), (19, _seccomp_profiles))),
    "sysctls": Control("baseline", tuple((since, _sysctls(since)) for since in (0, *_SYSCTLS_SINCE))),
    "restrictedVolumes": Control("restricted", ((0, _volume_kinds),), replaces="hostPathVolumes"),
    "allowPrivilegeEscalation": Control("restricted", ((8, _escalation), (25, _unless_windows(_escalation)))),
    "runAsNonRoot": Control("restricted", ((0, _non_root), (35, _unless_user_namespace(_non_root)))),
    "runAsUser": Control("restricted", ((23, _root_user), (35, _unless_user_namespace(_root_user)))),
    "seccompProfile_restricted": Control(
        "restricted", ((19, _seccomp), (25, _unless_windows(_seccomp))), replaces="seccompProfile"
    ),
    "capabilities_restricted": Control(
        "restricted",
        ((22, _dropped_capabilities), (25, _unless_windows(_dropped_capabilities))),
        replaces="capabilities",
    ),
    "procMount_restricted": Control("restricted", ((35, _proc_mount),), replaces="procMount"),
}
"""The controls by the ids that Kubernetes gives them."""
