"""Documents of a stream that are not objects, or lack a kind: kubectl stops there with an error."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dslint.kubernetes.migration import SERVED
from dslint.reader.locate import locate
from dslint.reader.misspelt_kinds import DAEMONSET, kind_of
from dslint.reader.nodes import Document
from dslint.values.api_groups import is_advanced
from dslint.values.finding import Finding

RULE = "not-an-object"
_NAMES = {list: "a list", str: "a string", bool: "a boolean"}


def stray_documents(documents: Iterable[Document], file: str, *, only_lists: bool) -> Iterator[Finding]:
    """Yield a finding for each; with `only_lists`, only for lists of manifests that contain a DaemonSet.

    A file without a DaemonSet that the user did not name can be anything: a list of hosts is not meant for
    kubectl.
    """
    for document in documents:
        data = document.data
        if lacks_a_kind(data):
            yield _without_kind(document, file)
        if isinstance(data, dict) or (only_lists and not _holds_daemonset(data)):
            continue
        what = _NAMES.get(type(data), "a number")
        if isinstance(data, list) and _holds_daemonset(data):
            write = (
                "each object in a document of its own, with --- between them, or `kind: List` with `items:`"
            )
        else:
            write = "the stream without it; output of other programs does not belong in it"
        yield Finding(
            rule=RULE,
            severity="error",
            message=f"this document is {what}, not an object",
            file=file,
            span=locate(document, document.node, ()),
            field=None,
            source="yaml",
            reason=None,
            object=None,
            result="kubectl fails on it: objects before it are applied, and it ends with an error.",
            write=write,
        )


def lacks_a_kind(data: object) -> bool:
    """Whether an object of apps/v1 or OpenKruise lacks a kind; one that looks like a DaemonSet is judged."""
    return (
        isinstance(data, dict)
        and (data.get("apiVersion") == SERVED or is_advanced(data.get("apiVersion")))
        and not {"metadata", "spec"}.isdisjoint(data)
        and not kind_of(data)
    )


def _without_kind(document: Document, file: str) -> Finding:
    data = document.data
    likely = "DaemonSet" if isinstance(data, dict) and is_advanced(data.get("apiVersion")) else "Deployment"
    return Finding(
        rule="api-version",
        severity="error",
        message="`kind` is missing",
        file=file,
        span=locate(document, document.node, ("kind",)),
        field="kind",
        source="decode",
        reason=None,
        object=None,
        result="kubectl cannot tell what to create and sends nothing.",
        write=f"kind: {likely}, or the kind it is meant to be",
    )


def _holds_daemonset(data: object) -> bool:
    return isinstance(data, list) and any(
        isinstance(item, dict) and "spec" in item and kind_of(item) == DAEMONSET for item in data
    )
