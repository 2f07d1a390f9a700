"""The pod spec of a template: its own fields, and the entry point to its parts.

Source: ValidatePodSpec in pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dslint.kubernetes.formats import names
from dslint.kubernetes.validation.containers.containers import (
    Pod,
    container_problems,
    ephemeral_container_problems,
    init_container_problems,
)
from dslint.kubernetes.validation.containers.every_container import containers_of
from dslint.kubernetes.validation.containers.mounts import Volumes
from dslint.kubernetes.validation.containers.ports import host_network_problems
from dslint.kubernetes.validation.containers.resources import requirement_problems
from dslint.kubernetes.validation.context import Context
from dslint.kubernetes.validation.metadata.label_selectors import label_problems
from dslint.kubernetes.validation.problem_constructors import duplicate, invalid
from dslint.kubernetes.validation.tables import POD_SPEC
from dslint.kubernetes.validation.value_checks import check_fields, shown
from dslint.kubernetes.validation.volumes.volumes import volume_problems
from dslint.values.path import FieldPath
from dslint.values.problem import Problem, Related
from dslint.values.typed import Any

Data = Mapping[str, Any]


def pod_problems(pod: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    """Judge a decoded, defaulted pod spec at `path` (`spec.template.spec`)."""
    volumes = pod.get("volumes") or ()
    problems, registered = volume_problems(volumes, (*path, "volumes"), context)
    yield from problems
    around = Pod(pod, path, Volumes(volumes, registered), context)
    yield from container_problems(around)
    if "initContainers" in pod:
        yield from init_container_problems(around)
    if "ephemeralContainers" in pod:
        yield from ephemeral_container_problems(around)
    yield from check_fields(pod, POD_SPEC, path)
    if _sets_security(pod):
        from dslint.kubernetes.validation.pod.pod_security import pod_security_problems

        yield from pod_security_problems(pod, path, context)
    if "dnsConfig" in pod or pod.get("dnsPolicy") == "None":
        from dslint.kubernetes.validation.pod.dns import dns_problems

        yield from dns_problems(pod, path, context)
    for field, judge in _PARTS.items():
        if field in pod:
            yield from judge(pod, (*path, field), context)


def _sets_security(pod: Data) -> bool:
    """Whether the pod or a container has a field for which `pod_security` is needed."""
    if pod.get("securityContext") or pod.get("shareProcessNamespace") or pod.get("hostUsers") is False:
        return True
    return any(container.get("securityContext") for _, container in containers_of(pod))


def _tolerations(pod: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    from dslint.kubernetes.validation.scheduling.tolerations import toleration_problems

    return toleration_problems(pod["tolerations"], path, context)


def _affinity(pod: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    from dslint.kubernetes.validation.scheduling.affinity import affinity_problems

    return affinity_problems(pod["affinity"], path, context)


def _spread(pod: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    from dslint.kubernetes.validation.scheduling.spread import spread_problems

    return spread_problems(pod["topologySpreadConstraints"], path, context)


def _node_selector(pod: Data, path: FieldPath, _context: Context) -> Iterator[Problem]:
    return label_problems(pod["nodeSelector"], path, "node-selector")


def _host_aliases(pod: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    from dslint.kubernetes.validation.pod.dns import host_alias_problems

    return host_alias_problems(pod["hostAliases"], path, context)


def _hostname_override(pod: Data, path: FieldPath, _context: Context) -> Iterator[Problem]:
    from dslint.kubernetes.validation.pod.dns import hostname_override_problems

    return hostname_override_problems(pod, path[:-1])


def _os(pod: Data, path: FieldPath, _context: Context) -> Iterator[Problem]:
    from dslint.kubernetes.validation.pod.pod_os import os_problems

    return os_problems(pod, path[:-1])


def _host_network(pod: Data, path: FieldPath, _context: Context) -> Iterator[Problem]:
    if pod["hostNetwork"]:
        containers = pod.get("containers") or ()
        yield from host_network_problems(containers, (*path[:-1], "containers"), path[:-1])


def _resources(pod: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    from dslint.kubernetes.validation.pod.pod_resources import pod_requirement_problems

    # For Windows, the server only reports that the field is not allowed.
    if (pod.get("os") or {}).get("name") != "windows":
        fractions = context.allowed.huge_page_fractions
        yield from pod_requirement_problems(pod, path[:-1], huge_page_fractions=fractions)


def _overhead(pod: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    fractions = context.allowed.huge_page_fractions
    limits = {"limits": pod["overhead"]}
    return requirement_problems(limits, path, (), huge_page_fractions=fractions, limits_path=path)


def _resource_claims(pod: Data, path: FieldPath, _context: Context) -> Iterator[Problem]:
    from dslint.kubernetes.validation.scheduling.device_claims import claim_problems

    return claim_problems(pod["resourceClaims"], path)


def _scheduling_gates(pod: Data, path: FieldPath, _context: Context) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for index, gate in enumerate(pod["schedulingGates"]):
        name, place = gate.get("name", ""), (*path, index)
        fault = names.qualified_name(name)
        if fault:
            yield invalid("scheduling-gates", place, f"`name: {shown(name)}` {fault}")
        first = seen.setdefault(name, index)
        if first != index:
            message = f"the gate `{shown(name)}` is a duplicate"
            yield duplicate(
                "scheduling-gates", place, message, related=(Related((*path, first), "the first time"),)
            )


def _readiness_gates(pod: Data, path: FieldPath, _context: Context) -> Iterator[Problem]:
    gates: Sequence[Data] = pod["readinessGates"]
    for index, gate in enumerate(gates):
        name = gate.get("conditionType", "")
        fault = names.qualified_name(name)
        if fault:
            message = f"`conditionType: {shown(name)}` {fault}"
            yield invalid("scheduling-gates", (*path, index, "conditionType"), message)


_PARTS = {
    "hostNetwork": _host_network,
    "resources": _resources,
    "overhead": _overhead,
    "resourceClaims": _resource_claims,
    "nodeSelector": _node_selector,
    "affinity": _affinity,
    "tolerations": _tolerations,
    "topologySpreadConstraints": _spread,
    "schedulingGates": _scheduling_gates,
    "readinessGates": _readiness_gates,
    "hostAliases": _host_aliases,
    "hostnameOverride": _hostname_override,
    "os": _os,
}
"""Field of a pod -> its validating function, which takes the pod and the field's path."""
