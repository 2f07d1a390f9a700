"""The pod of a DaemonSet's template, reduced to the fields that affect scheduling."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from dslint.kubernetes.access import items, mapping, text
from dslint.kubernetes.admission import Refusal, limit_range, pod_security, quota, quota_scopes
from dslint.kubernetes.affinity import Requirement, selector_requirements
from dslint.kubernetes.ports import HostPort, host_ports
from dslint.kubernetes.priorities import SYSTEM_CLASSES
from dslint.kubernetes.references import references
from dslint.kubernetes.requests import Amounts, amounts, container_requests, effective_requests
from dslint.planner.values import Reason
from dslint.planner.workload.namespace_selectors import (
    OPENSHIFT,
    POD_NODE_SELECTOR,
    conflict,
    requirements_of,
)
from dslint.planner.workload.origins import origins_of
from dslint.planner.workload.reasons import pod_reason
from dslint.planner.workload.surroundings import Object, Surroundings, namespace_of
from dslint.planner.workload.topology import TopologyTerms, topology_terms
from dslint.planner.workload.unseen import shared_claims, unseen
from dslint.planner.workload.volumes import BoundVolume, SoleClaim, bound_volumes, sole_claims
from dslint.values.path import POD_SPEC, FieldPath, MapKey

_DEFAULT_SCHEDULER = "default-scheduler"
_REVISION = "controller-revision-hash"
_OS_LABEL = "kubernetes.io/os"
_COMMON = ("cpu", "memory")
_ROOT_CERTIFICATE = "kube-root-ca.crt"
"""A ConfigMap that the cluster creates in every namespace."""


class PodShape(NamedTuple):
    """What the scheduler looks at.

    requests       what it asks for; nothing is 0
    request_paths  where the manifest asks for most of each resource
    preempts       whether it may push pods of lower priority off its node
    waits          reasons to stay Pending on every node: gates, a scheduler that is not there
    assigned       the template names the node: no scheduler is asked
    selector       labels that the RuntimeClass wants of the node, which the controller does not look at
    refusals       reasons why the server creates no pod at all
    namespaced     labels that the Namespace wants of the node, which the controller does not look at
    shared_claims  claims that only the pods of one node can mount, and their access modes
    os             spec.os.name; os_label: the pod label kubernetes.io/os; empty where there is none
    volumes        volumes of its claims that some nodes cannot mount
    sole_claims    claims that one pod of the cluster can use at a time
    unset          (container, resource) where one asks for no cpu or no memory
    origins        resource -> where the request comes from, where the template does not write it down
    """

    namespace: str
    labels: Mapping[str, str]
    requests: Amounts
    limits: Amounts
    request_paths: Mapping[str, FieldPath]
    ports: tuple[HostPort, ...]
    priority: int
    preempts: bool
    waits: tuple[Reason, ...]
    assigned: bool
    selector: tuple[Requirement, ...]
    topology: TopologyTerms
    refusals: tuple[Reason, ...]
    assumptions: tuple[str, ...]
    namespaced: tuple[Requirement, ...] = ()
    shared_claims: tuple[tuple[str, str], ...] = ()
    os: str = ""
    os_label: str = ""
    origins: Mapping[str, str] = {}
    unset: tuple[tuple[str, str], ...] = ()
    volumes: tuple[BoundVolume, ...] = ()
    sole_claims: tuple[SoleClaim, ...] = ()


def shape_of(manifest: Mapping[str, Any], around: Surroundings) -> PodShape:
    """Return the pod of a manifest (as the server stores it), after the objects around it changed it."""
    namespace = namespace_of(manifest)
    template = mapping(manifest, "spec", "template")
    limit_ranges = around.limit_ranges.get(namespace, ())
    runtime_class = around.runtime_classes.get(text(template, "spec", "runtimeClassName"))
    written = mapping(template, "spec")
    spec = limit_range.with_defaults(written, limit_ranges)
    spec = _with_runtime_class(spec, runtime_class)
    priority, preempts = _priority(spec, around)
    metadata = mapping(template, "metadata")
    labels = _labels(template)
    return PodShape(
        namespace=namespace,
        labels=labels,
        requests={name: number for name, number in effective_requests(spec).items() if number},
        limits=limit_range.pod_limits(spec),
        request_paths=_request_paths(spec),
        ports=host_ports(spec),
        priority=priority,
        preempts=preempts,
        waits=tuple(_waits(spec)),
        assigned=bool(text(spec, "nodeName")),
        selector=selector_requirements(mapping(runtime_class, "scheduling")),
        topology=topology_terms(spec, labels, namespace, around.namespaces),
        refusals=tuple(_refusals(spec, metadata, namespace, around)),
        assumptions=tuple(_assumptions(spec, namespace, around)),
        namespaced=requirements_of(around.namespaces.get(namespace), POD_NODE_SELECTOR),
        shared_claims=tuple(shared_claims(spec, namespace, around)),
        os=text(spec, "os", "name"),
        os_label=labels.get(_OS_LABEL, ""),
        origins=origins_of(written, spec, limit_ranges, runtime_class),
        unset=tuple(_unset(spec)),
        volumes=tuple(bound_volumes(spec, namespace, around)),
        sole_claims=tuple(sole_claims(spec, namespace, around)),
    )


def _unset(spec: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    of_pod = amounts(mapping(spec, "resources", "requests"))
    for container in items(spec, "containers"):
        asked = container_requests(container)
        for resource in _COMMON:
            if resource not in asked and resource not in of_pod:
                yield text(container, "name"), resource


def _labels(template: Mapping[str, Any]) -> dict[str, str]:
    """Return the pod's labels; the controller adds one that differs with the template."""
    said = mapping(template, "metadata", "labels")
    labels = {key: value for key, value in said.items() if isinstance(value, str)}
    return {**labels, _REVISION: f"{zlib.crc32(repr(template).encode()):x}"}


def _with_runtime_class(spec: dict[str, Any], runtime_class: Object | None) -> dict[str, Any]:
    overhead = mapping(runtime_class, "overhead", "podFixed")
    return {**spec, "overhead": overhead} if overhead else spec


def with_class(spec: Mapping[str, Any], around: Surroundings) -> Mapping[str, Any]:
    """Return a pod spec with the PriorityClass that it gets by default, if any: the global default."""
    if text(spec, "priorityClassName"):
        return spec
    default = (
        name for name, class_ in around.priority_classes.items() if class_.get("globalDefault") is True
    )
    return {**spec, "priorityClassName": next(default, "")}


def _priority(spec: Mapping[str, Any], around: Surroundings) -> tuple[int, bool]:
    name = text(with_class(spec, around), "priorityClassName")
    chosen = around.priority_classes.get(name)
    if chosen is None:
        return SYSTEM_CLASSES.get(name, 0), True
    value = chosen.get("value")
    return (value if isinstance(value, int) else 0), text(chosen, "preemptionPolicy") != "Never"


def _request_paths(spec: Mapping[str, Any]) -> dict[str, FieldPath]:
    most: dict[str, tuple[int, FieldPath]] = {}
    for kind in ("containers", "initContainers"):
        for place, container in enumerate(items(spec, kind)):
            said = mapping(container, "resources", "requests")
            for name, number in container_requests(container).items():
                field = "requests" if name in said else "limits"
                if number > most.get(name, (0, ()))[0]:
                    most[name] = number, (kind, place, "resources", field, MapKey(name))
    for name in amounts(mapping(spec, "resources", "requests")):
        most[name] = 0, ("resources", "requests", MapKey(name))
    return {name: path for name, (_, path) in most.items()}


def _waits(spec: Mapping[str, Any]) -> Iterator[Reason]:
    for place, gate in enumerate(items(spec, "schedulingGates")):
        name = text(gate, "name")
        words = f"scheduling gate {name} keeps the pod Pending until something removes it"
        yield pod_reason("scheduling-gate", name, words, ("schedulingGates", place))
    name = text(spec, "schedulerName") or _DEFAULT_SCHEDULER
    if name != _DEFAULT_SCHEDULER and not text(spec, "nodeName"):
        words = f"schedulerName is {name}; the default scheduler ignores this pod"
        yield pod_reason("scheduler-name", name, words, ("schedulerName",))


def _refusals(
    spec: Mapping[str, Any], metadata: Mapping[str, Any], namespace: str, around: Surroundings
) -> Iterator[Reason]:
    yield from _absent(spec, namespace, around)
    wanted = requirements_of(around.namespaces.get(namespace), POD_NODE_SELECTOR)
    clash = conflict(spec, wanted)
    if clash is not None:
        key, own, other = clash
        words = f"Namespace {namespace} wants nodes with {key}={other}, the template wants {key}={own}"
        words += ": no pod is created"
        yield pod_reason("namespace-node-selector", key, words, ("nodeSelector", MapKey(key)))
    policy = pod_security.policy_of(around.namespaces.get(namespace), "enforce", around.version)
    for violation in pod_security.violations(metadata, spec, policy.level, policy.version):
        yield _refusal("pod-security", violation._replace(subject=f"Namespace {namespace} enforces {policy}"))
    for violation in limit_range.violations(spec, around.limit_ranges.get(namespace, ())):
        yield _refusal("limit-range", violation)
    requests, limits = effective_requests(spec), limit_range.pod_limits(spec)
    for limited in around.quotas.get(namespace, ()):
        if quota_scopes.applies(limited, with_class(spec, around), requests, limits):
            for unsaid in quota.unsaid(limited, spec):
                yield _refusal("quota", unsaid)


class _Named(NamedTuple):
    """One object that the template names.

    there  whether it is in the input
    known  whether all of its kind are known, so that one that is not there is missing
    """

    code: str
    path: FieldPath
    name: str
    there: bool
    known: bool


def _named(spec: Mapping[str, Any], namespace: str, around: Surroundings) -> Iterator[_Named]:
    complete = around.complete
    account = text(spec, "serviceAccountName") or text(spec, "serviceAccount") or "default"
    if account != "default":
        there = account in around.service_accounts.get(namespace, frozenset())
        yield _Named("service-account", ("serviceAccountName",), account, there, "ServiceAccount" in complete)
    name = text(spec, "priorityClassName")
    if name and name not in SYSTEM_CLASSES:
        there = name in around.priority_classes
        yield _Named("priority-class", ("priorityClassName",), name, there, "PriorityClass" in complete)
    name = text(spec, "runtimeClassName")
    if name:
        there = name in around.runtime_classes
        yield _Named("runtime-class", ("runtimeClassName",), name, there, "RuntimeClass" in complete)
    yield from _config_maps(spec, namespace, around)


def _config_maps(spec: Mapping[str, Any], namespace: str, around: Surroundings) -> Iterator[_Named]:
    """Return the ConfigMaps that containers need to start; empty if the input has no ConfigMaps."""
    known = "ConfigMap" in around.complete
    if not known and not around.config_maps:
        return
    there = around.config_maps.get(namespace, frozenset())
    seen = {_ROOT_CERTIFICATE}
    for reference in references(spec):
        if reference.kind == "ConfigMap" and reference.name not in seen:
            seen.add(reference.name)
            path = reference.path[len(POD_SPEC) :]
            yield _Named("config-map", path, reference.name, reference.name in there, known)


_KINDS = {
    "service-account": "ServiceAccount",
    "priority-class": "PriorityClass",
    "runtime-class": "RuntimeClass",
    "config-map": "ConfigMap",
}


def _absent(spec: Mapping[str, Any], namespace: str, around: Surroundings) -> Iterator[Reason]:
    for code, path, name, there, known in _named(spec, namespace, around):
        if known and not there:
            result = "no container starts" if code == "config-map" else "no pod is created"
            yield pod_reason(code, name, f"there is no {_KINDS[code]} {name}: {result}", path)


def _assumptions(spec: Mapping[str, Any], namespace: str, around: Surroundings) -> Iterator[str]:
    for code, _, name, there, known in _named(spec, namespace, around):
        if not known and not there:
            priority = ", its priority taken as 0" if code == "priority-class" else ""
            yield f"{_KINDS[code]} {name} exists (it is not in the input{priority})"
    yield from unseen(spec, namespace, around)
    labels = around.namespaces.get(namespace)
    for annotation, who in (
        (POD_NODE_SELECTOR, "the admission plug-in PodNodeSelector is on"),
        (OPENSHIFT, "the cluster is OpenShift, whose controller heeds it"),
    ):
        written = text(labels, "metadata", "annotations", annotation)
        if written:
            yield f"{who}: Namespace {namespace} has {annotation}: {written}"


def _refusal(code: str, refusal: Refusal) -> Reason:
    return pod_reason(code, refusal.subject, f"{refusal.subject}: {refusal.text}", refusal.path)
