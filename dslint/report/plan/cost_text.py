"""The requests of DaemonSets on a node, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.kubernetes.amounts import shown
from dslint.planner.cost import Cost, all_together, shares
from dslint.planner.nodes import Allocatable
from dslint.planner.overhead.smallest import smallest_for_all
from dslint.planner.plan import Planned
from dslint.planner.scheduling.node_load import PODS
from dslint.values.words import counted

_MAIN_RESOURCES = ("cpu", "memory")


def amount_words(name: str, number: int) -> str:
    """`350m CPU`, `320Mi`, `2 pods`, `1 nvidia.com/gpu`."""
    if name == PODS:
        return counted(number, "pod")
    unit = {"cpu": " CPU", "memory": ""}.get(name, f" {name}")
    return f"{shown(name, number)}{unit}"


def size_words(allocatable: Allocatable | None) -> str:
    """Return the size of a node: `8 CPU, 30Gi`; empty if unknown."""
    size = allocatable or {}
    return ", ".join(amount_words(name, size[name]) for name in _MAIN_RESOURCES if name in size)


def room_words(allocatable: Allocatable | None) -> str:
    """Return all resources of a node: `32 CPU, 120Gi, 110 pods, 4 nvidia.com/gpu`.

    Rounded as people read it, so that machines of one kind, which differ by some kilobytes, are alike.
    """
    size = allocatable or {}
    names = [name for name in size if name == PODS or ("/" in name and size[name])]
    parts = [
        size_words(allocatable),
        *(amount_words(name, size[name]) for name in sorted(names, key=_pods_first)),
    ]
    return ", ".join(part for part in parts if part)


def _pods_first(name: str) -> tuple[bool, str]:
    return name != PODS, name


def share_words(share: float | None) -> str:
    """Return `4 %`; empty if the total is unknown."""
    return "" if share is None else f"{share:.0%}".replace("%", " %")


def cost_parts(cost: Cost) -> Iterator[str]:
    """Return the requests: `350m CPU 9 %`, `320Mi 2 %`, `2 pods`."""
    for name, number, share in shares(cost):
        of = share_words(share) if name != PODS else ""
        yield f"{amount_words(name, number)} {of}".rstrip()


def requests_words(requests: Mapping[str, int]) -> str:
    """Return the requests of one pod: `100m CPU, 128Mi`; `nothing` without requests."""
    names = sorted(requests, key=lambda name: (name not in _MAIN_RESOURCES, name))
    return ", ".join(amount_words(name, requests[name]) for name in names if requests[name]) or "nothing"


def together_words(planned: Planned) -> str:
    """Return the total of all DaemonSets on one node, and the smallest node with enough room."""
    total = all_together(planned)
    parts = [amount_words(name, number) for name, number in sorted(total.items()) if name != PODS and number]
    words = ", ".join([*parts, counted(total[PODS], "pod")])
    smallest = smallest_for_all(planned, total)
    if smallest is None:
        return f"{words}; no node of the inventory is known to take all of them"
    return f"{words}; the smallest node that takes all of them is {smallest[0]}"
