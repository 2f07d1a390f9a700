"""Which fields of two pod templates differ: what makes the controller replace the pods."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from dslint.values.path import TEMPLATE, FieldPath, MapKey

_KEY_OF_LIST = {
    "containers": "name",
    "initContainers": "name",
    "ephemeralContainers": "name",
    "env": "name",
    "volumes": "name",
    "volumeMounts": "mountPath",
    "volumeDevices": "devicePath",
    "ports": "containerPort",
    "imagePullSecrets": "name",
    "hostAliases": "ip",
    "topologySpreadConstraints": "topologyKey",
    "resourceClaims": "name",
    "readinessGates": "conditionType",
}
"""list -> the field that tells its items apart (the merge keys of the API)."""

_MAPS = frozenset({"labels", "annotations", "nodeSelector", "limits", "requests", "overhead", "matchLabels"})


class Absent:
    """Stands for a value that is not there."""


ABSENT = Absent()


class FieldChange(NamedTuple):
    """One field that differs. `label` names it with items by their key: `containers[agent].image`.

    `path` is where it lies in the new manifest, or where it would lie. A changed order has the
    same value on both sides.
    """

    label: str
    path: FieldPath
    old: Any = ABSENT
    new: Any = ABSENT


def template_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """The differences of two manifests' templates, both as the server stores them, in the new one's order."""
    return tuple(_differences("", TEMPLATE, _template(old), _template(new)))


def _template(manifest: Mapping[str, Any]) -> Any:
    spec = manifest.get("spec")
    return spec.get("template") if isinstance(spec, Mapping) else None


def _differences(label: str, path: FieldPath, old: Any, new: Any) -> Iterator[FieldChange]:
    if _same(old, new):
        return
    old, new = _filled(path, old, new), _filled(path, new, old)
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        yield from _of_maps(label, path, old, new)
    elif isinstance(old, list) and isinstance(new, list):
        yield from _of_lists(label, path, old, new)
    else:
        yield FieldChange(_short(label), path, old, new)


def _filled(path: FieldPath, value: Any, other: Any) -> Any:
    """A list or map that is not there counts as empty, so that the other side is told item by item."""
    if not _empty(value):
        return value
    if isinstance(other, list):
        return []
    return {} if isinstance(other, Mapping) and path[-1] in _MAPS else value


def _of_maps(
    label: str, path: FieldPath, old: Mapping[str, Any], new: Mapping[str, Any]
) -> Iterator[FieldChange]:
    bracketed = bool(path) and path[-1] in _MAPS
    for key in (*new, *(key for key in old if key not in new)):
        step = MapKey(key) if bracketed else key
        name = f"{label}[{key}]" if bracketed else f"{label}.{key}" if label else str(key)
        yield from _differences(name, (*path, step), old.get(key, ABSENT), new.get(key, ABSENT))


def _of_lists(label: str, path: FieldPath, old: list[Any], new: list[Any]) -> Iterator[FieldChange]:
    key = _KEY_OF_LIST.get(str(path[-1]))
    before, after = _by_key(old, key), _by_key(new, key)
    if key is None or before is None or after is None:
        yield from _of_items(label, path, old, new)
        return
    for name, (place, item) in after.items():
        _, former = before.get(name, (0, ABSENT))
        yield from _differences(f"{label}[{name}]", (*path, place), former, item)
    for name, (_, item) in before.items():
        if name not in after:
            yield FieldChange(_short(f"{label}[{name}]"), path, old=item)
    if [name for name in before if name in after] != [name for name in after if name in before]:
        yield FieldChange(_short(label), path, list(before), list(after))


def _of_items(label: str, path: FieldPath, old: list[Any], new: list[Any]) -> Iterator[FieldChange]:
    """Lists whose items have no key: what came, what went, or else the order."""
    gained = [(place, item) for place, item in enumerate(new) if not _among(item, old)]
    lost = [item for item in old if not _among(item, new)]
    for place, item in gained:
        yield FieldChange(_short(label), (*path, place), new=item)
    for item in lost:
        yield FieldChange(_short(label), path, old=item)
    if not gained and not lost:
        yield FieldChange(_short(label), path, old, new)


def _by_key(items: list[Any], key: str | None) -> dict[str, tuple[int, Any]] | None:
    """Items by the text of their key; None when one has no key or two have the same."""
    named = {
        str(item[key]): (place, item)
        for place, item in enumerate(items)
        if isinstance(item, Mapping) and key in item
    }
    return named if len(named) == len(items) else None


def _among(item: Any, items: list[Any]) -> bool:
    return any(_same(item, other) for other in items)


def _same(one: Any, other: Any) -> bool:
    """Equal, where absent, null, "" and an empty list are the same; an empty mapping says something."""
    return bool(one == other) or (_empty(one) and _empty(other))


def _empty(value: Any) -> bool:
    return value is ABSENT or value is None or value in ("", [])


def _short(label: str) -> str:
    """Leave out `spec.`, which says nothing in a template."""
    return label.removeprefix("spec.") or "template"
