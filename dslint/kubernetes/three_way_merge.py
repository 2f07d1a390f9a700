"""How client-side `kubectl apply` and Helm 3 merge lists with duplicate merge keys.

Both compute a three-way strategic merge patch from the last applied manifest, the new one and the live
object. They match list entries by one merge key. Deleting an entry deletes all entries with its key, and a
new entry is merged into the first existing one.

Source: `CreateThreeWayMergePatch` and `StrategicMergePatch` of
k8s.io/apimachinery/pkg/util/strategicpatch (1.37), and the patchMergeKey of the lists in
k8s.io/api/core/v1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from dslint.kubernetes.access import items, mapping
from dslint.kubernetes.strategic_merge import MERGE_KEYS
from dslint.values.path import POD_SPEC, FieldPath
from dslint.values.typed import Any, NamedTuple

_OF_POD = ("hostAliases", "imagePullSecrets", "topologySpreadConstraints")
_OF_CONTAINER = ("ports", "env")
"""Lists in which the API server allows duplicate merge keys."""


class Loss(NamedTuple):
    """A merge key that has fewer entries left than in the new manifest.

    `path` is the place of the last of them in the new manifest. `wanted` is their number there, `left` their
    number in the live object after the merge. `changed`: the number is right, but a change may have gone to
    the wrong entry.
    """

    path: FieldPath
    field: str
    merge_key: str
    value: object
    wanted: int
    left: int
    changed: bool = False


def merge_losses(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Loss]:
    """Return what is lost when a new manifest replaces an applied one (both as written)."""
    before, after = (mapping(data, *POD_SPEC) for data in (old, new))
    for field in _OF_POD:
        yield from _losses(items(before, field), items(after, field), (*POD_SPEC, field))
    for field in ("containers", "initContainers"):
        known = {container.get("name"): container for container in map(mapping, items(before, field))}
        for place, container in enumerate(map(mapping, items(after, field))):
            former = known.get(container.get("name"), {})
            for part in _OF_CONTAINER:
                yield from _losses(
                    items(former, part), items(container, part), (*POD_SPEC, field, place, part)
                )


def _losses(old: Sequence[Any], new: Sequence[Any], path: FieldPath) -> Iterator[Loss]:
    if not old or not new or old == new:
        return  # a list that was not there is taken as it is written
    key = MERGE_KEYS[str(path[-1])]
    before, after = Counter(_values(old, key)), Counter(_values(new, key))
    for value, wanted in after.items():
        there = before[value]
        if max(there, wanted) == 1:
            continue
        left = 0 if there > wanted else max(there, 1)
        changed = left == wanted and _entries(old, key, value) != _entries(new, key, value)
        if left < wanted or changed:
            place = max(index for index, entry in enumerate(new) if _value(entry, key) == value)
            yield Loss((*path, place, key), str(path[-1]), key, value, wanted, left, changed)


def _values(entries: Sequence[Any], key: str) -> list[object]:
    return [value for entry in entries if (value := _value(entry, key)) is not None]


def _value(entry: Any, key: str) -> object:
    value = mapping(entry).get(key)
    return value if isinstance(value, str | int) else None


def _entries(entries: Sequence[Any], key: str, value: object) -> list[Any]:
    return [entry for entry in entries if _value(entry, key) == value]
