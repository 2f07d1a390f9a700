"""A ConfigMap or Secret mounted at the path of a file: the volume becomes a directory of that name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.stream.references import object_of, references_of
from dslint.kubernetes.access import items, mapping, text
from dslint.kubernetes.references import keys_of
from dslint.values.path import POD_SPEC
from dslint.values.problem import Change
from dslint.values.typed import Any

_SOURCES = ("configMap", "secret")


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the path. Parameter: `endings` are endings of file names; a key of the object is one too."""
    pod_spec = mapping(subject.written, *POD_SPEC)
    files = _files(subject, pod_spec)
    for field in ("containers", "initContainers"):
        for place, container in enumerate(items(pod_spec, field)):
            for number, mount in enumerate(items(container, "volumeMounts")):
                path = text(mount, "mountPath")
                name = path.rpartition("/")[2]
                known = files.get(text(mount, "name"))
                if not name or known is None or text(mount, "subPath"):
                    continue
                if name in known or name.endswith(tuple(params["endings"])):
                    at = (*POD_SPEC, field, place, "volumeMounts", number)
                    yield Hit(
                        (*at, "mountPath"),
                        {"path": path, "name": name, "inside": f"{path}/{name if name in known else '…'}"},
                        changes=(Change("insert", at, f"subPath: {name}"),) if name in known else (),
                    )


def _files(subject: Subject, pod_spec: Mapping[str, Any]) -> dict[str, set[str]]:
    """Volume -> the names of its files that the stream knows; only ConfigMaps and Secrets."""
    volumes = items(pod_spec, "volumes")
    found: dict[str, set[str]] = {}
    for volume in volumes:
        for source in _SOURCES:
            if mapping(volume, source):
                paths = {text(item, "path") for item in items(volume, source, "items")}
                found.setdefault(text(volume, "name"), set()).update(filter(None, paths))
    for reference in references_of(subject):
        known = object_of(subject.companions, reference, subject.name.namespace)
        if reference.way == "volume" and known is not None and not reference.keys:
            place = reference.path[len(POD_SPEC) + 1]
            found.setdefault(text(volumes[int(place)], "name"), set()).update(keys_of(known.written))
    return found
