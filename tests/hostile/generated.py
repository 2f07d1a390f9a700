"""Random DaemonSets, good and faulty, and random nodes: what the properties are held against.

Everything is drawn from a `random.Random`, for hypothesis and for the long-running script alike.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Iterator
from functools import cache
from random import Random
from typing import Any

from dslint.data import data_path
from dslint.linter.rulefiles import load
from dslint.reader.stream import read_stream
from tests.block_yaml import block_yaml, flattened
from tests.manifests import daemonset_of

NAMES = ("bubo", "corvu", "dendro", "erith", "fulica", "gallin", "hirun", "jynx")
"""Whatever somebody chose: names, labels, namespaces, taints. No word of the API, and none near another."""
RENAMED = ("kolibrix", "larus", "mergull", "numeniq", "otisaq", "pandiox", "ralluq", "sturnuz")
"""Other words for the same things, in the same order, since lists are sorted by name."""

POD: dict[str, tuple[Any, ...]] = {
    "nodeSelector": ({"bubo": "corvu"}, {"kubernetes.io/os": "linux"}),
    "tolerations": (
        [{"operator": "Exists"}],
        [{"key": "dendro", "operator": "Exists", "effect": "NoSchedule"}],
        [{"key": "dendro", "operator": "Equal", "value": "corvu"}, {"key": "erith", "operator": "Exists"}],
    ),
    "hostNetwork": (True,),
    "dnsPolicy": ("ClusterFirst", "ClusterFirstWithHostNet"),
    "priorityClassName": ("system-node-critical", "fulica"),
    "serviceAccountName": ("gallin",),
    "terminationGracePeriodSeconds": (0, 10),
    "automountServiceAccountToken": (False,),
    "securityContext": ({"runAsNonRoot": True, "runAsUser": 1000}, {"fsGroup": 5}),
    "volumes": (
        [{"name": "hirun", "hostPath": {"path": "/var/log", "type": "Directory"}}],
        [{"name": "hirun", "configMap": {"name": "gallin"}}, {"name": "jynx", "emptyDir": {}}],
    ),
    "affinity": (
        {
            "nodeAffinity": {
                "requiredDuringSchedulingIgnoredDuringExecution": {
                    "nodeSelectorTerms": [
                        {
                            "matchExpressions": [
                                {"key": "bubo", "operator": "In", "values": ["corvu", "erith"]}
                            ]
                        }
                    ]
                }
            }
        },
        {
            "nodeAffinity": {
                "requiredDuringSchedulingIgnoredDuringExecution": {
                    "nodeSelectorTerms": [
                        {"matchExpressions": [{"key": "fulica", "operator": "DoesNotExist"}]},
                        {"matchExpressions": [{"key": "gallin", "operator": "Gt", "values": ["3"]}]},
                    ]
                }
            }
        },
    ),
}
CONTAINER: dict[str, tuple[Any, ...]] = {
    "command": (["/bubo"],),
    "args": (["--corvu", "$(dendro)"],),
    "env": (
        [{"name": "dendro", "value": "erith"}],
        [{"name": "dendro", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}}],
    ),
    "ports": (
        [{"name": "fulica", "containerPort": 9100}],
        [{"containerPort": 9100, "hostPort": 9100, "protocol": "TCP"}],
    ),
    "volumeMounts": ([{"name": "hirun", "mountPath": "/hirun", "readOnly": True}],),
    "resources": (
        {"requests": {"cpu": "10m", "memory": "16Mi"}, "limits": {"memory": "16Mi"}},
        {"limits": {"cpu": "1", "memory": "1Gi"}},
    ),
    "securityContext": (
        {"privileged": True},
        {"readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}},
    ),
    "livenessProbe": ({"httpGet": {"path": "/", "port": 9100}}, {"exec": {"command": ["true"]}}),
}
SPEC: dict[str, tuple[Any, ...]] = {
    "updateStrategy": (
        {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": "10%"}},
        {"type": "OnDelete"},
    ),
    "minReadySeconds": (0, 30),
    "revisionHistoryLimit": (2,),
}

WRONG: tuple[Any, ...] = (
    *(
        None,
        True,
        0,
        -1,
        1.5,
        10**20,
        "",
        " ",
        "no",
        "1e3",
        "0x1F",
        "10 percent",
        "a b",
        "NaN",
        "Ünï",
        "x" * 300,
    ),
    *(
        "TCP",
        "exists",
        "Exists",
        "noSchedule",
        "bubo/",
        "9100",
        "~",
        "null",
        "-",
        "a: b",
        "# x",
        "\t",
        "a\nb",
    ),
    *([], {}, [None], {"bubo": None}, ["bubo", "bubo"], [[]], {"": ""}, [{}], {"name": "bubo"}, ["a\u00a0b"]),
)
"""Values that are wrong almost everywhere."""


def made_data(chance: Random) -> Any:
    """A DaemonSet as JSON data, with none to four faults in it."""
    data = _plain(chance) if chance.random() < 0.5 else copy.deepcopy(chance.choice(examples()))
    for _ in range(chance.choice((0, 1, 1, 2, 4))):
        chance.choice(FAULTS)(data, chance)
    return data


def made_text(chance: Random) -> str:
    """A stream of one or two such DaemonSets, written in one of several ways, some of them wrong."""
    documents = [_written(made_data(chance), chance) for _ in range(chance.choice((1, 1, 1, 2)))]
    text = "---\n".join(documents)
    for _ in range(chance.choice((0, 0, 1, 2))):
        text = chance.choice(TEXT_FAULTS)(text, chance)
    return text


def made_nodes(chance: Random) -> list[dict[str, Any]]:
    """Nodes of a compact inventory, some of them equal."""
    kinds = [_node(chance) for _ in range(chance.randrange(1, 5))]
    return [{"name": f"n{number}", **chance.choice(kinds)} for number in range(chance.randrange(1, 9))]


def _node(chance: Random) -> dict[str, Any]:
    node: dict[str, Any] = {}
    labels = {
        key: chance.choice(("corvu", "erith", "5")) for key in ("bubo", "gallin") if chance.random() < 0.5
    }
    if labels:
        node["labels"] = labels
    if chance.random() < 0.4:
        taint = chance.choice(("dendro=corvu:NoSchedule", "erith:NoExecute", "fulica:PreferNoSchedule"))
        node["taints"] = [taint]
    if chance.random() < 0.5:
        node["allocatable"] = chance.choice(
            ({"cpu": "100m", "pods": 4}, {"cpu": 2, "memory": "1Gi", "pods": 1})
        )
    if chance.random() < 0.2:
        node |= chance.choice(({"unschedulable": True}, {"ready": False}, {"conditions": ["DiskPressure"]}))
    return node


@cache
def examples() -> tuple[Any, ...]:
    """The data of every example of a rule, good and bad, that is one DaemonSet."""
    found = []
    for page in load(data_path("rules")):
        bad = (example.manifest for example in page.bad if not example.old and not example.nodes)
        for text in (*page.good, *bad):
            stream = read_stream(text)
            if (
                stream.error is None
                and len(stream.documents) == 1
                and isinstance(stream.documents[0].data, dict)
            ):
                found.append(stream.documents[0].data)
    return tuple(found)


def _plain(chance: Random) -> dict[str, Any]:
    pod = _some(POD, chance)
    pod["containers"] = [
        {"name": name, "image": f"registry.example/{name}:1.{number}", **_some(CONTAINER, chance)}
        for number, name in enumerate(("bubo", "corvu")[: chance.choice((1, 1, 2))])
    ]
    namespace = chance.choice(("", "hirun"))
    return daemonset_of(
        pod, name="bubo", namespace=namespace, labels={"dendro": "erith"}, **_some(SPEC, chance)
    )


def _some(parts: dict[str, tuple[Any, ...]], chance: Random) -> dict[str, Any]:
    return {
        key: copy.deepcopy(chance.choice(values)) for key, values in parts.items() if chance.random() < 0.3
    }


def _containers_in(data: Any) -> Iterator[tuple[dict[str, Any] | list[Any], Any]]:
    """Every place below `data` that holds a value: (mapping or list, key or index)."""
    steps: Any = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in list(steps):
        yield data, step
        yield from _containers_in(value)


def _place(data: Any, chance: Random, kind: type = object) -> tuple[Any, Any] | None:
    places = [(parent, step) for parent, step in _containers_in(data) if isinstance(parent[step], kind)]
    return chance.choice(places) if places else None


def _wrong_value(data: Any, chance: Random) -> None:
    if (place := _place(data, chance)) is not None:
        place[0][place[1]] = copy.deepcopy(chance.choice(WRONG))


def _missing(data: Any, chance: Random) -> None:
    if (place := _place(data, chance)) is not None:
        del place[0][place[1]]


def _misspelt(data: Any, chance: Random) -> None:
    place = _place(data, chance)
    if place is None or not isinstance(place[0], dict) or len(place[1]) < 2:
        return
    parent, key = place
    at = chance.randrange(len(key) - 1)
    new = chance.choice(
        (key[:at] + key[at + 1 :], key[:at] + key[at + 1] + key[at] + key[at + 2 :], key.lower())
    )
    entries = {new if name == key else name: value for name, value in parent.items()}
    parent.clear()
    parent.update(entries)


def _duplicated(data: Any, chance: Random) -> None:
    place = _place(data, chance, list)
    if place is not None and place[0][place[1]]:
        items = place[0][place[1]]
        items.append(copy.deepcopy(chance.choice(items)))


def _moved(data: Any, chance: Random) -> None:
    """An entry somewhere else: one level up or down too far, as a wrong indentation puts it."""
    source, target = _place(data, chance), _place(data, chance, dict)
    if source is not None and target is not None and isinstance(source[0], dict):
        value = copy.deepcopy(source[0][source[1]])
        into = target[0][target[1]]
        del source[0][source[1]]
        into[source[1]] = value


def _grafted(data: Any, chance: Random) -> None:
    """What another example says under the same key."""
    place = _place(data, chance)
    other = chance.choice(examples())
    if place is not None and isinstance(place[1], str):
        values = [parent[step] for parent, step in _containers_in(other) if step == place[1]]
        if values:
            place[0][place[1]] = copy.deepcopy(chance.choice(values))


FAULTS: tuple[Callable[[Any, Random], None], ...] = (
    *(_wrong_value, _wrong_value, _missing, _misspelt, _duplicated, _moved, _grafted),
)


def _written(data: Any, chance: Random) -> str:
    way = chance.randrange(6)
    if way == 0:
        return json.dumps(data, indent=2, ensure_ascii=False) + "\n"
    if way == 1:
        return json.dumps(data, separators=(",", ":")) + "\n"
    text = block_yaml(data)
    return text if way < 5 else text.replace("\n", "  # why\n", chance.randrange(4))


def _line(text: str, chance: Random, change: Callable[[str], str]) -> str:
    lines = text.splitlines(keepends=True)
    if not lines:
        return text
    at = chance.randrange(len(lines))
    lines[at] = change(lines[at])
    return "".join(lines)


TEXT_FAULTS: tuple[Callable[[str, Random], str], ...] = (
    lambda text, _: text.replace("\n", "\r\n"),
    lambda text, chance: _line(text, chance, lambda line: line + line),
    lambda text, chance: _line(text, chance, lambda line: "\t" + line),
    lambda text, chance: _line(text, chance, lambda line: " " + line),
    lambda text, chance: _line(text, chance, lambda line: line.lstrip(" ")),
    lambda text, chance: _line(text, chance, lambda line: line.replace(": ", ":")),
    lambda text, chance: _line(text, chance, lambda line: line.replace(" ", "\u00a0")),
    lambda text, chance: _line(text, chance, lambda line: line.replace('"', "“")),
    lambda text, chance: _line(
        text, chance, lambda line: "# dslint: ignore[tolerates-everything] why\n" + line
    ),
    lambda text, chance: text[: chance.randrange(len(text) + 1)],
    lambda text, chance: flattened(text) if chance.random() < 0.3 else text,
    lambda text, _: "\ufeff" + text,
    lambda text, _: text.rstrip("\n"),
)
