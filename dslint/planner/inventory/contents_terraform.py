"""Read the output of `terraform show -json` (and `tofu show -json`): a plan or a state.

Such files are large, machine-written and on one line, so they are decoded fast. The place of a fact is the
address of its resource. A plan also contains the resources before it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from mmap import mmap
from typing import Any

import msgspec

from dslint.kubernetes.access import items, mapping, text
from dslint.planner.inventory.contents import Contents, Source, Sourced
from dslint.planner.pools import formats
from dslint.planner.pools.readers.terraform import RESOURCES
from dslint.reader.lines import Lines
from dslint.reader.nodes import Document
from dslint.reader.objects import Manifest, objects_of
from dslint.reader.stream import read_stream
from dslint.values.finding import ObjectName
from dslint.values.span import Span

_SIGN = re.compile(rb'\A\s*\{\s*"(?:format_version|terraform_version|planned_values|values)"')
_EMBEDDED = {"kubernetes_manifest": "manifest", "kubectl_manifest": "yaml_body"}
"""Resource type -> the attribute that holds a Kubernetes object."""

_NAMES = {"aws_eks_node_group": "node_group_name", "aws_eks_fargate_profile": "fargate_profile_name"}
"""Resource type -> the attribute that holds the name of the pool, where it is not `name`."""


def is_terraform(content: bytes | mmap) -> bool:
    """Whether an input is a plan or a state, judged by its beginning."""
    return _SIGN.match(bytes(content[:200])) is not None


def read_terraform(source: Source) -> Contents | None:
    """Return the resources that declare pools, after and before the plan; None for another input."""
    try:
        return _read(source)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None


def _read(source: Source) -> Contents | None:
    data = msgspec.json.decode(source.content)
    if not isinstance(data, dict):
        return None
    root = mapping(data, "planned_values", "root_module") or mapping(data, "values", "root_module")
    if not root:
        return None
    changes = items(data, "resource_changes")
    names = {text(resource, "address"): _name(resource) for resource in _before(changes)}
    after = tuple(_declared(source.file, _named_as_before(_resources(root), names)))
    before = tuple(_declared(source.file, _before(changes))) if changes else None
    return Contents(declared=after, declared_before=before)


def _resources(module: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the managed resources of a module and of all modules below it."""
    waiting = [module]
    while waiting:
        current = waiting.pop()
        for resource in items(current, "resources"):
            if isinstance(resource, dict) and resource.get("mode", "managed") == "managed":
                yield resource
        waiting.extend(
            child for child in reversed(items(current, "child_modules")) if isinstance(child, dict)
        )


def _before(changes: list[Any]) -> Iterator[Mapping[str, Any]]:
    """Return the resources before a plan."""
    for change in changes:
        before = mapping(change, "change", "before")
        if before and text(change, "mode") in ("", "managed"):
            yield {"address": text(change, "address"), "type": text(change, "type"), "values": before}


def _name(resource: Mapping[str, Any]) -> str:
    return text(resource, "values", _NAMES.get(text(resource, "type"), "name"))


def _named_as_before(
    resources: Iterable[Mapping[str, Any]], names: Mapping[str, str]
) -> Iterator[Mapping[str, Any]]:
    """Return the resources. A replaced resource whose new name is not known yet keeps its old name."""
    for resource in resources:
        old = names.get(text(resource, "address"), "")
        if old and not _name(resource):
            key = _NAMES.get(text(resource, "type"), "name")
            yield {**resource, "values": {**mapping(resource, "values"), key: old}}
        else:
            yield resource


def _declared(file: str, resources: Iterator[Mapping[str, Any]]) -> Iterator[Sourced]:
    for resource in resources:
        kind, address = text(resource, "type"), text(resource, "address")
        place = f"{file} ({address})"
        if kind in RESOURCES:
            document = _document({"type": kind, "values": _known(resource.get("values"))})
            yield Sourced(
                place, Manifest(document, document.node, ObjectName("terraform", kind, "", address))
            )
        elif kind in _EMBEDDED:
            yield from _embedded(place, mapping(resource, "values").get(_EMBEDDED[kind]))


def _known(values: Any) -> Any:
    """Return the values without nulls: Terraform prints every attribute."""
    if isinstance(values, dict):
        return {key: _known(value) for key, value in values.items() if value is not None}
    return [_known(value) for value in values] if isinstance(values, list) else values


def _embedded(place: str, written: Any) -> Iterator[Sourced]:
    """Yield the Kubernetes objects that a resource applies."""
    content = written if isinstance(written, str) else json.dumps(_known(written))
    for document in read_stream(content).documents:
        for manifest in objects_of(document._replace(lines=_NoLines(content))):
            if formats.belongs_to_a_pool(manifest):
                yield Sourced(place, manifest)


def _document(data: Any) -> Document:
    content = json.dumps(data)
    return read_stream(content).documents[0]._replace(lines=_NoLines(content))


class _NoLines(Lines):
    """The lines of a text that is not in a file: it has no places."""

    __slots__ = ()

    def place(self, offset: int) -> tuple[int, int]:  # noqa: ARG002 - wherever it is
        """No line, no column."""
        return 0, 0

    def span(self, start: int, end: int) -> Span:  # noqa: ARG002 - wherever it is
        """No place."""
        return Span(0, 0, 0, 0)
