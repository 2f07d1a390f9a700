"""Parts of a change that never arrive: entries that a merge loses, configuration that no pod sees."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from dslint.kubernetes.access import mapping, text
from dslint.kubernetes.references import Reference, data_of, mounts_by_sub_path, references
from dslint.kubernetes.three_way_merge import Loss, merge_losses
from dslint.planner.difference.pairs import Pair, View
from dslint.planner.inventory.contents import Sourced
from dslint.values.path import POD_SPEC, FieldPath, MapKey
from dslint.values.problem import Problem

_HOOK = "helm.sh/hook"
_MOST = 20
"""The maximum number of reported losses per DaemonSet; more of them are still one mistake."""


def lost_in_merge(old: View, new: View) -> Iterator[Problem]:
    """Return the list entries that client-side apply and Helm 3 would lose."""
    losses = merge_losses(old.sourced.manifest.data, new.sourced.manifest.data)
    for _, loss in zip(range(_MOST), losses, strict=False):
        yield _problem(loss)


def becomes_hook(old: View, new: View) -> Iterator[Problem]:
    """Report a Helm hook annotation that the old side does not have: the DaemonSet leaves its release."""
    before, after = (
        text(view.sourced.manifest.data, "metadata", "annotations", _HOOK) for view in (old, new)
    )
    if after and not before:
        yield Problem(
            "helm-hook",
            ("metadata", "annotations", MapKey(_HOOK)),
            f"helm.sh/hook: {after} takes the DaemonSet out of its release",
            anchor="key",
            result="The upgrade deletes it with all its pods; Helm does not wait for it, and "
            "uninstall leaves it.",
            write="no helm.sh/hook annotation on a DaemonSet",
        )


def _problem(loss: Loss) -> Problem:
    what = f"{loss.field} with {loss.merge_key} {loss.value}"
    if loss.changed:
        message = f"kubectl apply and Helm 3 may change the wrong one of the {loss.wanted} {what}"
    elif loss.left:
        message = f"kubectl apply and Helm 3 leave {loss.left} of the {loss.wanted} {what}"
    else:
        message = f"kubectl apply and Helm 3 remove every one of the {what}, the new one included"
    return Problem(
        "merge-loses-entries",
        loss.path,
        message,
        result=f"They merge this list by {loss.merge_key} alone, and the live object is not what the "
        "manifest says.",
        write="kubectl apply --server-side or Helm 4; otherwise apply a second time and check the result",
    )


_CONFIG = ("ConfigMap", "Secret")
Configs = Mapping[tuple[str, str, str], Mapping[str, Any]]
"""(kind, namespace, name) -> the object as written."""


class Change(NamedTuple):
    """The keys of one object that differ, and whether the server accepts the change."""

    keys: frozenset[str]
    immutable: bool = False


class Changed(NamedTuple):
    """The configuration that differs on the new side, by (kind, namespace, name)."""

    objects: Mapping[tuple[str, str, str], Change] = {}

    @classmethod
    def between(cls, old: Iterable[Sourced], new: Iterable[Sourced]) -> Changed:
        """Return the objects of both sides whose data differ."""
        before, after = _configs(old), _configs(new)
        found = {key: _change(before[key], data) for key, data in after.items() if key in before}
        return cls({key: change for key, change in found.items() if change.keys})


def _change(old: Mapping[str, Any], new: Mapping[str, Any]) -> Change:
    sides = zip(data_of(old), data_of(new), strict=True)
    keys = {
        str(key) for before, after in sides for key in {*before, *after} if before.get(key) != after.get(key)
    }
    return Change(frozenset(keys), old.get("immutable") is True)


NOTHING_CHANGED = Changed()


def _configs(objects: Iterable[Sourced]) -> Configs:
    found: dict[tuple[str, str, str], Mapping[str, Any]] = {}
    for sourced in objects:
        data = sourced.manifest.data
        if text(data, "kind") in _CONFIG:
            namespace = text(data, "metadata", "namespace") or "default"
            found[text(data, "kind"), namespace, text(data, "metadata", "name")] = data
    return found


def unseen_configuration(pair: Pair, changed: Changed) -> Iterator[Problem]:
    """Return the changed configuration that no pod of a pair sees, because nothing restarts the pods."""
    if pair.new is None or pair.old is None or pair.template_changed or not changed.objects:
        return
    data = pair.new.sourced.manifest.data
    namespace = text(data, "metadata", "namespace") or "default"
    pod_spec = mapping(data, *POD_SPEC)
    mounted = mounts_by_sub_path(pod_spec)
    told: set[tuple[str, str, bool]] = set()
    for reference in references(pod_spec):
        change = changed.objects.get((reference.kind, namespace, reference.name))
        if change is None or reference.way == "pull" or not _is_used(reference, change):
            continue
        problem = _rejected(reference) if change.immutable else _unseen(reference, mounted)
        key = (reference.kind, reference.name, problem.severity == "info")
        if key not in told:
            told.add(key)
            yield problem


def _is_used(reference: Reference, change: Change) -> bool:
    """Whether the pod uses one of the changed keys: it names some, or uses all."""
    return not reference.keys or any(key in change.keys for _, key in reference.keys)


def _rejected(reference: Reference) -> Problem:
    return Problem(
        "config-change-unseen",
        reference.path,
        f"{reference.kind} {reference.name} is immutable, and its data changes",
        result=f"The API server rejects the change of the {reference.kind}; no pod sees it.",
        write="an object of another name, and that name in the DaemonSet, which restarts the pods",
        severity="error",
    )


def _unseen(reference: Reference, mounted: Mapping[FieldPath, FieldPath]) -> Problem:
    what = f"{reference.kind} {reference.name}"
    sub_path = mounted.get(reference.path[3:5])
    if reference.way == "volume" and sub_path is None:
        return Problem(
            "config-change-unseen",
            reference.path,
            f"{what} changes and no pod restarts: its files change in the running pods within minutes",
            result="An agent that reads its configuration only when it starts keeps the old one.",
            write="an annotation of the pod template that changes with it, if the agent does not reload",
            severity="info",
        )
    how = "set as variables" if reference.way == "env" else "mounted by subPath"
    return Problem(
        "config-change-unseen",
        reference.path if sub_path is None else sub_path,
        f"{what} changes and no pod restarts: {how}, it is never refreshed in a running pod",
        result="No agent sees the change until somebody restarts the pods or a node gets a new one.",
        write="an annotation of the pod template that changes with it, such as checksum/config",
    )
