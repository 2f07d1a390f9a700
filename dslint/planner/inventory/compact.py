"""The compact, hand-written inventory: `nodes:` and `pools:`; see schemas/inventory.schema.json."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from dslint.kubernetes.formats.names import dns_subdomain, label_value
from dslint.kubernetes.taints import UNHEALTHY, Taint
from dslint.planner.checked_reader import Writing, kind_of
from dslint.planner.inventory.objects import make_node
from dslint.planner.nodes import ENOUGH, Allocatable, Conditions, Node
from dslint.planner.pools.counted import API_VERSION, CONFIG, KIND
from dslint.planner.pools.numbering import has_number, numbered, title_of, with_number
from dslint.reader.nodes import Node as Written
from dslint.reader.objects import Manifest
from dslint.values.finding import ObjectName
from dslint.values.limits import NODES
from dslint.values.words import closest

TOP_KEYS = ("kubernetes", "nodes", "pools", "sizes")
NODE_KEYS = (
    "name",
    "os",
    "arch",
    "labels",
    "taints",
    "allocatable",
    "ready",
    "conditions",
    "unschedulable",
    "kubelet",
)
POOL_KEYS = ("name", "count", *NODE_KEYS[1:], CONFIG)
CONFIG_KEYS = ("name", "count", CONFIG)
"""The keys of a pool that has a machine configuration."""
PRESSURES = tuple(sorted(kind for kind, status in UNHEALTHY if status == "True"))
"""The valid values in `conditions`."""
DEFAULT_PODS = 110
"""The kubelet's default."""
NATIVE = ("cpu", "memory", "ephemeral-storage")
"""Resources that every node has: if a hand-written node does not mention them, it has enough."""

_UNSAID = {**dict.fromkeys(NATIVE, ENOUGH), "pods": DEFAULT_PODS}
_READY: dict[Any, Conditions] = {
    True: (),
    False: (("Ready", "False"),),
    "unknown": (("Ready", "Unknown"),),
}


def is_compact(data: Any) -> bool:
    """Whether a document is a compact inventory and not a Kubernetes object."""
    return isinstance(data, dict) and "kind" not in data and any(key in data for key in TOP_KEYS[1:])


def read_compact(writing: Writing) -> Iterator[Node]:
    """Return the nodes of a compact inventory: single nodes and those of pools, in written order."""
    root = writing.document.node
    _check_keys(writing, root, TOP_KEYS)
    kubelet = _text(writing, root, "kubernetes")
    for key in root.data:
        if key not in ("nodes", "pools"):
            continue
        written = writing.child(root, key, list, f"a list of {key}")
        children = written.children if written is not None and isinstance(written.children, list) else ()
        if key == "pools" and _are_too_many(writing, children):
            continue
        for child in children:
            if not isinstance(child.data, dict):
                writing.fault(
                    child, f"an entry of {key} is {kind_of(child.data)}; expected a mapping with a name"
                )
            elif key == "nodes":
                yield from _single(writing, child, kubelet)
            elif CONFIG not in child.data:
                yield from _pool(writing, child, kubelet)


def read_configs(writing: Writing) -> Iterator[Manifest]:
    """Return the pools of a compact inventory with a machine configuration, as declarations."""
    pools = writing.document.node.child("pools")
    for child in pools.children if pools is not None and isinstance(pools.children, list) else ():
        if not isinstance(child.data, dict) or CONFIG not in child.data:
            continue
        before = len(writing.faults)
        _check_keys(writing, child, CONFIG_KEYS)
        name, count = _pool_name(writing, child), _count(writing, child)
        config = writing.child(child, CONFIG, dict, "a machine configuration")
        if config is None and child.data[CONFIG] is None:
            writing.fault(child, "config is empty; expected a machine configuration")
        if len(writing.faults) == before and count is not None:
            yield Manifest(writing.document, child, ObjectName(API_VERSION, KIND, "", name))


def _pool_name(writing: Writing, written: Written) -> str:
    """Return the name of a pool, which must be usable for names of nodes."""
    pool = _text(writing, written, "name")
    if not pool:
        _missing_name(writing, written, "pool")
        return ""
    first = numbered(pool, 1)
    if dns_subdomain(first):
        writing.fault(written.child("name") or written, f"node name {first!r} {dns_subdomain(first)}")
    return pool


def _are_too_many(writing: Writing, pools: Iterable[Written]) -> bool:
    """Whether all pools together have more nodes than a plan accepts; reports the pool that exceeds it."""
    total = 0
    for pool in pools:
        count = pool.data.get("count") if isinstance(pool.data, dict) else None
        if isinstance(count, int) and 0 <= count <= NODES:
            total += count
        if total > NODES:
            message = f"with this pool there are {total} nodes; a plan takes at most {NODES}"
            writing.fault(pool, message)
            return True
    return False


def read_sizes(writing: Writing) -> dict[str, Allocatable]:
    """Return machine type -> resources for pods, from `sizes:`."""
    written = writing.child(writing.document.node, "sizes", dict, "a mapping of machine types to resources")
    children = written.children if written is not None and isinstance(written.children, dict) else {}
    found: dict[str, Allocatable] = {}
    for name, child in children.items():
        if isinstance(child.data, dict):
            found[name] = {**_UNSAID, **dict(writing.amounts(child))}
        else:
            what = "a mapping of resources to quantities"
            writing.fault(child, f"{name} is {kind_of(child.data)}; expected {what}")
    return found


def _single(writing: Writing, written: Written, kubelet: str) -> Iterator[Node]:
    _check_keys(writing, written, NODE_KEYS)
    before = len(writing.faults)
    name = _name(writing, written)
    node = _model(writing, written, name, kubelet)
    if len(writing.faults) == before:
        yield node


def _pool(writing: Writing, written: Written, kubelet: str) -> Iterator[Node]:
    _check_keys(writing, written, POOL_KEYS)
    before = len(writing.faults)
    pool = _pool_name(writing, written)
    count = _count(writing, written)
    model = _model(writing, written, numbered(pool, 1), kubelet)
    if len(writing.faults) > before or count is None:
        return
    title = title_of(pool)
    if count == 0:
        yield _copy(model, title, title, 0)
    own = {key: value for key, value in model.labels.items() if has_number(value)}
    for number in range(1, count + 1):
        node = _copy(model, numbered(pool, number), title, 1)
        yield replace(node, labels=_numbered_labels(model, own, number)) if own else node


def _numbered_labels(model: Node, own: Mapping[str, str], number: int) -> dict[str, str]:
    """Return the labels of one node of a pool; some of them contain its number."""
    return {**model.labels, **{key: with_number(value, number) for key, value in own.items()}}


def _copy(model: Node, name: str, pool: str, count: int) -> Node:
    """Return the same node under another name; faster than `dataclasses.replace`, for pools of thousands."""
    return Node(
        name,
        model.labels,
        model.taints,
        model.implied,
        model.allocatable,
        model.conditions,
        model.unschedulable,
        count,
        pool,
        model.kubelet,
        model.place,
    )


_LONG = 10**18


def _count(writing: Writing, written: Written) -> int | None:
    child = written.child("count")
    if child is None:
        writing.fault(written, "this pool has no count; write how many nodes it has, 0 for none now")
        return None
    count = child.data
    if not isinstance(count, int) or isinstance(count, bool):
        writing.fault(child, f"count is {kind_of(count)} ({count!r}); expected an integer, 0 or more")
        return None
    if count < 0:
        writing.fault(child, f"count is {count}; expected 0 or more")
        return None
    if count > NODES:
        shown = count if count < _LONG else "a very large number"
        writing.fault(child, f"count is {shown}; a plan takes at most {NODES} nodes")
        return None
    return count


def _model(writing: Writing, written: Written, name: str, kubelet: str) -> Node:
    taints = tuple(_taints(writing, written))
    cordon = writing.child(written, "unschedulable", bool, "true or false")
    return make_node(
        name,
        _labels(writing, written),
        taints=taints,
        allocatable=_allocatable(writing, written),
        conditions=_ready(writing, written) + tuple(_conditions(writing, written)),
        unschedulable=cordon is not None and cordon.data,
        kubelet=_text(writing, written, "kubelet") or kubelet,
        place=writing.place(written),
    )


def _labels(writing: Writing, written: Written) -> dict[str, str]:
    short: dict[str, str] = {}
    for key in ("os", "arch"):
        value = _text(writing, written, key)
        if value:
            short |= {f"beta.kubernetes.io/{key}": value, f"kubernetes.io/{key}": value}
    checked = _numbered_value if "count" in written.data else label_value
    return short | writing.labels(written, by_hand=True, checked=checked)


def _numbered_value(value: str) -> str:
    """Return the error in a label value that may contain the number of a node in its pool."""
    return label_value(with_number(value, 1))


def _allocatable(writing: Writing, written: Written) -> Allocatable | None:
    amounts = writing.allocatable(written)
    if amounts is None:
        return None
    if "pods" not in amounts:
        writing.notes.append(
            f"nodes take {DEFAULT_PODS} pods where their allocatable does not say (the default)"
        )
    return {**_UNSAID, **amounts}


def _taints(writing: Writing, written: Written) -> Iterator[Taint]:
    taints = writing.child(written, "taints", list, "a list of taints")
    for child in taints.children if taints is not None and isinstance(taints.children, list) else ():
        taint = writing.taint(child)
        if taint is not None:
            yield taint


def _ready(writing: Writing, written: Written) -> Conditions:
    child = written.child("ready")
    if child is None or child.data is None:
        return ()
    if isinstance(child.data, bool | str) and child.data in _READY:
        return _READY[child.data]
    writing.fault(child, f"ready is {child.data!r}; accepted: true, false, unknown")
    return ()


def _conditions(writing: Writing, written: Written) -> Iterator[tuple[str, str]]:
    conditions = writing.child(written, "conditions", list, "a list of conditions")
    for child in (
        conditions.children if conditions is not None and isinstance(conditions.children, list) else ()
    ):
        if child.data in PRESSURES:
            yield child.data, "True"
        else:
            writing.fault(child, f"unknown condition {child.data!r}; accepted: {', '.join(PRESSURES)}")


def _name(writing: Writing, written: Written) -> str:
    name = _text(writing, written, "name")
    if not name:
        _missing_name(writing, written, "node")
    elif dns_subdomain(name):
        writing.fault(written.child("name") or written, f"node name {name!r} {dns_subdomain(name)}")
    return name


def _missing_name(writing: Writing, written: Written, what: str) -> None:
    child = written.child("name")
    if child is None or child.data in (None, ""):
        writing.fault(child or written, f"this {what} has no name")


def _text(writing: Writing, written: Written, key: str) -> str:
    child = writing.child(written, key, str, "a string (in quotes if it looks like a number)")
    return child.data if child is not None else ""


def _check_keys(writing: Writing, written: Written, known: tuple[str, ...]) -> None:
    keys = written.keys or {}
    for key in written.data:
        if key in known:
            continue
        near = closest(str(key), known, 0.5)
        hint = f"did you mean {near!r}? " if near else ""
        at_key = keys.get(key, written)
        writing.fault(at_key, f"unknown key {key!r}; {hint}accepted here: {', '.join(known)}")
