"""The common part of commands and Python functions: the version, and the problems of a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from dslint.kubernetes.releases.upgrade import upgrade_problems
from dslint.kubernetes.validation import judge_each
from dslint.kubernetes.versions import KNOWN, NEWEST, asked_for, in_order, nearest_known
from dslint.planner.difference.comparison import Comparison
from dslint.planner.expectations.collect import Text, Written, unchecked, unmet
from dslint.planner.inventory.contents import Sourced
from dslint.planner.inventory.inventory import Inventory
from dslint.planner.nodes import kubelet_minor
from dslint.planner.plan import Planned
from dslint.planner.problems import plan_problems
from dslint.reader.objects import Manifest, Told


class Version(NamedTuple):
    """The Kubernetes versions to judge by, oldest first; the plan uses the last one.

    source  where they come from, in words; empty where somebody asked for them
    note    what a person should know about the choice, if anything
    """

    known: tuple[str, ...]
    source: str = ""
    note: str = ""


def version_for(asked: str | None, inventory: Inventory, *, typed: bool = True) -> Version:
    """Return the requested version, or the newest kubelet of the inventory, or the newest known release.

    Raises UnknownVersion for an unknown version that somebody `typed`; for an unknown one of a configuration,
    it uses the nearest.
    """
    if asked is not None:
        found = asked_for(asked, typed=typed)
        how = "as asked" if typed else "as configured"
        source = f"nearest to {' and '.join(found.unknown)}, {how}" if found.unknown else ""
        return Version(found.versions, source, found.note)
    newest = _newest_kubelet(inventory)
    if newest is None:
        return Version((NEWEST,), "the newest known; no node states its kubelet version")
    where = f"newest kubelet in {', '.join(inventory.files)}" if inventory.files else "newest kubelet"
    if newest in KNOWN:
        return Version((newest,), where, _mixed(inventory, newest))
    nearest = nearest_known(newest)
    return Version(
        (nearest,),
        f"nearest to {newest}, the {where}",
        f"Kubernetes {newest} ({where}) is unknown; checked against {nearest}, the nearest known release",
    )


def _mixed(inventory: Inventory, newest: str) -> str:
    """Warn about a cluster with kubelets of several versions; "" if there is only one."""
    oldest = _kubelets(inventory)[0]
    if oldest == newest:
        return ""
    known = nearest_known(oldest)
    hint = f" (dslint lint --upgrade {known}..{newest} lists it)" if known != newest else ""
    return (
        f"kubelets are {oldest} to {newest}: manifests are judged by {newest}; "
        f"what {oldest} does not know has no effect on the older nodes{hint}"
    )


def _newest_kubelet(inventory: Inventory) -> str | None:
    return next(reversed(_kubelets(inventory)), None)


def _kubelets(inventory: Inventory) -> tuple[str, ...]:
    """The minor versions of the kubelets, oldest first, without unreadable versions."""
    kubelets = {node.kubelet for node in inventory.nodes} | {pool.kubelet for pool in inventory.pools}
    return in_order({kubelet_minor(kubelet) for kubelet in kubelets} - {""})


def admitted(
    objects: Iterable[Sourced], change: Callable[[Manifest], Manifest] | None
) -> tuple[Sourced, ...]:
    """The objects as the cluster's admission changes them."""
    if change is None:
        return tuple(objects)
    return tuple(sourced._replace(manifest=change(sourced.manifest)) for sourced in objects)


def upgrade_findings(planned: Planned, versions: tuple[str, ...]) -> Iterator[Told]:
    """Report what an upgrade from the first to the last version changes for the planned DaemonSets."""
    for workload in planned.workloads:
        manifest = workload.source.manifest
        for problem in upgrade_problems(judge_each(manifest.data, versions)):
            yield Told(problem, manifest, workload.source.file)


def plan_findings(
    planned: Planned, expected: Iterable[Written] = (), texts: Iterable[Text] = ()
) -> Iterator[Told]:
    """Report the problems of a plan, and expectations that it does not meet or that nobody checks."""
    yield from plan_problems(planned)
    yield from unmet(planned, expected)
    yield from unchecked(texts)


def difference_findings(
    compared: Comparison, after: Planned, expected: Iterable[Written] = (), texts: Iterable[Text] = ()
) -> Iterator[Told]:
    """Report the risks of a change, and expectations that the new side does not meet."""
    yield from compared.told()
    if after.inventory:
        restarts = {pair.key: pair.moves.replaced.bit_count() for pair in compared.all_pairs}
        yield from unmet(after, expected, restarts)
        yield from unchecked(texts)
