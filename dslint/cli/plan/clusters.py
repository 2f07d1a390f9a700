"""The clusters of `--clusters DIR`: the files with their nodes, and the files beside them.

A folder below DIR with a file `nodes.yaml`, `nodes.yml` or `nodes.json` is one cluster with all its files:
the same as that file in --nodes and the folder as a path. Every other file with nodes is a cluster of its
own. Files without nodes count for each cluster in their folder and below.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from dslint.cli.exits import UsageError
from dslint.cli.inputs.found import HIDDEN
from dslint.cli.inputs.inventories import Inputs, gather_manifests, opened
from dslint.cli.inputs.sources import shown_name
from dslint.cli.inputs.walking import walk
from dslint.cli.outputs.stderr import note
from dslint.planner.errors import InventoryError
from dslint.planner.inventory.contents import Contents, inventory_of
from dslint.planner.inventory.reading import not_an_inventory, read_contents
from dslint.reader import templates
from dslint.report.findings.compact import printable
from dslint.values.finding import LEFT_OUT

_NODES = "nodes"
"""The file name, without its ending, that makes its folder a cluster."""
_AN_EMPTY_ONE = "contains no nodes: there is nothing to plan for"


class Cluster(NamedTuple):
    """One cluster.

    name    `eu/prod`; no two clusters have the same
    nodes   the files named as its inventory
    beside  the files that count beside them
    known   what the files with the nodes hold: Nodes, Pods, DaemonSets, classes, quotas, …
    own     what the files beside them hold
    """

    name: str
    nodes: tuple[str, ...]
    beside: tuple[str, ...]
    known: Contents
    own: Inputs

    def with_shared(self, shared: Inputs) -> Inputs:
        """Return the input of a plan for this cluster, as if its nodes were named with --nodes."""
        return Inputs(
            self.known + shared.contents + self.own.contents,
            (*shared.texts, *self.own.texts),
            shared.files + self.own.files,
        )


class _Draft(NamedTuple):
    """The files of a cluster: its possible names, shortest first, and its place."""

    names: tuple[str, ...]
    folder: str
    nodes: tuple[str, ...]
    known: Contents


def clusters_in(folder: str, *, quiet: bool) -> list[Cluster]:
    """Return every cluster of a folder, sorted by name. Raises UsageError for unusable files."""
    if not os.path.isdir(folder):
        msg = f"--clusters {folder}: not a folder; expected a folder with one inventory per cluster"
        raise UsageError(msg)
    top = folder.rstrip(os.sep) or folder
    paths = list(_files(top))
    homes = {os.path.dirname(path) for path in paths if _is_nodes(path)} - {top}
    drafts = [_of_home(home, paths, top) for home in sorted(homes)]
    others: list[str] = []
    for path in paths:
        if _home_of(path, homes, top):
            others += [] if _is_nodes(path) else [path]
            continue
        known = _contents(path)
        if known.nodes or known.declared:
            drafts.append(_Draft(_names_of(path, top), os.path.dirname(path), (path,), known))
        elif known.objects or known.pods_seen:
            others.append(path)
        else:
            raise UsageError(f"--clusters: {path} {_AN_EMPTY_ONE}")
    if not drafts:
        msg = f"--clusters {folder}: no inventory found (.yaml, .yml or .json)"
        raise UsageError(msg)
    found = _finished(drafts, _beside(others, drafts, homes, top), quiet=quiet)
    return sorted(found, key=lambda cluster: cluster.name)


def files_of(folder: str) -> frozenset[str]:
    """Return the real paths of all files of a folder of clusters."""
    return frozenset(os.path.realpath(found.path) for found in walk(folder) if not found.why)


def _files(folder: str) -> Iterator[str]:
    for found in walk(folder):
        if found.why == HIDDEN or found.path.endswith(tuple(templates.SUFFIXES)):
            continue
        if found.why in LEFT_OUT:
            note(f"left out: {shown_name(found.path)} ({found.why})")
        elif found.why:
            # A cluster that is left out would be missed in a fleet.
            raise UsageError(f"--clusters: cannot read {shown_name(found.path)}: {found.why}")
        else:
            yield found.path


def _is_nodes(path: str) -> bool:
    return os.path.splitext(os.path.basename(path))[0] == _NODES


def _home_of(path: str, homes: set[str], top: str) -> str:
    """Return the nearest folder of a file that is a cluster; "" if there is none."""
    return next((folder for folder in _upwards(os.path.dirname(path), top) if folder in homes), "")


def _of_home(home: str, paths: Iterable[str], top: str) -> _Draft:
    nodes = tuple(path for path in paths if os.path.dirname(path) == home and _is_nodes(path))
    total = Contents()
    for path in nodes:
        total += _contents(path)
    if not (total.nodes or total.declared):
        raise UsageError(f"--clusters: {', '.join(nodes)} {_AN_EMPTY_ONE}")
    name = _below(home, top)
    return _Draft((name, f"{name}/{_NODES}", _below(nodes[0], top)), home, nodes, total)


def _names_of(path: str, top: str) -> tuple[str, ...]:
    name = _below(path, top)
    return os.path.splitext(name)[0], name


def _below(path: str, top: str) -> str:
    return printable(os.path.relpath(path, top).replace(os.sep, "/"))


def _contents(path: str) -> Contents:
    total = Contents()
    try:
        for source in opened(path):
            contents = read_contents(source)
            fault = not_an_inventory(source, contents)
            if fault is not None and not (contents.objects or contents.pods_seen):
                raise UsageError(str(fault))
            total += contents
    except InventoryError as error:
        raise UsageError(str(error)) from None
    return total


def _beside(others: Iterable[str], drafts: Sequence[_Draft], homes: set[str], top: str) -> list[list[str]]:
    """Return, for every cluster, the files without nodes that count for it. Raises UsageError without any."""
    below: dict[str, list[int]] = {}
    for number, draft in enumerate(drafts):
        for folder in _upwards(draft.folder, top):
            below.setdefault(folder, []).append(number)
    of_home = {draft.folder: number for number, draft in enumerate(drafts) if draft.folder in homes}
    found: list[list[str]] = [[] for _ in drafts]
    for path in others:
        numbers = set(below.get(os.path.dirname(path), ()))
        home = _home_of(path, homes, top)
        numbers |= {of_home[home]} if home else set()
        if not numbers:
            msg = f"--clusters: {path} {_AN_EMPTY_ONE}, and no cluster is in its folder or below"
            raise UsageError(msg)
        for number in numbers:
            found[number].append(path)
    return found


def _upwards(folder: str, top: str) -> Iterator[str]:
    """Yield a folder and those above it, up to the top."""
    yield folder
    while folder not in (top, os.path.dirname(folder)):
        folder = os.path.dirname(folder)
        yield folder


def _finished(drafts: Sequence[_Draft], beside: list[list[str]], *, quiet: bool) -> Iterator[Cluster]:
    names = _distinct([draft.names for draft in drafts])
    read = {path: gather_manifests((path,), quiet=quiet) for path in dict.fromkeys(chain(*beside))}
    times = Counter(chain(*beside))
    for path, part in read.items():
        _refuse_shared_pods(path, part, times[path])
    for draft, name, own in zip(drafts, names, beside, strict=True):
        together = Inputs(Contents(), (), 0)
        for path in own:
            part = read[path]
            together = Inputs(
                together.contents + part.contents, (*together.texts, *part.texts), together.files + part.files
            )
        _refuse_duplicates(draft)
        yield Cluster(name, draft.nodes, tuple(own), draft.known, together)


def _refuse_shared_pods(path: str, part: Inputs, clusters: int) -> None:
    if clusters > 1 and part.contents.pods_seen:
        msg = (
            f"--clusters: {path} contains pods and lies beside {clusters} clusters; "
            "put it into a folder with the nodes.yaml of its cluster"
        )
        raise UsageError(msg)


def _refuse_duplicates(draft: _Draft) -> None:
    try:
        inventory_of(draft.known, draft.nodes)
    except InventoryError as error:
        raise UsageError(str(error)) from None


def _distinct(candidates: Sequence[tuple[str, ...]]) -> list[str]:
    """Return the shortest unique name of each: `eu.yaml` and `eu.json` if both would be `eu`."""
    times = Counter(name for names in candidates for name in names)
    return [next((name for name in names if times[name] == 1), names[-1]) for names in candidates]
