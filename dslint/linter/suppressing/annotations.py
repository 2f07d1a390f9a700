"""Annotations that hide findings: `dslint/ignore.<rule-id>: why` on the DaemonSet's own metadata.

An annotation survives templating, and covers every finding of its rule in its DaemonSet. On the pod template
it would be part of the pods: there it hides nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dslint.linter.suppressing.comments import Name, Suppression
from dslint.reader.objects import Manifest
from dslint.values.path import POD_ANNOTATIONS, FieldPath
from dslint.values.span import Span
from dslint.values.typed import Final

PREFIX: Final = "dslint/ignore."
_OWN: FieldPath = ("metadata", "annotations")


def annotation_suppressions(daemonsets: Iterable[Manifest]) -> tuple[Suppression, ...]:
    """Return the suppressions in the metadata of DaemonSets, in order."""
    return tuple(
        _suppression(manifest, key, value, span)
        for manifest in daemonsets
        for key, value, span in _annotations(manifest, _OWN)
    )


def template_annotations(daemonsets: Iterable[Manifest]) -> Iterator[tuple[Span, str]]:
    """Return the places of such annotations on a pod template, with their keys."""
    for manifest in daemonsets:
        for key, _, span in _annotations(manifest, POD_ANNOTATIONS):
            yield span, key


def _annotations(manifest: Manifest, path: FieldPath) -> Iterator[tuple[str, object, Span]]:
    node = manifest.node.at(path)
    if node is None or not isinstance(node.children, dict):
        return
    for key, child in node.children.items():
        if key.startswith(PREFIX):
            yield key, child.data, manifest.document.span(child.key(key))


def _suppression(manifest: Manifest, key: str, value: object, span: Span) -> Suppression:
    start = span.column + len(PREFIX)
    written = key.removeprefix(PREFIX)
    return Suppression(
        line=span.line,
        names=(Name(written, Span(span.line, start, span.line, start + len(written))),) if written else (),
        reason=value.strip() if isinstance(value, str) else "",
        span=span,
        kind="annotation",
        object=manifest.name,
    )
