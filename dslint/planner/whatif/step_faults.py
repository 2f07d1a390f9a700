"""Errors of a step that is valid but does not fit the existing nodes."""

from __future__ import annotations

from collections.abc import Sequence

from dslint.kubernetes.taints import Taint
from dslint.planner.nodes import Node
from dslint.planner.placement.chosen_nodes import nearest
from dslint.planner.whatif.steps import Step
from dslint.values.words import counted


class NoSuchNodeError(ValueError):
    """A step names unknown nodes, labels or taints, or adds an existing node."""


def goes(taint: Taint, step: Step) -> bool:
    """Whether an `untaint` selects a taint."""
    return taint.key == step.key and step.effect in ("", taint.effect)


def check_there(step: Step, nodes: Sequence[Node]) -> None:
    """Check that a selected node has the taint or label to remove. Raises NoSuchNodeError."""
    if step.action == "unlabel":
        known = {key for node in nodes for key in node.labels}
        if step.key in known:
            return
    elif step.action == "untaint":
        if any(goes(taint, step) for node in nodes for taint in node.written_taints):
            return
        if any(goes(taint, step) for node in nodes for taint in node.implied):
            state = f"the state of {nodes[0].name}"
            msg = f"{step.text}: {step.key} is set by the cluster from {state}; a step cannot remove it"
            raise NoSuchNodeError(msg)
        known = {taint.key for node in nodes for taint in node.written_taints}
    else:
        return
    whose = nodes[0].name if len(nodes) == 1 else f"none of {counted(len(nodes), 'node')}"
    verb = "has no" if len(nodes) == 1 else "has a"
    effect = f" of effect {step.effect}" if step.effect else ""
    what = f"{'label' if step.action == 'unlabel' else 'taint'} {step.key}{effect}"
    raise NoSuchNodeError(f"{step.text}: {whose} {verb} {what}{nearest(step.key, known - {step.key})}")
