"""Other objects of its namespace that a pod names: ConfigMaps, Secrets, the service account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.kubernetes.access import items, mapping, text
from dslint.values.path import POD_SPEC, FieldPath
from dslint.values.typed import Any, Literal, NamedTuple

Way = Literal["volume", "env", "pull", "account"]
"""How the pod uses the object, which decides what happens without it."""

_CONFIG_MAP, _SECRET = "ConfigMap", "Secret"
_VOLUMES = ((_CONFIG_MAP, "configMap", "name"), (_SECRET, "secret", "secretName"))
_PROJECTED = ((_CONFIG_MAP, "configMap", "name"), (_SECRET, "secret", "name"))
_ENV = ((_CONFIG_MAP, "configMapKeyRef"), (_SECRET, "secretKeyRef"))
_ENV_FROM = ((_CONFIG_MAP, "configMapRef"), (_SECRET, "secretRef"))
_DATA = {_CONFIG_MAP: ("data", "binaryData"), _SECRET: ("data", "stringData")}


class Reference(NamedTuple):
    """One object that the pod needs, and its named keys with their places."""

    kind: str
    name: str
    path: FieldPath
    way: Way
    keys: tuple[tuple[FieldPath, str], ...] = ()


def references(pod_spec: Mapping[str, Any]) -> Iterator[Reference]:
    """Return every reference of a pod spec except `optional` ones."""
    account = "serviceAccountName" if text(pod_spec, "serviceAccountName") else "serviceAccount"
    if text(pod_spec, account) not in ("", "default"):
        yield Reference("ServiceAccount", text(pod_spec, account), (*POD_SPEC, account), "account")
    for place, volume in enumerate(items(pod_spec, "volumes")):
        yield from _of_volume(volume, (*POD_SPEC, "volumes", place))
    for field in ("containers", "initContainers"):
        for place, container in enumerate(items(pod_spec, field)):
            yield from _of_container(container, (*POD_SPEC, field, place))
    for place, secret in enumerate(items(pod_spec, "imagePullSecrets")):
        if text(secret, "name"):
            path = (*POD_SPEC, "imagePullSecrets", place, "name")
            yield Reference(_SECRET, text(secret, "name"), path, "pull")


def _of_volume(volume: Any, path: FieldPath) -> Iterator[Reference]:
    for kind, field, name in _VOLUMES:
        yield from _of_source(mapping(volume, field), (*path, field), kind, name)
    for place, source in enumerate(items(volume, "projected", "sources")):
        for kind, field, name in _PROJECTED:
            yield from _of_source(
                mapping(source, field), (*path, "projected", "sources", place, field), kind, name
            )


def _of_source(source: Mapping[str, Any], path: FieldPath, kind: str, name: str) -> Iterator[Reference]:
    if not text(source, name) or source.get("optional") is True:
        return
    keys = tuple(
        ((*path, "items", place, "key"), text(item, "key"))
        for place, item in enumerate(items(source, "items"))
        if text(item, "key")
    )
    yield Reference(kind, text(source, name), (*path, name), "volume", keys)


def _of_container(container: Any, path: FieldPath) -> Iterator[Reference]:
    for place, variable in enumerate(items(container, "env")):
        for kind, field in _ENV:
            source = mapping(variable, "valueFrom", field)
            if text(source, "name") and source.get("optional") is not True:
                at = (*path, "env", place, "valueFrom", field)
                keys = (((*at, "key"), text(source, "key")),) if text(source, "key") else ()
                yield Reference(kind, text(source, "name"), (*at, "name"), "env", keys)
    for place, source in enumerate(items(container, "envFrom")):
        for kind, field in _ENV_FROM:
            named = mapping(source, field)
            if text(named, "name") and named.get("optional") is not True:
                yield Reference(kind, text(named, "name"), (*path, "envFrom", place, field, "name"), "env")


def keys_of(written: Mapping[str, Any]) -> list[str]:
    """The keys of a ConfigMap or Secret."""
    return [key for field in _DATA.get(text(written, "kind"), ()) for key in mapping(written, field)]


def data_of(written: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The data of a ConfigMap or Secret."""
    return tuple(mapping(written, field) for field in _DATA.get(text(written, "kind"), ()))


def mounts_by_sub_path(pod_spec: Mapping[str, Any]) -> dict[FieldPath, FieldPath]:
    """("volumes", index) -> where the first container mounts it by `subPath`."""
    volumes = {text(volume, "name"): place for place, volume in enumerate(items(pod_spec, "volumes"))}
    found: dict[FieldPath, FieldPath] = {}
    for field in ("containers", "initContainers"):
        for place, container in enumerate(items(pod_spec, field)):
            for number, mount in enumerate(items(container, "volumeMounts")):
                if text(mount, "subPath") and text(mount, "name") in volumes:
                    at = (*POD_SPEC, field, place, "volumeMounts", number, "subPath")
                    found.setdefault(("volumes", volumes[text(mount, "name")]), at)
    return found
