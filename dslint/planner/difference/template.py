"""The fields that differ between two pod templates, which make the controller replace the pods."""

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
"""list -> the field that identifies its items (the merge keys of the API)."""

_MAPS = frozenset({"labels", "annotations", "nodeSelector", "limits", "requests", "overhead", "matchLabels"})


class Absent:
    """A placeholder for a missing value."""


ABSENT = Absent()


class FieldChange(NamedTuple):
    """One changed field. `label` names it with items by their key: `containers[agent].image`.

    `path` is its place in the new manifest, or where it would be. A changed order has the same value on both
    sides.
    """

    label: str
    path: FieldPath
    old: Any = ABSENT
    new: Any = ABSENT


def template_changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    """Return the differences of two templates, as the server stores them, in the order of the new one."""
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
    """Treat a missing list or map as empty, so that the other side is compared item by item."""
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
    """Compare lists whose items have no key: added items, removed items, or else the order."""
    gained = [(place, item) for place, item in enumerate(new) if not _among(item, old)]
    lost = [item for item in old if not _among(item, new)]
    for place, item in gained:
        yield FieldChange(_short(label), (*path, place), new=item)
    for item in lost:
        yield FieldChange(_short(label), path, old=item)
    if not gained and not lost:
        yield FieldChange(_short(label), path, old, new)


def _by_key(items: list[Any], key: str | None) -> dict[str, tuple[int, Any]] | None:
    """Return items by the text of their key; None if one has no key or two have the same."""
    named = {
        str(item[key]): (place, item)
        for place, item in enumerate(items)
        if isinstance(item, Mapping) and key in item
    }
    return named if len(named) == len(items) else None


def _among(item: Any, items: list[Any]) -> bool:
    return any(_same(item, other) for other in items)


def _same(one: Any, other: Any) -> bool:
    """Whether two values are equal. Missing, null, "" and an empty list are equal."""
    return bool(one == other) or (_empty(one) and _empty(other))


def _empty(value: Any) -> bool:
    return value is ABSENT or value is None or value in ("", [])


def _short(label: str) -> str:
    """Remove `spec.`, which carries no information in a template."""
    return label.removeprefix("spec.") or "template"
