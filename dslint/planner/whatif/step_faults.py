"""What is wrong with a step that can be understood but does not fit the nodes there are."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from dslint.kubernetes.taints import Taint
from dslint.planner.nodes import Node
from dslint.planner.placement.node_sets import Index
from dslint.planner.whatif.steps import Step
from dslint.planner.where import Where
from dslint.values.words import closest, counted

_SHOWN = 6
_ASKED = 5000
"""How many names are searched for the nearest one."""


class NoSuchNodeError(ValueError):
    """A step names nodes, labels or taints that the inventory does not have, or adds a node that it has."""


def goes(taint: Taint, step: Step) -> bool:
    """Whether an `untaint` means a taint."""
    return taint.key == step.key and step.effect in ("", taint.effect)


def check_there(step: Step, nodes: Sequence[Node]) -> None:
    """A taint or label that is to go must be on some node that is meant. Raises NoSuchNodeError."""
    if step.action == "unlabel":
        known = {key for node in nodes for key in node.labels}
        if step.key in known:
            return
    elif step.action == "untaint":
        if any(goes(taint, step) for node in nodes for taint in node.written_taints):
            return
        if any(goes(taint, step) for node in nodes for taint in node.implied):
            msg = (
                f"{step.text}: {step.key} follows from the state of {nodes[0].name} and stays as long as that"
            )
            raise NoSuchNodeError(msg)
        known = {taint.key for node in nodes for taint in node.written_taints}
    else:
        return
    whose = nodes[0].name if len(nodes) == 1 else f"none of {counted(len(nodes), 'node')}"
    verb = "has no" if len(nodes) == 1 else "has a"
    effect = f" of effect {step.effect}" if step.effect else ""
    what = f"{'label' if step.action == 'unlabel' else 'taint'} {step.key}{effect}"
    raise NoSuchNodeError(f"{step.text}: {whose} {verb} {what}{_nearest(step.key, known - {step.key})}")


def nothing_found(where: Where, index: Index) -> str:
    """Why a WHERE means no node of an index, with what is nearest."""
    if where.name:
        known = {node.name for node in index.nodes} | {node.pool for node in index.nodes if node.pool}
        return f"no node is called {where.name}{_nearest(where.name, known)}"
    found = f"no node has the labels {where.text}"
    for requirement in where.requirements:
        if index.met(requirement):
            continue
        keys = {key for node in index.nodes for key in node.labels}
        if requirement.key not in keys:
            return f"{found}: no node has the label {requirement.key}{_nearest(requirement.key, keys)}"
        values = {value for value in index.label(requirement.key).values if value is not None}
        return f"{found}: {requirement.key} is {_some_of(values)}"
    return found


def _some_of(values: Collection[str]) -> str:
    ordered = sorted(values)
    shown = ", ".join(value or '""' for value in ordered[:_SHOWN])
    return f"one of {shown}{', …' if len(ordered) > _SHOWN else ''}" if len(ordered) > 1 else shown


def _nearest(word: str, known: Iterable[str]) -> str:
    found = closest(word, sorted(known)[:_ASKED])
    return f" (did you mean {found}?)" if found else ""
