"""The fields that an Advanced DaemonSet has beyond those of apps/v1, and the manifest without them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.kubernetes.decode import Fault
from dslint.kubernetes.migration import SERVED
from dslint.values.path import FieldPath
from dslint.values.typed import Any, Final, NamedTuple

NEWEST_VERSION: Final = "apps.kruise.io/v1beta1"
VERSIONS: Final = (NEWEST_VERSION, "apps.kruise.io/v1alpha1")
OLD_VERSION: Final = VERSIONS[1]

SPEC: FieldPath = ("spec",)
ROLLING: FieldPath = ("spec", "updateStrategy", "rollingUpdate")
_OF_SPEC: Final = {
    "burstReplicas": "int-or-string",
    "lifecycle": "AdvancedLifecycle",
    "scaleStrategy": "AdvancedScaling",
}
_ONLY_NEW: Final = frozenset({"scaleStrategy"})
"""Fields of the spec that v1alpha1 does not have."""
_OF_ROLLING: Final = {
    "rollingUpdateType": "string",
    "selector": "mapping",
    "partition": "int-or-string",
    "paused": "boolean",
}
_INSIDE: Final[dict[str, dict[str, str]]] = {
    "AdvancedLifecycle": {
        "preDelete": "AdvancedHook",
        "inPlaceUpdate": "AdvancedHook",
        "preNormal": "AdvancedHook",
    },
    "AdvancedHook": {"labelsHandler": "mapping", "finalizersHandler": "list", "markPodNotReady": "boolean"},
    "AdvancedScaling": {"partitionedScaling": "boolean"},
}
"""What the added objects hold: field -> type. No name is one of the field tables."""
_KINDS: Final[dict[str, tuple[type, ...]]] = {
    "string": (str,),
    "boolean": (bool,),
    "mapping": (dict,),
    "list": (list,),
    **dict.fromkeys(_INSIDE, (dict,)),
    "int-or-string": (int, str),
}
_WORDS: Final = {**dict.fromkeys((*_INSIDE, "mapping"), "{}string"), "list": "[]string"}
"""The types of the field tables that stand for these in messages."""
SURGING: Final = "Surging"
"""The old word of v1alpha1 for an update with surge."""
DEFAULT_BURST: Final = 250
"""Pods that the controller creates at once."""
BUDGETS: Final = ("maxUnavailable", "maxSurge")


class Parts(NamedTuple):
    """An Advanced DaemonSet split into parts.

    plain   what is left for apps/v1 to judge
    added   path -> value of the fields that OpenKruise adds, as far as they have the right type
    faults  added fields of the wrong type
    """

    plain: dict[str, Any]
    added: Mapping[FieldPath, Any]
    faults: list[Fault]


def take_apart(data: Mapping[str, Any]) -> Parts:
    """Separate the additions of OpenKruise; its different defaults are written out."""
    added: dict[FieldPath, Any] = {}
    faults: list[Fault] = []
    plain = {**data, "apiVersion": SERVED}
    spec = data.get("spec")
    if not isinstance(spec, dict):
        return Parts(plain, added, faults)
    old = data.get("apiVersion") == OLD_VERSION
    of_spec = {name: kind for name, kind in _OF_SPEC.items() if not (old and name in _ONLY_NEW)}
    spec = plain["spec"] = _without(spec, SPEC, of_spec, added, faults)
    strategy = spec.get("updateStrategy")
    if not isinstance(strategy, dict) or not isinstance(strategy.get("rollingUpdate"), dict):
        return Parts(plain, added, faults)
    rolling = _without(strategy["rollingUpdate"], ROLLING, _OF_ROLLING, added, faults)
    kind = added.get((*ROLLING, "rollingUpdateType"))
    spec["updateStrategy"] = {**strategy, "rollingUpdate": {**rolling, **dict(_budgets(rolling, kind))}}
    return Parts(plain, added, faults)


def _budgets(rolling: Mapping[str, Any], kind: Any) -> Iterator[tuple[str, int]]:
    """Fill in the budgets as OpenKruise does, only if both are absent."""
    if kind == SURGING:
        defaults = {"maxUnavailable": 0, "maxSurge": 1}
    elif all(rolling.get(name) is None for name in BUDGETS):
        return
    else:
        defaults = dict.fromkeys(BUDGETS, 0)
    yield from ((name, number) for name, number in defaults.items() if rolling.get(name) is None)


def _without(
    holder: Mapping[str, Any],
    path: FieldPath,
    fields: Mapping[str, str],
    added: dict[FieldPath, Any],
    faults: list[Fault],
) -> dict[str, Any]:
    """Return a mapping without the added fields, which go to `added`, or to `faults` if the type is wrong."""
    for name, kind in fields.items():
        value = holder.get(name)
        if value is None:
            continue
        inner = list(_faults((*path, name), kind, value))
        faults += inner
        if not any(fault.kind == "type" for fault in inner):
            added[*path, name] = value
    return {name: value for name, value in holder.items() if name not in fields}


def _faults(path: FieldPath, kind: str, value: Any) -> Iterator[Fault]:
    """A value of the wrong type, or what is wrong inside it; null is right everywhere."""
    if value is None:
        return
    right = isinstance(value, _KINDS[kind]) and (kind != "int-or-string" or not isinstance(value, bool))
    if not right:
        yield Fault("type", path, _WORDS.get(kind, kind), value)
        return
    known = _INSIDE.get(kind, {})
    for name, inner in value.items() if known else ():
        if name in known:
            yield from _faults((*path, name), known[name], inner)
        else:
            yield Fault("unknown", (*path, name), kind, inner)


def put_back(manifest: dict[str, Any], version: object, added: Mapping[FieldPath, Any]) -> None:
    """Restore a defaulted manifest's API version and the added fields, with OpenKruise's defaults."""
    manifest["apiVersion"] = version
    spec = manifest["spec"]
    spec["burstReplicas"] = DEFAULT_BURST
    rolling = spec["updateStrategy"].get("rollingUpdate")
    if rolling is not None:
        rolling["rollingUpdateType"] = "Standard"
    for (*_, name), value in added.items():
        if name in _OF_SPEC:
            spec[name] = value
        elif rolling is not None and value != SURGING:
            rolling[name] = value
