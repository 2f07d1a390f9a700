"""Describe one DaemonSet in plain words: where it runs, what it tolerates, how it updates, how to reach it.

Everything is said of the manifest as the server stores it. Sources: those of `kubernetes.taints`,
`kubernetes.affinity`, `kubernetes.ports` and `planner.rollout.course`; for drain, k8s.io/kubectl/pkg/drain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from dslint.kubernetes.access import items, mapping, text
from dslint.kubernetes.affinity import Term, required_terms, selector_requirements
from dslint.kubernetes.amounts import shown
from dslint.kubernetes.ports import HostPort, host_ports
from dslint.kubernetes.priorities import SYSTEM_CLASSES
from dslint.kubernetes.requests import effective_requests
from dslint.kubernetes.requirement_text import nodes_text, toleration_sentence
from dslint.kubernetes.taints import NOT_READY, Taint, Toleration, daemon_pod_tolerations, is_tolerated
from dslint.kubernetes.update_strategy import update_strategy_of
from dslint.planner.rollout.openkruise_text import DRAIN, update_sentences
from dslint.planner.workload.surroundings import namespace_of
from dslint.values.api_groups import is_advanced

_OS = "kubernetes.io/os"
_OS_NAMES = {"linux": "Linux", "windows": "Windows"}

_KEPT_AWAY = (
    (
        Taint("node-role.kubernetes.io/control-plane", "", "NoSchedule"),
        "control-plane nodes as kubeadm sets them up",
    ),
    (Taint("nvidia.com/gpu", "present", "NoSchedule"), "GPU nodes with the usual taint nvidia.com/gpu"),
    (Taint("node.kubernetes.io/out-of-service", "", "NoExecute"), "nodes marked out of service"),
)
"""Common taints, and the nodes that have them."""


class Sentence(NamedTuple):
    """A sentence about one topic; `topic` is one word."""

    topic: str
    text: str


def describe(
    manifest: Mapping[str, Any], companions: Iterable[Mapping[str, Any]] = ()
) -> tuple[Sentence, ...]:
    """Describe a manifest (as the server stores it); Services among the companions show how to reach it."""
    spec = mapping(manifest, "spec")
    pod_spec = mapping(spec, "template", "spec")
    tolerations = tuple(daemon_pod_tolerations(pod_spec))
    told = (
        ("runs on", _where(pod_spec)),
        ("tolerates", _tolerates(pod_spec)),
        ("not on", _not_on(tolerations)),
        ("NotReady", _not_ready(tolerations)),
        ("cordon", "A node that is cordoned or under pressure gets and keeps its pod like any other node."),
        ("updates", " ".join((_updates(spec), *update_sentences(manifest)))),
        ("reached", " ".join(filter(None, (_reached(pod_spec), _services(manifest, companions))))),
        ("asks for", _asks_for(pod_spec)),
        ("priority", _priority(pod_spec)),
        ("drain", DRAIN if is_advanced(manifest.get("apiVersion")) else _drain(pod_spec)),
    )
    return tuple(Sentence(topic, words) for topic, words in told if words)


def _where(pod_spec: Mapping[str, Any]) -> str:
    if text(pod_spec, "nodeName"):
        return f"The node {text(pod_spec, 'nodeName')} only (nodeName). It bypasses the scheduler."
    requirements = selector_requirements(pod_spec)
    system = next(
        (_OS_NAMES.get(requirement.values[0], "") for requirement in requirements if requirement.key == _OS),
        "",
    )
    rest = [requirement for requirement in requirements if not (system and requirement.key == _OS)]
    kind = f"{system} node" if system else "node"
    conditions = [nodes_text(condition) for condition in rest]
    terms = required_terms(pod_spec)
    if terms is not None:
        conditions.append(_terms(terms))
    return f"Every {kind}{' ' + ' and '.join(conditions) if conditions else ''}."


def _terms(terms: tuple[Term, ...]) -> str:
    usable = [
        " and ".join(nodes_text(expression) for expression in (*term.expressions, *term.fields))
        for term in terms
        if term.broken is None
    ]
    if not usable:
        return "with a required node affinity that no node can satisfy"
    return usable[0] if len(usable) == 1 else "either " + ", or ".join(usable)


def _tolerates(pod_spec: Mapping[str, Any]) -> str:
    written = [mapping(toleration) for toleration in items(pod_spec, "tolerations")]
    own = [toleration_sentence(toleration) for toleration in written]
    if "every taint" in own:
        return "Every taint, present or future, so it runs on every node that the line above allows."
    if not own:
        return "Only what every DaemonSet pod tolerates: nodes cordoned, under pressure or no longer ready."
    return f"{'; '.join(own)}. Also what every DaemonSet pod tolerates."


def _not_on(tolerations: tuple[Toleration, ...]) -> str:
    away = [nodes for taint, nodes in _KEPT_AWAY if not is_tolerated(taint, tolerations)]
    if not away:
        return ""
    words = "; ".join([*away, "any node with another taint of effect NoSchedule or NoExecute"])
    return f"{words[:1].upper()}{words[1:]}."


def _not_ready(tolerations: tuple[Toleration, ...]) -> str:
    if is_tolerated(Taint(NOT_READY, "", "NoSchedule"), tolerations):
        return "It also runs on nodes that are not ready, so new nodes get it at once."
    return (
        "The pod stays on a node that becomes NotReady, but a new one comes only when the node is ready "
        f"(the taint {NOT_READY}:NoSchedule is not tolerated)."
    )


def _updates(spec: Mapping[str, Any]) -> str:
    strategy = update_strategy_of(spec)
    if strategy.on_delete:
        return "OnDelete: a new template reaches a node when somebody deletes the pod there."
    wait = spec.get("minReadySeconds") or 0
    pause = f", each ready for {wait} s before the next" if wait else ""
    if strategy.surges:
        return f"The new pod starts beside the old one, on {_nodes(strategy.max_surge)} at a time{pause}."
    nodes = _nodes(strategy.max_unavailable)
    return f"The old pod is deleted before the new one is created, on {nodes} at a time{pause}."


def _nodes(number: int | str) -> str:
    if isinstance(number, str):
        return f"{number} of its nodes (rounded up)"
    return "one node" if number in (0, 1) else f"{number} nodes"


def _reached(pod_spec: Mapping[str, Any]) -> str:
    ports = host_ports(pod_spec)
    on_host = pod_spec.get("hostNetwork") is True
    if not ports:
        return (
            "On the host network, at the ports that it opens; the manifest declares none."
            if on_host
            else "Only at the addresses of its pods; it has no host port."
        )
    addresses = ", ".join(_address(port) for port in ports)
    network = ", on the host network" if on_host else ""
    return f"At {addresses}{network}; no other pod can use that port on a node."


def _services(manifest: Mapping[str, Any], companions: Iterable[Mapping[str, Any]]) -> str:
    labels = mapping(manifest, "spec", "template", "metadata", "labels")
    found = [
        companion
        for companion in companions
        if text(companion, "kind") == "Service"
        and namespace_of(companion) == namespace_of(manifest)
        and (wanted := mapping(companion, "spec", "selector"))
        and wanted.items() <= labels.items()
    ]
    return "".join(_service(service) for service in found)


def _service(service: Mapping[str, Any]) -> str:
    ports = ", ".join(str(port.get("port")) for port in map(mapping, items(service, "spec", "ports")))
    local = text(service, "spec", "internalTrafficPolicy") == "Local"
    whose = "the pod on the caller's own node" if local else "a pod on any node"
    name = text(service, "metadata", "name")
    return f"Service {name} (port {ports}) leads to {whose}."


def _address(port: HostPort) -> str:
    address, _, protocol = str(port).rpartition("/")
    return f"{address if ':' in address else 'NodeIP:' + address} ({protocol})"


def _asks_for(pod_spec: Mapping[str, Any]) -> str:
    requests = {name: number for name, number in effective_requests(pod_spec).items() if number}
    if not requests:
        return (
            "Nothing: it fits on every node with room for one more pod, and is evicted first under pressure."
        )
    return f"{', '.join(f'{shown(name, number)} {name}' for name, number in requests.items())} on every node."


def _priority(pod_spec: Mapping[str, Any]) -> str:
    name = text(pod_spec, "priorityClassName")
    if name in SYSTEM_CLASSES:
        return f"{name}: it preempts other pods on a full node and is not evicted under pressure."
    if name:
        return f"The PriorityClass {name} decides which pods it preempts on a full node."
    return "No priority of its own (0, or the cluster's default): on a full node it stays Pending."


def _drain(pod_spec: Mapping[str, Any]) -> str:
    empty_dir = any("emptyDir" in mapping(volume) for volume in items(pod_spec, "volumes"))
    data = " Its emptyDir needs no --delete-emptydir-data." if empty_dir else ""
    return f"kubectl drain leaves its pods in place, and aborts without --ignore-daemonsets.{data}"
