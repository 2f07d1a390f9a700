"""Kustomizations that differ between the sides of a diff: their effect on DaemonSets is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dslint.planner.inventory.contents import Sourced
from dslint.reader.kustomize.kustomization import Kustomization
from dslint.reader.objects import Told
from dslint.values.problem import Problem

_BUILD = "dslint diff <(kubectl kustomize OLD) <(kubectl kustomize NEW)"


def told_of_unbuilt(
    old: Iterable[Kustomization], new: Iterable[Kustomization], objects: Iterable[Sourced]
) -> Iterator[Told]:
    """Return an error for every DaemonSet of the new side that a changed kustomization builds."""
    before, after = tuple(old), tuple(new)
    known, kept = {one.text for one in before}, {one.text for one in after}
    gone = [one for one in before if one.text not in kept and one.changes]
    changed = [one for one in after if one.text not in known and (one.changes or gone)]
    daemonsets = [one for one in objects if one.manifest.name.kind == "DaemonSet"] if changed else []
    for kustomization in changed:
        words = kustomization.words or f"back {gone[0].words}"
        for sourced in daemonsets:
            if kustomization.concerns(sourced.file):
                yield sourced.told(
                    Problem(
                        "not-rendered",
                        ("metadata", "name"),
                        f"{kustomization.file} was not rendered; it changes {words}",
                        result="What is applied differs from what is compared here.",
                        write=_BUILD,
                        severity="error",
                    )
                )
