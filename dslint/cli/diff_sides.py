"""The two sides of a `dslint diff`: what is named, read from files or from git."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dslint.cli.diff_call import DiffCall
from dslint.cli.exits import UsageError
from dslint.cli.notes import note
from dslint.cli.revisions import PREFIX, Blob, blobs, fork_point, parse_revision, path_in_repository
from dslint.cli.sources import Source, sources
from dslint.planner.manifests import Manifests, read_manifests
from dslint.reader import patches, templates
from dslint.reader.encoding import decode

_RELEVANT = re.compile(
    rb"DaemonSet|PriorityClass|RuntimeClass|LimitRange|ResourceQuota|ServiceAccount|kind:\s*\"?Namespace|List"
)
"""What a file must mention to matter; most YAML of a repository does not."""


class Side(NamedTuple):
    """One side: how it is called, the texts with something that matters, and templates that were left out."""

    label: str
    texts: tuple[Manifests, ...]
    templates: tuple[str, ...] = ()


def sides_of(call: DiffCall) -> tuple[Side, Side]:
    """Read OLD and NEW. Raises UsageError for what is not there."""
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
    return _side_of(label, ((blob.name, blob.content) for blob in found))


def _of_files(call: DiffCall, path: str, label: str) -> Side:
    return _side_of(label, ((one.name, one.content) for one in read_path(path, call.exclude)))


def read_path(path: str, exclude: tuple[str, ...] = ()) -> Iterator[Source]:
    """The files of a path. Raises UsageError where the path itself cannot be read."""
    for found in sources((path,), exclude):
        if isinstance(found, Source):
            yield found
        elif found.named:
            msg = f"cannot read {found.name}: {found.why}"
            raise UsageError(msg)
        else:
            note(f"left out: {found.name} ({found.why})")


def _side_of(label: str, found: Iterable[tuple[str, bytes]]) -> Side:
    texts, left_out = [], []
    for name, content in found:
        if not _RELEVANT.search(content):
            continue
        if templates.classify(decode(content).text, name) is not None:
            left_out.append(name)
        else:
            texts.append(_without_pieces(read_manifests(content, name)))
    return Side(label, tuple(texts), tuple(left_out))


def _without_pieces(manifests: Manifests) -> Manifests:
    """Patches and fragments are no DaemonSets that anybody applies as they stand."""
    whole = (
        one
        for one in manifests.objects
        if one.manifest.name.kind != "DaemonSet" or patches.why_not_whole(one.manifest.data) is None
    )
    return manifests._replace(objects=tuple(whole))


def template_note(*sides: Side) -> str:
    """What was left out on either side, and what to do instead; empty where nothing was."""
    names = list(dict.fromkeys(name for side in sides for name in side.templates))
    if not names:
        return ""
    more = f" and {len(names) - 1} more" if len(names) > 1 else ""
    return (
        f"left out: {names[0]}{more} (templates); compare what they render: "
        "dslint diff <(helm template OLD) <(helm template NEW)"
    )
