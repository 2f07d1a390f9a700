"""The security context of the pod, the namespaces it shares with its host, and its operating system.

Source: validatePodSpecSecurityContext, validateHostUsers, validateWindowsHostProcessPod, validateLinux
and validateWindows in pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from dslint.kubernetes.validation.containers.every_container import containers_of
from dslint.kubernetes.validation.context import Context
from dslint.kubernetes.validation.problem_constructors import (
    duplicate,
    forbidden,
    invalid,
    not_supported,
)
from dslint.kubernetes.validation.tables import ID, POD_SECURITY_CONTEXT
from dslint.kubernetes.validation.value_checks import check_fields, faulty, missing, shown, unknown_word
from dslint.values.path import FieldPath, field_text
from dslint.values.problem import Problem, Related
from dslint.values.typed import Any

Data = Mapping[str, Any]

RULE = "pod-security-context"
SYSCTL_LIMIT = 253
_SYSCTL = re.compile(r"(?:[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?[./])*[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?\Z")
_SWAP = str.maketrans("./", "/.")
NETWORK_SYSCTLS = ("net.",)
IPC_PREFIXES = ("fs.mqueue.",)
IPC_SYSCTLS = frozenset(
    {
        *("kernel.sem", "kernel.shm", "kernel.shmall", "kernel.shmmax", "kernel.shmmni"),
        *("kernel.shm_rmid_forced", "kernel.msg", "kernel.msgmax", "kernel.msgmnb", "kernel.msgmni"),
    }
)
"""Source: k8s.io/component-helpers/node/util/sysctl."""


def pod_security_problems(pod: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    """Judge the pod's securityContext and host namespaces."""
    security = pod.get("securityContext") or {}
    here = (*path, "securityContext")
    if security:
        from dslint.kubernetes.validation.containers.security import profile_problems

        yield from check_fields(security, POD_SECURITY_CONTEXT, here)
        yield from profile_problems(security, here, RULE)
        for index, group in enumerate(security.get("supplementalGroups") or ()):
            fault = ID(group)
            if fault:
                yield faulty(RULE, (*here, "supplementalGroups", index), group, fault)
        yield from _selinux_problems(security, here, context)
        yield from _sysctl_problems(security.get("sysctls") or (), (*here, "sysctls"), pod, context)
    if pod.get("shareProcessNamespace") and pod.get("hostPID"):
        yield _shared_twice(path, context)
    if pod.get("hostUsers") is False:
        yield from _user_namespace_problems(pod, path, context)
    yield from _host_process_problems(pod, path)


def _shared_twice(path: FieldPath, context: Context) -> Problem:
    as_written = context.holds("shareProcessNamespace is named where it is written")
    server = path if as_written else (*path, "securityContext")
    return invalid(
        RULE,
        (*path, "shareProcessNamespace"),
        "`shareProcessNamespace` and `hostPID` cannot both be true; a pod has only one process namespace",
        field=field_text((*server, "shareProcessNamespace")),
        write="one of the two",
        related=(Related((*path, "hostPID"), "shares the node's processes"),),
    )


def _selinux_problems(security: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    policy = security.get("seLinuxChangePolicy")
    if policy is None:
        return
    if policy == "Recursive":
        return
    both = context.gate("SELinuxMount") or context.allowed.selinux_change_policy
    allowed = ("MountOption", "Recursive") if both else ("Recursive",)
    here = (*path, "seLinuxChangePolicy")
    if policy == "MountOption" and not both:
        message = "`seLinuxChangePolicy: MountOption` needs Kubernetes 1.37"
        yield not_supported(RULE, here, message, write="seLinuxChangePolicy: Recursive")
    elif policy not in allowed:
        yield unknown_word(RULE, here, policy, allowed)


def _sysctl_problems(
    sysctls: Sequence[Data], path: FieldPath, pod: Data, context: Context
) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for index, sysctl in enumerate(sysctls):
        name, here = sysctl.get("name", ""), (*path, index, "name")
        first = seen.setdefault(name, index)
        if not name:
            yield missing(RULE, sysctl, here, "name: net.core.somaxconn, or another sysctl")
        elif len(name.encode()) > SYSCTL_LIMIT or not _SYSCTL.match(name):
            yield invalid(RULE, here, f"`name: {shown(name)}` is not the name of a sysctl")
        elif first != index:
            yield duplicate(
                RULE,
                here,
                f"the sysctl `{name}` is set twice",
                related=(Related((*path, first, "name"), "the first time"),),
            )
        if not context.allowed.sysctls_with_host_namespaces:
            shared = list(host_sysctl_problems(name, here, pod))
            if shared and context.holds("the node's namespaces are looked at when sysctls are judged"):
                yield from shared


def host_sysctl_problems(name: str, path: FieldPath, pod: Data) -> Iterator[Problem]:
    """Judge a sysctl of a namespace that the pod shares with its node."""
    dotted = _dotted(name).partition("*")[0]
    if pod.get("hostNetwork") and dotted.startswith(NETWORK_SYSCTLS):
        host = "hostNetwork"
    elif pod.get("hostIPC") and (dotted in IPC_SYSCTLS or dotted.startswith(IPC_PREFIXES)):
        host = "hostIPC"
    else:
        return
    yield invalid(
        RULE,
        path,
        f"the sysctl `{shown(name)}` would change the node itself because of `{host}: true`",
        write=f"remove {host}, or remove this sysctl",
        related=(Related((*path[:3], host), "shares the node's namespace"),),
    )


def _dotted(name: str) -> str:
    """`net/ipv4/conf/eth0.1/x` in the spelling with dots: the first separator says which spelling it is."""
    first = next((character for character in name if character in "./"), ".")
    return name.translate(_SWAP) if first == "/" else name


def _user_namespace_problems(pod: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    network_too = context.allowed.user_namespace_host_network or context.gate(
        "UserNamespacesHostNetworkSupport"
    )
    for name, server in (("hostNetwork", "hostNetwork"), ("hostPID", "HostPID"), ("hostIPC", "HostIPC")):
        if pod.get(name) and not (name == "hostNetwork" and network_too):
            yield forbidden(
                RULE,
                (*path, name),
                f"`{name}: true` cannot be combined with `hostUsers: false`",
                field=field_text((*path, server)),
                write="keep one of them; a pod in a user namespace cannot share the namespaces of the node",
                related=(Related((*path, "hostUsers"), "requests a user namespace"),),
            )
    if context.allowed.user_namespace_volume_devices:
        return
    for place, container in containers_of(pod):
        if container.get("volumeDevices") and context.holds(
            "block devices cannot be combined with a user namespace"
        ):
            yield forbidden(
                RULE,
                (*place, "volumeDevices"),
                "block devices cannot be combined with `hostUsers: false`",
                anchor="key",
                related=(Related((*path, "hostUsers"), "requests a user namespace"),),
            )


def _host_process_problems(pod: Data, path: FieldPath) -> Iterator[Problem]:
    of_pod = _host_process(pod)
    containers = [(place, _host_process(container)) for place, container in containers_of(pod)]
    if of_pod is None and all(own is None for _, own in containers):
        return
    for place, own in containers:
        if None not in (of_pod, own) and own != of_pod:
            here = (*path, "securityContext", "windowsOptions", "hostProcess")
            yield invalid(
                RULE,
                (*place, "securityContext", "windowsOptions", "hostProcess"),
                f"`hostProcess: {shown(own)}` contradicts the pod, which says {shown(of_pod)}",
                write="set it only in the pod",
                related=(Related(here, "what the pod says"),),
            )
    effective = [of_pod if own is None else own for _, own in containers]
    if not any(effective):
        return
    if not all(effective):
        yield invalid(
            RULE,
            path,
            "either all containers must be HostProcess containers, or none",
            anchor="key",
            write="hostProcess once, in the pod's securityContext.windowsOptions",
        )
    if not pod.get("hostNetwork"):
        yield invalid(
            RULE,
            (*path, "hostNetwork"),
            "HostProcess containers run in the node's network and require `hostNetwork: true`",
            write="hostNetwork: true",
        )


def _host_process(holder: Data) -> bool | None:
    options = (holder.get("securityContext") or {}).get("windowsOptions") or {}
    value: bool | None = options.get("hostProcess")
    return value
