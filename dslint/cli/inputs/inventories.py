"""The input of a plan: manifests, nodes and pods, recognized by kind in any input."""

from __future__ import annotations

import mmap
import os
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dslint.cli.exits import UsageError
from dslint.cli.inputs.sources import Source, Unreadable, shown_name, sources
from dslint.cli.opening import reason
from dslint.cli.outputs.progress import watched
from dslint.cli.outputs.stderr import note
from dslint.planner.errors import Fault, InventoryError
from dslint.planner.inventory.contents import Contents, inventory_of
from dslint.planner.inventory.contents import Source as Input
from dslint.planner.inventory.contents_yaml import contents_of
from dslint.planner.inventory.inventory import Inventory
from dslint.planner.inventory.reading import not_an_inventory, read_contents
from dslint.reader.stream import Stream, read_stream

PIPE = "kubectl get nodes,ds,pods -A -o json | dslint plan -"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
_RELEVANT = re.compile(
    rb"DaemonSet|PriorityClass|RuntimeClass|LimitRange|ResourceQuota|ServiceAccount|Namespace|Node|Pod|AdmissionPolicy"
    rb"|PersistentVolume"
    rb"|Machine|ClusterConfig|InstanceGroup|ComputeClass|kind\.x-k8s|k3d\.io|JoinConfig|^machine:"
    rb"|^(?:nodes|pools):",
    re.MULTILINE,
)
"""Words that a relevant file must contain; most YAML files of a repository do not."""
_MAPPED = 1 << 26
"""From this size on, files are mapped into memory instead of read."""
_SLOW_YAML = 20_000_000


class Inputs(NamedTuple):
    """Everything that was read: the objects by kind, and the texts with manifests (name, documents)."""

    contents: Contents
    texts: tuple[tuple[str, Stream], ...]
    files: int

    def with_nodes(self, names: tuple[str, ...]) -> Inputs:
        """Add the nodes of inventories. Raises UsageError."""
        try:
            return self._replace(contents=_inventories(names) + self.contents)
        except InventoryError as error:
            raise UsageError(str(error)) from None


def gather(
    paths: tuple[str, ...],
    nodes: tuple[str, ...],
    pods: tuple[str, ...],
    exclude: tuple[str, ...],
    *,
    quiet: bool = False,
    every_file: bool = False,
) -> Inputs:
    """Read all inputs; irrelevant manifests are read only with `every_file`.

    Raises UsageError for an unusable inventory or unusable pods.
    """
    if [*paths, *nodes, *pods].count("-") > 1:
        msg = "`-` may be given only once; put nodes, pods and DaemonSets into one stream"
        raise UsageError(msg)
    try:
        inventory = _inventories(nodes)
        used = _pods(pods)
        taken = frozenset(os.path.realpath(name) for name in (*nodes, *pods) if name != "-")
        manifests = _manifests(paths, exclude, taken, compact=not nodes, quiet=quiet, every_file=every_file)
    except InventoryError as error:
        raise UsageError(str(error)) from None
    return manifests._replace(contents=inventory + used + manifests.contents)


def gather_manifests(
    paths: Iterable[str],
    exclude: tuple[str, ...] = (),
    taken: frozenset[str] = frozenset(),
    *,
    quiet: bool,
    every_file: bool = False,
) -> Inputs:
    """Read objects beside nodes that are named elsewhere; `taken` are real paths of files to skip.

    Raises UsageError for an unusable text.
    """
    try:
        return _manifests(tuple(paths), exclude, taken, compact=False, quiet=quiet, every_file=every_file)
    except InventoryError as error:
        raise UsageError(str(error)) from None


def read_inventories(names: tuple[str, ...]) -> Inventory:
    """Return the nodes of files that must all be inventories. Raises UsageError."""
    try:
        return inventory_of(_inventories(names), names)
    except InventoryError as error:
        raise UsageError(str(error)) from None


def inventory_contents(names: tuple[str, ...]) -> Contents:
    """Return the contents of files that must all be inventories; in a folder, other files are skipped.

    Raises InventoryError with every fault.
    """
    inputs = ((found, os.path.isdir(name)) for name in names for found in opened(name))
    return contents_of_inputs(inputs)


def contents_of_inputs(inputs: Iterable[tuple[Input, bool]]) -> Contents:
    """Return the contents of inputs; each has a flag whether it may be skipped if it is not an inventory."""
    total = Contents()
    faults: list[Fault] = []
    for found, optional in inputs:
        try:
            contents = read_contents(found)
            fault = not_an_inventory(found, contents)
        except InventoryError as error:
            faults.extend(error.faults)
            continue
        if fault is not None and optional:
            note(f"left out: {fault}")
        elif fault is not None:
            faults.append(fault)
        total += contents
    if faults:
        raise InventoryError(faults)
    return total


def _inventories(names: tuple[str, ...]) -> Contents:
    total = inventory_contents(names)
    if names and not (total.nodes or total.declared):
        msg = f"{', '.join(names)} contains no nodes: there is nothing to plan for"
        raise UsageError(msg)
    return total


def _pods(names: tuple[str, ...]) -> Contents:
    total = Contents()
    for name in names:
        for found in opened(name):
            contents = read_contents(found)
            if not contents.pods_seen and (contents.nodes or contents.objects):
                words = "no Pods found; save the pods with: kubectl get pods -A -o json"
                raise InventoryError([Fault(found.file, 1, 1, words)])
            total += contents._replace(nodes=(), objects=())
    return total


def _manifests(
    paths: tuple[str, ...],
    exclude: tuple[str, ...],
    taken: frozenset[str],
    *,
    compact: bool,
    quiet: bool,
    every_file: bool,
) -> Inputs:
    """Read manifests. `compact`: no other input gives the nodes, so these files may."""
    total = Contents()
    texts: list[tuple[str, Stream]] = []
    files = 0
    for found in watched(sources(paths, exclude), "files read", quiet=quiet):
        if isinstance(found, Unreadable):
            _unreadable(found)
            continue
        if found.path is not None and os.path.realpath(found.path) in taken:
            continue
        files += 1
        if not (every_file or may_matter(found.content)):
            continue
        contents, stream = read_by_kind(found, compact=compact)
        total += contents
        if stream is not None:
            texts.append((found.name, stream))
    if not compact:
        total = total._replace(declared=(), declared_before=None)
    return Inputs(total, tuple(texts), files)


def may_matter(content: bytes) -> bool:
    """Whether a file can contain anything that a plan needs, judged by its bytes; always true for UTF-16."""
    return content[:2] in _UTF_16 or _RELEVANT.search(content) is not None


def read_by_kind(found: Source, *, compact: bool) -> tuple[Contents, Stream | None]:
    """Return the objects of one text, and the text itself unless it is a dump. Raises InventoryError."""
    if found.content[:64].lstrip()[:1] == b"{":
        from dslint.planner.inventory.contents_json import read_json

        contents = read_json(Input(found.name, found.content))
        if contents is not None and (contents.nodes or contents.pods_seen):
            return contents, None
    stream = read_stream(found.content)
    return contents_of(found.name, stream.documents, compact=compact), stream


def _unreadable(found: Unreadable) -> None:
    if found.left_out:
        return
    if found.named:
        msg = f"cannot read {found.name}: {found.why}"
        raise UsageError(msg)
    note(f"left out: {found.name} ({found.why})")


def opened(name: str) -> Iterator[Input]:
    """Open the files of a path; large ones are mapped, not read. Raises UsageError."""
    if name != "-" and os.path.isfile(name) and os.path.getsize(name) >= _MAPPED:
        note(f"reading {name} ({os.path.getsize(name) / 1e6:.0f} MB)")
        try:
            with open(name, "rb") as file:
                mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except OSError as error:
            msg = f"cannot read {name}: {reason(error)}"
            raise UsageError(msg) from None
        _warn_of_slow_yaml(name, mapped[:64], len(mapped))
        yield Input(shown_name(name), mapped)
        return
    for found in sources((name,)):
        if isinstance(found, Unreadable):
            _unreadable(found)
        else:
            _warn_of_slow_yaml(found.name, found.content[:64], len(found.content))
            yield Input(found.name, found.content)


def _warn_of_slow_yaml(name: str, beginning: bytes, size: int) -> None:
    if size > _SLOW_YAML and beginning.lstrip()[:1] not in (b"{", b"["):
        note(
            f"{name} is large YAML, which is slow to read; the "
            "output of kubectl get nodes -o json is much faster"
        )
