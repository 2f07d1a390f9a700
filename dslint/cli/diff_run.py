"""What one `dslint diff` call does: read both sides, plan both, compare, report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dslint.cli.exits import UsageError
from dslint.cli.judging import exit_code, selection_of, versions_of
from dslint.cli.notes import note
from dslint.cli.outputs import Output, parse_outputs, write_outputs
from dslint.cli.revisions import PREFIX, Blob, blobs, fork_point, parse_revision, path_in_repository
from dslint.cli.sources import Source, sources
from dslint.kubernetes.versions import NEWEST
from dslint.linter.given import Given, report_of_given, with_unreadable
from dslint.linter.selection import Profile, Selection
from dslint.planner.cluster import Source as Input
from dslint.planner.cluster import inventory_of, read_contents
from dslint.planner.comparison import Comparison, compare_plans
from dslint.planner.faults import InventoryError
from dslint.planner.inventory import read_sources
from dslint.planner.manifests import Manifests, plan_objects, read_manifests
from dslint.planner.nodes import Inventory
from dslint.planner.pods import Pod
from dslint.report.diff_formats import DIFF_FORMATS, render_diff
from dslint.report.diff_view import DiffView
from dslint.values.finding import Report

_RELEVANT = re.compile(
    rb"DaemonSet|PriorityClass|RuntimeClass|LimitRange|ResourceQuota|ServiceAccount|kind:\s*\"?Namespace|List"
)
"""What a file must mention to matter; most YAML of a repository does not."""


class DiffCall(NamedTuple):
    """The options of `dslint diff`, as written; names as on the command line."""

    old: str | None = None
    new: str | None = None
    nodes: tuple[str, ...] = ()
    old_nodes: tuple[str, ...] = ()
    pods: tuple[str, ...] = ()
    clusters: str | None = None
    ready_seconds: int = 0
    output: tuple[str, ...] = ()
    kubernetes: str | None = None
    profile: Profile = "recommended"
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    fail_on: str = "error"
    color: str = "auto"
    quiet: bool = False
    verbose: bool = False


class Side(NamedTuple):
    """One side: how it is called, and the texts with something that matters."""

    label: str
    texts: tuple[Manifests, ...]


def run(call: DiffCall) -> int:
    """Compare and report; the exit code comes back."""
    outputs = parse_outputs(call.output, DIFF_FORMATS, "text")
    selection = selection_of(call.profile, call.select, call.extend_select, call.ignore)
    version = versions_of(call.kubernetes, NEWEST)[-1]
    old, new = _sides(call)
    try:
        inventory, former = _inventories(call)
        pods = _pods(call)
    except InventoryError as error:
        raise UsageError(str(error)) from None
    comparison = _compare(call, (old, former), (new, inventory), pods, version)
    report = _report(comparison, (old, new), selection, version)
    view = DiffView(comparison, report, old.label, new.label, has_nodes=bool(call.nodes))
    write_outputs(view, outputs, _render)
    if not call.quiet and not any(side.texts for side in (old, new)):
        note("no DaemonSet found on either side")
    return exit_code(report, call.fail_on)


def _render(view: DiffView, output: Output) -> str:
    return render_diff(view, output.format)


def _compare(
    call: DiffCall,
    old: tuple[Side, Inventory],
    new: tuple[Side, Inventory],
    pods: tuple[Pod, ...],
    version: str,
) -> Comparison:
    before, after = (
        plan_objects((one for text in side.texts for one in text.objects), inventory, pods, version)
        for side, inventory in (old, new)
    )
    return compare_plans(before, after, ready_seconds=call.ready_seconds)


def _report(comparison: Comparison, sides: tuple[Side, Side], selection: Selection, version: str) -> Report:
    given = (Given(told.problem, told.sourced.manifest, told.sourced.file) for told in comparison.told())
    old, new = sides
    number = len(old.texts) + len(new.texts)
    report = report_of_given(given, selection, (version,), files=number, daemonsets=len(comparison.pairs))
    known = {text.stream.text for text in old.texts}
    # What could not be read before either is no part of the change.
    return with_unreadable(
        report, [(one.file, one.stream) for one in new.texts if one.stream.text not in known]
    )


def _sides(call: DiffCall) -> tuple[Side, Side]:
    if call.old is None:
        base = fork_point()
        here = path_in_repository(".")
        revision = base._replace(path=here)
        return _of_blobs(revision.label, blobs(revision)), _of_files(call, ".", "the working tree")
    if call.new is None and call.old.startswith(PREFIX):
        return _side(call, call.old, "."), _of_files(call, ".", "the working tree")
    if call.new is None:
        if not call.old_nodes:
            msg = "what is NEW? dslint diff OLD NEW; or one path with --old-nodes, or git:REV alone"
            raise UsageError(msg)
        side = _side(call, call.old, "")
        return side, side
    return _side(call, call.old, call.new), _side(call, call.new, call.old)


def _side(call: DiffCall, written: str, other: str) -> Side:
    if not written.startswith(PREFIX):
        return _of_files(call, written, written)
    default = "" if other.startswith(PREFIX) or other in ("", "-") else path_in_repository(other)
    revision = parse_revision(written, default)
    return _of_blobs(revision.label, blobs(revision))


def _of_blobs(label: str, found: Iterable[Blob]) -> Side:
    return Side(label, tuple(_texts((blob.name, blob.content) for blob in found)))


def _of_files(call: DiffCall, path: str, label: str) -> Side:
    return Side(label, tuple(_texts((one.name, one.content) for one in _read(path, call.exclude))))


def _read(path: str, exclude: tuple[str, ...] = ()) -> Iterator[Source]:
    """The files of a path. Raises UsageError where the path itself cannot be read."""
    for found in sources((path,), exclude):
        if isinstance(found, Source):
            yield found
        elif found.named:
            msg = f"cannot read {found.name}: {found.why}"
            raise UsageError(msg)
        else:
            note(f"left out: {found.name} ({found.why})")


def _texts(found: Iterable[tuple[str, bytes]]) -> Iterator[Manifests]:
    for name, content in found:
        if _RELEVANT.search(content):
            yield read_manifests(content, name)


def _inventories(call: DiffCall) -> tuple[Inventory, Inventory]:
    """The nodes of the new side, and of the old one."""
    new = _inventory(call.nodes)
    return new, _inventory(call.old_nodes) if call.old_nodes else new


def _inventory(names: tuple[str, ...]) -> Inventory:
    return inventory_of(read_sources(list(_inputs(names))), names) if names else Inventory(())


def _pods(call: DiffCall) -> tuple[Pod, ...]:
    return tuple(pod for one in _inputs(call.pods) for pod in read_contents(one).pods)


def _inputs(names: tuple[str, ...]) -> Iterator[Input]:
    return (Input(one.name, one.content) for name in names for one in _read(name))
