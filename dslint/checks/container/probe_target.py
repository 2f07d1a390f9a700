"""Probes and handlers that use a port or address on which the agent does not listen.

Parameter: `fault`, one of `unknown-port` (a port name that the container does not have), `udp-port`
(the kubelet dials TCP), `node-loopback` (host localhost, which is the node's without hostNetwork),
`pod-loopback` (the agent listens on 127.0.0.1 and the probe goes to the pod's address) and
`same-probes` (liveness is the same request as readiness).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import name_of
from dslint.kubernetes.access import items, mapping, text
from dslint.kubernetes.node.kubelet import Action, actions, port_by_name
from dslint.kubernetes.spelling import nearest
from dslint.values.path import FieldPath
from dslint.values.problem import Change, Related
from dslint.values.typed import Any
from dslint.values.words import listed

_LOOPBACK = ("localhost", "127.0.0.1", "::1", "[::1]")
_LISTENS = r"(?:^|[=/ ])(?:127\.0\.0\.1|localhost|\[::1\]):(\d{2,5})$"
_LISTEN_WORDS = ("listen", "bind", "addr", "address", "metrics", "health", "http", "serve", "host")
_NOT_LISTENING = (
    "upstream",
    "server",
    "endpoint",
    "url",
    "target",
    "proxy-to",
    "kube",
    "api",
    "connect",
    "remote",
)
_EFFECT = {
    "readinessProbe": "The pod never becomes Ready, and a rolling update stops after maxUnavailable nodes.",
    "livenessProbe": "The kubelet restarts the container again and again.",
    "startupProbe": "The kubelet restarts the container again and again.",
    "postStart": "The hook fails, and the kubelet restarts the container again and again.",
    "preStop": "The hook fails, and the agent is stopped without it.",
}
_IGNORED = {
    **_EFFECT,
    "livenessProbe": "The kubelet ignores a probe that it cannot run, so a hanging agent is never restarted.",
    "startupProbe": "The probe never passes, so the pod never becomes Ready.",
}


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the port or host of the probe."""
    find = _FAULTS[params["fault"]]
    for path, container in subject.all_containers:
        for action in actions(path, container):
            yield from find(subject, action)


def can_never_pass(subject: Subject, path: FieldPath, container: Mapping[str, Any]) -> bool:
    """Whether the readiness probe of a container uses a port that does not exist."""
    for action in actions(path, container):
        if action.field == "readinessProbe":
            faults = (_unknown_port, _udp_port, _pod_loopback)
            return any(True for find in faults for _ in find(subject, action))
    return False


def _requests(action: Action) -> Iterator[tuple[FieldPath, Mapping[str, Any]]]:
    for kind in ("httpGet", "tcpSocket"):
        request = action.data.get(kind)
        if isinstance(request, dict):
            yield (*action.path, kind), request


def _unknown_port(_: Subject, action: Action) -> Iterator[Hit]:
    for path, request in _requests(action):
        name = request.get("port")
        if not isinstance(name, str) or not name or name.isdecimal() or port_by_name(action.container, name):
            continue
        names = [text(port, "name") for port in items(action.container, "ports") if text(port, "name")]
        near = nearest(name, names) or (names[0] if len(names) == 1 else "")
        yield Hit(
            (*path, "port"),
            {
                "name": name,
                "container": name_of(action.container),
                "has": f"only {listed(names)}" if names else "it declares no ports",
                "result": _IGNORED[action.field],
                "write": f"port: {near or '<the number of the port>'}",
            },
            changes=(Change("replace", (*path, "port"), near),) if near else (),
        )


def _udp_port(_: Subject, action: Action) -> Iterator[Hit]:
    ports = [port for port in items(action.container, "ports") if isinstance(port, dict)]
    for path, request in _requests(action):
        wanted = request.get("port")
        found = [
            port
            for port in ports
            if wanted is not None and wanted in (port.get("name"), port.get("containerPort"))
        ]
        if found and all(port.get("protocol") == "UDP" for port in found):
            yield Hit(
                (*path, "port"),
                {"port": wanted, "container": name_of(action.container), "result": _EFFECT[action.field]},
            )


def _node_loopback(subject: Subject, action: Action) -> Iterator[Hit]:
    if subject.pod_spec.get("hostNetwork") is True:
        return
    for path, request in _requests(action):
        host = text(request, "host")
        if host in _LOOPBACK:
            yield Hit(
                (*path, "host"),
                {"host": host, "field": action.field},
                changes=(Change("remove", (*path, "host")),),
            )


def _pod_loopback(_: Subject, action: Action) -> Iterator[Hit]:
    """Report probes of loopback: without a host, the kubelet connects to the pod's address."""
    for path, request in _requests(action):
        if text(request, "host"):
            continue
        number = _number(action.container, request.get("port"))
        listening = _listens_on_loopback(action, number) if number else None
        if listening is not None:
            place, word = listening
            yield Hit(
                (*path, "port"),
                {"port": number, "word": word, "result": _EFFECT[action.field], "field": action.field},
                related=(Related(place, "the agent listens here, on loopback only"),),
            )


def _number(container: Mapping[str, Any], port: Any) -> int | None:
    if isinstance(port, str):
        found = port_by_name(container, port)
        port = found.get("containerPort") if found is not None else None
    return port if isinstance(port, int) and not isinstance(port, bool) else None


def _listens_on_loopback(action: Action, number: int) -> tuple[FieldPath, str] | None:
    """Return the argument that binds this port to 127.0.0.1, if no other one binds it elsewhere."""
    owner = action.path[:-1] if action.field.endswith("Probe") else action.path[:-2]
    found: tuple[FieldPath, str] | None = None
    for path, name, written in _settings(action.container):
        match = re.search(_LISTENS, written)
        if match and int(match[1]) == number and _is_listening(name.lower()):
            found = (*owner, *path), written
        elif f":{number}" in written:
            return None
    return found


def _settings(container: Mapping[str, Any]) -> Iterator[tuple[FieldPath, str, str]]:
    """Yield the settings of the agent, from arguments (one word or two) and variables: path, name, value."""
    for field in ("command", "args"):
        before = ""
        for index, word in enumerate(items(container, field)):
            if not isinstance(word, str):
                continue
            name, equals, _ = word.partition("=")
            if equals or not before:
                yield (field, index), name, word
            else:
                yield (field, index), before, f"{before} {word}"
            before = word if word.startswith("-") and not equals else ""
    for index, variable in enumerate(items(container, "env")):
        value = text(variable, "value")
        if value:
            yield ("env", index, "value"), text(variable, "name"), f"{text(variable, 'name')}={value}"


def _is_listening(flag: str) -> bool:
    return any(word in flag for word in _LISTEN_WORDS) and not any(word in flag for word in _NOT_LISTENING)


def _same_probes(_: Subject, action: Action) -> Iterator[Hit]:
    if action.field != "livenessProbe":
        return
    readiness = mapping(action.container, "readinessProbe")
    if not readiness or any(
        _setting(action.data, field) != _setting(readiness, field) for field in _COMPARED
    ):
        return
    yield Hit(
        action.path,
        {"container": name_of(action.container)},
        anchor="key",
        related=(Related((*action.path[:-1], "readinessProbe"), "the same probe", "key"),),
    )


_COMPARED = ("exec", "httpGet", "tcpSocket", "grpc", "failureThreshold", "periodSeconds", "timeoutSeconds")
_DEFAULTS = {"failureThreshold": 3, "periodSeconds": 10, "timeoutSeconds": 1}


def _setting(probe: Mapping[str, Any], field: str) -> Any:
    value = probe.get(field)
    return _DEFAULTS.get(field) if value is None else value


_FAULTS: dict[str, Callable[[Subject, Action], Iterator[Hit]]] = {
    "unknown-port": _unknown_port,
    "udp-port": _udp_port,
    "node-loopback": _node_loopback,
    "pod-loopback": _pod_loopback,
    "same-probes": _same_probes,
}
