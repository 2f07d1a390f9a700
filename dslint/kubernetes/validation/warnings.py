"""Server warnings about a pod template: the entry point, annotations and lists of the pod.

Source: GetWarningsForPodTemplate in pkg/api/pod/warnings.go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from dslint.kubernetes.validation.containers.container_warnings import container_warnings, fraction_warnings
from dslint.kubernetes.validation.containers.every_container import containers_of
from dslint.kubernetes.validation.context import Context
from dslint.kubernetes.validation.problem_constructors import warning
from dslint.kubernetes.validation.scheduling.scheduling_warnings import scheduling_warnings
from dslint.kubernetes.validation.value_checks import shown
from dslint.values.path import FieldPath, MapKey
from dslint.values.problem import Change, Problem, Related
from dslint.values.typed import Any

Data = Mapping[str, Any]

DEAD_ANNOTATIONS = {
    "scheduler.alpha.kubernetes.io/critical-pod": ("1.16", "priorityClassName: system-node-critical"),
    "security.alpha.kubernetes.io/sysctls": ("1.11", "the sysctls in securityContext"),
    "security.alpha.kubernetes.io/unsafe-sysctls": ("1.11", "the sysctls in securityContext"),
}
"""Annotation -> the version that stopped reading it, and what to write instead."""


def template_warnings(template: Mapping[str, Any], path: FieldPath, context: Context) -> Iterator[Problem]:
    """Warn about a decoded, defaulted template at `path` (`spec.template`)."""
    pod, here = template["spec"], (*path, "spec")
    if context.annotations:
        yield from _annotation_warnings((*path, "metadata", "annotations"), pod, context)
    yield from scheduling_warnings(pod, here, context)
    if "volumes" in pod:
        from dslint.kubernetes.validation.volumes.volume_warnings import volume_warnings

        yield from volume_warnings(pod["volumes"], (*here, "volumes"), context)
    yield from container_warnings(pod, context)
    if "overhead" in pod:
        yield from fraction_warnings(pod["overhead"], (*here, "overhead"))
    for field, warn in _LISTS.items():
        if field in pod:
            yield from warn(pod[field], (*here, field), context)
    if pod.get("terminationGracePeriodSeconds", 0) < 0:
        place = (*here, "terminationGracePeriodSeconds")
        yield warning(
            "suspicious-value",
            place,
            f"`terminationGracePeriodSeconds: {pod['terminationGracePeriodSeconds']}` must not be negative",
            result=(
                "Kubernetes treats it as 1: containers are killed one second after they are asked to stop."
            ),
            write="the number of seconds that the containers need to stop",
            changes=(Change("replace", place, "1"),),
            safe=True,
        )


def _annotation_warnings(path: FieldPath, pod: Data, context: Context) -> Iterator[Problem]:
    from dslint.kubernetes.validation.metadata.profile_annotations import (
        APPARMOR_CONTAINER,
        SECCOMP_CONTAINER,
        SECCOMP_POD,
    )

    annotations = context.annotations
    for key, (version, write) in DEAD_ANNOTATIONS.items():
        if key in annotations:
            yield _dead(key, path, version, write)
    security = pod.get("securityContext") or {}
    if SECCOMP_POD in annotations and "seccompProfile" not in security:
        yield _dead(SECCOMP_POD, path, "1.27", "seccompProfile in securityContext")
    for _, container in containers_of(pod):
        own, name = container.get("securityContext") or {}, container.get("name", "")
        if SECCOMP_CONTAINER + name in annotations and "seccompProfile" not in own:
            yield _dead(
                SECCOMP_CONTAINER + name, path, "1.27", "seccompProfile in the container's securityContext"
            )
        key = APPARMOR_CONTAINER + name
        if (
            key in annotations
            and "appArmorProfile" not in own
            and "appArmorProfile" not in security
            and context.holds("AppArmor annotations are warned of")
        ):
            yield warning(
                "deprecated-annotation",
                (*path, MapKey(key)),
                f"the annotation `{key}` has been deprecated since Kubernetes 1.30",
                anchor="key",
                write="appArmorProfile in the container's securityContext",
            )


def _dead(key: str, path: FieldPath, version: str, write: str) -> Problem:
    return warning(
        "deprecated-annotation",
        (*path, MapKey(key)),
        f"the annotation `{key}` has had no effect since Kubernetes {version}",
        anchor="key",
        result="It is stored but never read.",
        write=write,
    )


def _host_aliases(aliases: Sequence[Data], path: FieldPath, context: Context) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for index, alias in enumerate(aliases):
        address, here = alias.get("ip", ""), (*path, index, "ip")
        first = seen.setdefault(address, index)
        if first != index:
            yield warning(
                "duplicate-entry",
                here,
                f"two entries of `hostAliases` have `ip: {shown(address)}`",
                result="kubectl apply identifies the entries by their address and may drop one of them.",
                write="one entry with all the host names",
                related=(Related((*path, first, "ip"), "the first entry with this address"),),
            )
        yield from _spelling_warnings(address, here, context)


def _pull_secrets(secrets: Sequence[Data], path: FieldPath, _context: Context) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for index, secret in enumerate(secrets):
        name, here = secret.get("name", ""), (*path, index, "name")
        first = seen.setdefault(name, index)
        if first != index:
            yield warning(
                "duplicate-entry",
                here,
                f"the pull secret `{shown(name)}` is a duplicate",
                write="one of the two",
                related=(Related((*path, first, "name"), "the first time"),),
                changes=(Change("remove", (*path, index)),),
            )
        if not name:
            yield warning(
                "suspicious-value",
                here,
                "a pull secret has no name",
                result="The entry is stored but names no secret.",
                write="the name of a secret, or no entry",
            )


def _dns_config(config: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    for index, address in enumerate(config.get("nameservers") or ()):
        yield from _spelling_warnings(address, (*path, "nameservers", index), context)


def _spelling_warnings(address: str, path: FieldPath, context: Context) -> Iterator[Problem]:
    from dslint.kubernetes.formats.addresses import preferred

    better = preferred(address)
    if better and context.holds("IP addresses in an unusual form are warned of"):
        yield warning(
            "suspicious-value",
            path,
            f"`{shown(address)}` is not the usual form of this address",
            result=(
                "Programs that compare addresses as strings see "
                "a different one; later versions may reject it."
            ),
            write=better,
            changes=(Change("replace", path, better if ":" not in better else f'"{better}"'),),
            safe=True,
        )


_LISTS: dict[str, Callable[[Any, FieldPath, Context], Iterator[Problem]]] = {
    "hostAliases": _host_aliases,
    "imagePullSecrets": _pull_secrets,
    "dnsConfig": _dns_config,
}
"""Field of a pod -> its warning function."""
