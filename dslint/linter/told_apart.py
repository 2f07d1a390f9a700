"""The DaemonSets of a text told apart: whole ones, patches, and what is skipped."""

from __future__ import annotations

from collections.abc import Iterable

from dslint.reader.misspelt_kinds import DAEMONSET, kind_of
from dslint.reader.nodes import Node
from dslint.reader.objects import Manifest
from dslint.reader.patches import OF_KUSTOMIZATION, is_patch, why_not_whole
from dslint.values.api_groups import foreign_group
from dslint.values.finding import Skipped
from dslint.values.globs import chosen
from dslint.values.typed import Literal, NamedTuple

Found = Literal["given", "named", "walked", "patch"]
"""How a text came in, which decides what may be only a piece of a manifest.

given   to the library: every DaemonSet is judged as a whole one
named   on the command line or through a pipe: a piece is only what says so itself
walked  met in a folder: also what has neither a selector, nor labels, nor an image
patch   named by a kustomization: every DaemonSet is a patch
"""


FOREIGN = "a DaemonSet of the API group "
"""The beginning of the reason for skipping a DaemonSet of another project."""


class ToldApart(NamedTuple):
    """The DaemonSets of one text. `context` are those nobody asked about."""

    whole: tuple[Manifest, ...]
    patches: tuple[Manifest, ...]
    skipped: tuple[Skipped, ...]
    context: tuple[Manifest, ...]

    @property
    def left_out(self) -> tuple[str, ...]:
        """`namespace/name` of the DaemonSets that are not judged."""
        return tuple(manifest.name.key for manifest in self.context)


def told_apart(
    manifests: Iterable[Manifest],
    file: str,
    found: Found,
    only: tuple[str, ...],
    unchanged: frozenset[int] = frozenset(),
) -> ToldApart:
    """Sort the DaemonSets among the objects of a text.

    `unchanged` are the lines at which objects begin that did not change, where that matters.
    """
    whole: list[Manifest] = []
    patches: list[Manifest] = []
    skipped: list[Skipped] = []
    context: list[Manifest] = []
    for manifest in manifests:
        if not is_daemonset(manifest):
            if kind_of(manifest.data) == DAEMONSET:
                group = foreign_group(manifest.data.get("apiVersion"))
                line = manifest.document.span(manifest.node).line
                skipped.append(Skipped(file, line, f"{FOREIGN}{group}, which dslint does not know"))
            continue
        if (only and not chosen(manifest.name.key, only)) or (
            unchanged and manifest.document.span(manifest.node).line in unchanged
        ):
            context.append(manifest)
            continue
        why = _why_not_whole(manifest, found)
        if why is None:
            whole.append(manifest)
            continue
        if is_patch(why):
            patches.append(manifest)
        skipped.append(Skipped(file, manifest.document.span(manifest.node).line, why))
    return ToldApart(tuple(whole), tuple(patches), tuple(skipped), tuple(context))


def _why_not_whole(manifest: Manifest, found: Found) -> str | None:
    if found == "given":
        return None
    if found == "patch":
        return OF_KUSTOMIZATION
    return why_not_whole(manifest.data, named=found == "named")


def is_daemonset(manifest: Manifest) -> bool:
    """Whether an object is a DaemonSet, or plainly meant to be one."""
    return kind_of(manifest.data) == DAEMONSET and not foreign_group(manifest.data.get("apiVersion"))


def as_written(manifests: Iterable[Manifest]) -> list[Manifest]:
    """Objects of one text in the order written."""
    return sorted(manifests, key=_order)


def _order(manifest: Manifest) -> tuple[object, ...]:
    """Objects of one document are all nodes or all paths."""
    piece = manifest.piece
    return manifest.document.number, piece.start if isinstance(piece, Node) else piece
