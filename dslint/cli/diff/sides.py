"""The two sides of a `dslint diff`, read from files or from git, and sorted by kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dslint.cli.calls import DiffCall
from dslint.cli.diff.git import PREFIX, Revision, blobs, fork_point, parse_revision, path_in_repository
from dslint.cli.exits import UsageError
from dslint.cli.inputs.inventories import may_matter, read_by_kind
from dslint.cli.inputs.kustomizations import Kustomizations
from dslint.cli.inputs.reading import read_path
from dslint.cli.inputs.skip_reasons import skipped_patch, why_not_judged
from dslint.cli.inputs.sources import Source
from dslint.cli.outputs.progress import watched
from dslint.planner.errors import InventoryError
from dslint.planner.inventory.contents import Contents, Sourced
from dslint.reader import patches
from dslint.reader.kustomize.kustomization import Kustomization, kustomization_of
from dslint.reader.stream import Stream
from dslint.values.file_names import is_kustomization
from dslint.values.finding import Skipped

NEW_MISSING = (
    "NEW is missing: dslint diff OLD NEW; or one path with --old-nodes or a Terraform plan as --nodes, "
    "or git:REV alone"
)


class Side(NamedTuple):
    """One side: its name, its content by kind, its texts (without dumps), and the skipped files."""

    label: str
    contents: Contents
    texts: tuple[tuple[str, Stream], ...]
    left_out: tuple[Skipped, ...] = ()
    kustomizations: tuple[Kustomization, ...] = ()


def sides_of(call: DiffCall) -> tuple[Side, Side]:
    """Read OLD and NEW, or one path as both. Raises UsageError for a missing one."""
    if call.old is None:
        revision = fork_point()._replace(path=path_in_repository("."))
        return _of_revision(call, revision), _of_files(call, ".", "the working tree")
    if call.new is None and call.old.startswith(PREFIX):
        return _side(call, call.old, "."), _of_files(call, ".", "the working tree")
    if call.new is None:
        if not call.old_nodes and not call.nodes:
            raise UsageError(NEW_MISSING)
        side = _side(call, call.old, "")
        return side, side
    if call.old == call.new == "-":
        msg = "`-` may be given only once; name OLD or NEW"
        raise UsageError(msg)
    return _side(call, call.old, call.new), _side(call, call.new, call.old)


def _side(call: DiffCall, written: str, other: str) -> Side:
    if not written.startswith(PREFIX):
        return _of_files(call, written, written)
    default = "" if other.startswith(PREFIX) or other in ("", "-") else path_in_repository(other)
    return _of_revision(call, parse_revision(written, default))


def _of_revision(call: DiffCall, revision: Revision) -> Side:
    found = blobs(revision)
    contents = {blob.path: blob.content for blob in found}
    texts = (Source(blob.name, blob.content, blob.path) for blob in found)
    return _side_of(call, revision.label, texts, Kustomizations(contents.get))


def _of_files(call: DiffCall, path: str, label: str) -> Side:
    return _side_of(call, label, read_path(path, call.exclude), Kustomizations())


def _side_of(call: DiffCall, label: str, found: Iterable[Source], kustomizations: Kustomizations) -> Side:
    contents, texts, left_out = Contents(), [], []
    built: list[Kustomization] = []
    for source in watched(found, "files read", quiet=call.quiet):
        if is_kustomization(source.name):
            kustomization = kustomization_of(source.name, source.content)
            built += [kustomization] if kustomization is not None else []
            continue
        wanted = call.complete or may_matter(source.content) or _is_configuration(source.content)
        if not wanted:
            continue
        skipped = _why_left_out(source, kustomizations)
        if skipped is not None:
            left_out.append(skipped)
            continue
        try:
            contents_here, stream = read_by_kind(source, compact=not call.nodes)
        except InventoryError as error:
            if not call.nodes:
                raise UsageError(str(error)) from None
            left_out.append(Skipped(source.name, 1, _NODES, ""))  # other nodes are asked for
            continue
        pieces = [(sourced, why) for sourced in contents_here.objects if (why := _why_no_manifest(sourced))]
        left_out += [_skipped(sourced, why) for sourced, why in pieces]
        whole = tuple(sourced for sourced in contents_here.objects if not _why_no_manifest(sourced))
        contents += contents_here._replace(objects=whole)
        if stream is not None:
            texts.append((source.name, stream))
    left_out += _unbuilt(built, contents)
    return Side(label, contents, tuple(texts), tuple(left_out), tuple(built))


def _unbuilt(built: Iterable[Kustomization], contents: Contents) -> Iterator[Skipped]:
    """Return the kustomizations that change the DaemonSets of a side."""
    files = {sourced.file for sourced in contents.objects if sourced.manifest.name.kind == "DaemonSet"}
    for kustomization in built:
        if kustomization.changes and any(kustomization.concerns(file) for file in files):
            yield Skipped(kustomization.file, 1, "kustomization, which is not rendered", "")


def _is_configuration(content: bytes) -> bool:
    """Whether a file may contain configuration that pods read when they start."""
    return b"ConfigMap" in content or b"Secret" in content


def _why_left_out(source: Source, kustomizations: Kustomizations) -> Skipped | None:
    """Return why a file is skipped.

    Templates and patches are compared by their rendered output, even if named.
    """
    folder = kustomizations.folder_of_patch(source.path) if source.path is not None else None
    if folder is not None:
        return skipped_patch(source, folder)
    return why_not_judged(source._replace(named=False))


def _why_no_manifest(sourced: Sourced) -> str | None:
    """Return why nobody applies a DaemonSet unchanged; None for a complete one, and for other objects."""
    manifest = sourced.manifest
    return patches.why_not_whole(manifest.data) if manifest.name.kind == "DaemonSet" else None


def _skipped(sourced: Sourced, why: str) -> Skipped:
    manifest = sourced.manifest
    return Skipped(sourced.file, manifest.document.span(manifest.node).line, why, "")


_NODES = "nodes that cannot be read"
_RENDER = "compare what they render: dslint diff <(helm template OLD) <(helm template NEW)"
_BUILD = "compare what they build: dslint diff <(kubectl kustomize OLD) <(kubectl kustomize NEW)"
_INSTEAD = (
    ("kustomization", _BUILD),
    ("template", _RENDER),
    ("values file", _RENDER),
    ("patch", _BUILD),
    ("", ""),
)
"""A word in the reason for skipping a file -> the remedy."""


def left_out_notes(*sides: Side) -> tuple[str, ...]:
    """Return notes on the skipped files of both sides, with the remedy once."""
    names: dict[str, dict[str, str]] = {}
    for path in (path for side in sides for path in side.left_out):
        instead = next(instead for word, instead in _INSTEAD if word in path.why)
        names.setdefault(instead, {}).setdefault(path.file, path.why)
    return tuple(_note(instead, found) for instead, found in names.items())


def _note(instead: str, found: dict[str, str]) -> str:
    (name, why), more = next(iter(found.items())), len(found) - 1
    others = f" and {more} more" if more else ""
    return f"left out: {name}{others} ({why}){'; ' if instead else ''}{instead}"
