"""k3d's Simple cluster (`k3d.io/v1alpha5`), and the configuration file of k3s and RKE2.

Sources: pkg/config/v1alpha5 of k3d, and the documentation of k3s and RKE2.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from dslint.planner.pools import cloud_labels as clouds
from dslint.planner.pools.counted import count_unknown
from dslint.planner.pools.declarations import Declaration, Related
from dslint.planner.pools.draft import Draft
from dslint.planner.pools.fields import Field
from dslint.planner.pools.pool import Counts, Pool
from dslint.values.long_numbers import whole_number

_KEYS = ("node-label", "node-taint")
_FILTER = re.compile(r"(agent|server|all)s?:?([0-9*,\[\]-]{0,60})\Z")
_TAINT_FLAG = "--node-taint="
_LABEL_FLAG = "--kubelet-arg=node-labels="
_MOST_NODES = 1000


def is_config(data: Any) -> bool:
    """Whether a document without a kind is a configuration file of k3s or RKE2."""
    return isinstance(data, dict) and any(key in data for key in _KEYS)


def read_config(declaration: Declaration, _: Related) -> Iterator[Pool]:
    """Read the node of a configuration file; its keys decide whether it is a server or an agent."""
    root = declaration.root
    keys = root.data if isinstance(root.data, dict) else {}
    server = any(key in keys for key in ("cluster-init", "tls-san", "disable", "etcd-expose-metrics"))
    draft = Draft(
        root.get("node-name").text("k3s-server" if server else "k3s-agent"), "k3s configuration", root
    )
    draft.counts = Counts(1, 1, None)
    for entry in _strings(root.get("node-label")):
        draft.label_text(entry, entry.text())
    for entry in _strings(root.get("node-taint")):
        draft.taint_text(entry, entry.text())
    if server:
        draft.assume({clouds.CONTROL_PLANE: "true"}, "k3s adds it to servers")
    _finish(draft)
    draft.notes.append(count_unknown(draft.name))
    yield draft.pool()


def _strings(written: Field) -> Iterator[Field]:
    """Return one string, or the strings of a list, as a list."""
    if isinstance(written.data, str):
        yield written
    else:
        yield from written.items()


def _finish(draft: Draft) -> None:
    clouds.of_kubelet(draft)
    draft.assume({clouds.INSTANCE_TYPE: "k3s"}, "k3s sets it")


def read_k3d(declaration: Declaration, _: Related) -> Iterator[Pool]:
    """Read the servers and agents of a cluster: one pool per node with its own labels or taints."""
    root = declaration.root
    image = root.get("image").text()
    cluster = root.get("metadata", "name").text(root.get("name").text("k3s-default"))
    for role, count in (("server", _count(root, "servers", 1)), ("agent", _count(root, "agents", 0))):
        for number in range(count):
            draft = Draft(f"k3d-{cluster}-{role}-{number}", "k3d cluster", root)
            draft.counts = Counts(1, 1, 1)
            draft.names = (draft.name,)
            draft.kubelet = image.rpartition(":")[2].replace("-k3s", "+k3s") if ":" in image else ""
            _k3d_node(draft, root.get("options", "k3s"), role, number)
            if role == "server":
                draft.assume({clouds.CONTROL_PLANE: "true"}, "k3s adds it to servers")
            draft.assume({clouds.HOSTNAME: draft.name}, "k3d names the node so")
            _finish(draft)
            yield draft.pool()


def _count(root: Field, key: str, default: int) -> int:
    number = root.get(key).number()
    if number is None:
        return default
    if number > _MOST_NODES:
        root.get(key).fault(f"{key} is {number}; at most {_MOST_NODES} are planned for")
    return min(max(number, 0), _MOST_NODES)


def _k3d_node(draft: Draft, options: Field, role: str, number: int) -> None:
    for entry in options.get("nodeLabels").items():
        if _is_meant(entry, role, number):
            draft.label_text(entry.get("label"), entry.get("label").text())
    for entry in options.get("extraArgs").items():
        argument = entry.get("arg")
        if not _is_meant(entry, role, number):
            continue
        if argument.text().startswith(_TAINT_FLAG):
            draft.taint_text(argument, argument.text().removeprefix(_TAINT_FLAG))
        elif argument.text().startswith(_LABEL_FLAG):
            draft.label_text(argument, argument.text().removeprefix(_LABEL_FLAG))


def _is_meant(entry: Field, role: str, number: int) -> bool:
    """Whether the node filters of an entry select a node: `agent:0`, `server:*`, `all`."""
    filters = entry.get("nodeFilters").texts()
    return not filters or any(_matches(text, role, number) for text in filters)


def _matches(text: str, role: str, number: int) -> bool:
    match = _FILTER.match(text.split("@", maxsplit=1)[0])
    if match is None or match[1] not in (role, "all"):
        return False
    chosen = match[2].strip("[]")
    return chosen in ("", "*") or any(_in_range(part, number) for part in chosen.split(","))


def _in_range(part: str, number: int) -> bool:
    first, dash, last = part.partition("-")
    if not dash:
        return part == str(number)
    if not (first or "0").isdecimal() or not (last or "0").isdecimal():
        return False
    return (not first or whole_number(first) <= number) and (not last or number <= whole_number(last))
