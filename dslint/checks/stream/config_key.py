"""A missing key of a ConfigMap or Secret that is in the stream."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.stream.near import near_name
from dslint.checks.stream.references import object_of, references_of
from dslint.checks.stream.stream_objects import StreamObject
from dslint.kubernetes.access import items, mapping, text
from dslint.kubernetes.references import keys_of
from dslint.values.path import POD_SPEC, FieldPath
from dslint.values.problem import Change
from dslint.values.typed import Any
from dslint.values.words import listed

_RESULTS = {
    "volume": "The pods stay in ContainerCreating on every node.",
    "env": "The containers end in CreateContainerConfigError on every node.",
    "file": "The program finds no such file.",
    "sub-path": "A directory is mounted in place of the file.",
}
_MOUNTS = 50
"""The maximum number of a container's mounts that are compared with its arguments."""
_FILE = re.compile(r"[A-Za-z0-9._-]+")


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the key. File names in arguments and subPath count only if they are similar to a key."""
    if not subject.companions.has_any("ConfigMap", "Secret"):
        return
    pod_spec = mapping(subject.written, *POD_SPEC)
    whole: dict[FieldPath, StreamObject] = {}
    for reference in references_of(subject):
        found = object_of(subject.companions, reference, subject.name.namespace)
        if found is None or reference.kind == "ServiceAccount":
            continue
        known = keys_of(found.written)
        for path, key in reference.keys if known else ():
            if key not in known:
                yield _hit(found, path, key, known, _RESULTS[reference.way])
        if reference.way == "volume" and not reference.keys:
            whole[reference.path[:-2]] = found
    for field in ("containers", "initContainers"):
        for place, container in enumerate(items(pod_spec, field)):
            yield from _of_mounts(pod_spec, container, (*POD_SPEC, field, place), whole)


def _of_mounts(
    pod_spec: Mapping[str, Any], container: Any, path: FieldPath, whole: Mapping[FieldPath, StreamObject]
) -> Iterator[Hit]:
    """Yield what a container reads from volumes with a whole ConfigMap or Secret."""
    volumes = {text(volume, "name"): place for place, volume in enumerate(items(pod_spec, "volumes"))}
    for place, mount in enumerate(items(container, "volumeMounts")[:_MOUNTS]):
        found = whole.get((*POD_SPEC, "volumes", volumes.get(text(mount, "name"), -1)))
        if found is None:
            continue
        known = keys_of(found.written)
        sub_path = text(mount, "subPath")
        if sub_path and sub_path not in known and near_name(sub_path, known):
            at = (*path, "volumeMounts", place, "subPath")
            yield _hit(found, at, sub_path, known, _RESULTS["sub-path"])
        if not sub_path:
            yield from _of_arguments(container, path, text(mount, "mountPath"), found)


def _of_arguments(container: Any, path: FieldPath, folder: str, found: StreamObject) -> Iterator[Hit]:
    known = keys_of(found.written)
    begin = f"{folder.rstrip('/')}/"
    for field in ("command", "args"):
        for place, argument in enumerate(items(container, field)):
            if not isinstance(argument, str) or not folder.strip("/") or begin not in argument:
                continue
            name = _FILE.match(argument, argument.index(begin) + len(begin))
            if name is not None and name[0] not in known and near_name(name[0], known):
                hit = _hit(found, (*path, field, place), name[0], known, _RESULTS["file"])
                yield hit._replace(changes=())


def _hit(found: StreamObject, path: FieldPath, key: str, known: list[str], result: str) -> Hit:
    near = near_name(key, known)
    values = {
        "object": f"{found.kind} {found.name}",
        "key": key,
        "keys": near or listed(sorted(known)),
        "result": result,
        "write": near or "a key it has",
    }
    return Hit(path, values, changes=(Change("replace", path, near),) if near else ())
