"""Unknown fields of a version: the probable intention, by spelling and by place.

Source of the refusal: the strict decoding of sigs.k8s.io/json, which kubectl asks for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from dslint.kubernetes.decode import Fault, fits
from dslint.kubernetes.fields import LIST, MAP, ROOT, element, table
from dslint.kubernetes.spelling import nearest
from dslint.kubernetes.validation.containers.resource_names import (
    CONTAINER_RESOURCES,
    HUGE_PAGES,
    is_extended,
)
from dslint.kubernetes.versions import KNOWN
from dslint.kubernetes.yaml_text import yaml_text
from dslint.values.path import FieldPath, field_text
from dslint.values.problem import Change, Problem
from dslint.values.typed import Any, NamedTuple
from dslint.values.words import counted

_USUAL = (
    "hostPath",
    "configMap",
    "secret",
    "emptyDir",
    "persistentVolumeClaim",
    "httpGet",
    "tcpSocket",
    "requests",
)
"""The most likely of several possible fields."""
_SHOWN = 3
RESULT = "kubectl asks the API server to reject unknown fields, and it does."


class Place(NamedTuple):
    """A place in a DaemonSet that has a field: the path of its parent, without indices."""

    parent: tuple[str, ...]
    kind: str


def unknown_field_problem(fault: Fault, data: Mapping[str, Any], version: str) -> Problem:
    """Report an unknown field, and where it may belong."""
    name = str(fault.path[-1])
    if fault.path == ("spec", "replicas"):
        return _problem(
            fault,
            "replicas-set",
            "a DaemonSet has no `replicas`: it runs one pod on every matching node",
            write="remove replicas; spec.template.spec.nodeSelector selects the nodes",
            changes=(Change("remove", fault.path),),
        )
    counterpart = _COUNTERPARTS.get((_fields_of(fault.path[:-1]), name))
    if counterpart is not None:
        return _counterpart_problem(fault, counterpart, data)
    home = _beside(name, fault, data, version) or _home(name, fault, version)
    if home is not None:
        place = field_text(home)
        where = f"under `{place}`" if home else "at the top level"
        misplaced = _problem(
            fault,
            "unknown-field",
            f"`{name}` belongs {where}{_levels(home, fault)}",
            write=f"{name} {where.replace('`', '')}",
        )
        return misplaced._replace(belongs=(*home, name))
    meant = _meant(name, fault, data, version)
    if meant:
        return _problem(
            fault,
            "unknown-field",
            f"{_owner(fault)} has no field `{name}`; did you mean `{meant}`?",
            write=meant,
            changes=(Change("rename", fault.path, meant),),
        )
    deeper = _deeper(name, fault, version)
    if deeper:
        return _problem(
            fault,
            "unknown-field",
            f"`{name}` belongs one level deeper, under {_one_of(deeper)}",
            write=f"{deeper[0]}: {{{name}: {_text(fault.value)}}}",
        )
    return _problem(
        fault,
        "unknown-field",
        f"{_owner(fault)} has no field `{name}`{_elsewhen(name, fault.wanted)}",
        write=_WITHOUT.get((_fields_of(fault.path[:-1]), name), "remove {name}").format(name=name),
    )


def _deeper(name: str, fault: Fault, version: str) -> list[str]:
    """Return fields of the same object that contain a field of this name and accept the value."""
    if not isinstance(fault.value, str | int | float) or "\n" in str(fault.value):
        return []
    fields = table(version).get(fault.wanted, {})
    found = [other for other, kind in fields.items() if _takes(kind, name, fault.value, version)]
    return sorted(found, key=lambda other: _USUAL.index(other) if other in _USUAL else len(_USUAL))


def _takes(kind: str, name: str, value: Any, version: str) -> bool:
    if kind == f"{MAP}quantity":
        is_resource = name in CONTAINER_RESOURCES or name.startswith(HUGE_PAGES) or is_extended(name)
        return is_resource and fits(value, "quantity", version)
    inner = table(version).get(kind, {})
    return name in inner and fits(value, inner[name], version)


def _one_of(fields: list[str]) -> str:
    """`` `a` ``, `` `a` or `b` ``, `` `a`, `b` or 3 others ``."""
    quoted = [f"`{field}`" for field in fields]
    more = len(fields) - _SHOWN
    last = quoted.pop() if more <= 0 else counted(more, "other")
    return " or ".join(part for part in (", ".join(quoted[:_SHOWN]), last) if part)


def _text(value: Any) -> str:
    return yaml_text(value) if isinstance(value, str) else str(value).lower()


_Known = Mapping[tuple[tuple[str, ...], str], str]
_COUNTERPARTS: _Known = {
    (("spec",), "strategy"): "updateStrategy",
    (("spec",), "deploymentStrategy"): "updateStrategy",
}
"""(place, field of other workloads) -> the equivalent field of a DaemonSet."""
_ADVICE = "remove {name}: a DaemonSet has no "
_WITHOUT: _Known = {
    (("spec",), "volumeClaimTemplates"): f"{_ADVICE}claim per pod; use an ephemeral volume or a hostPath",
    (("spec",), "serviceName"): f"{_ADVICE}governing Service; a Service of its own selects the pods",
    (
        ("spec",),
        "podManagementPolicy",
    ): f"{_ADVICE}order of pods; updateStrategy.rollingUpdate limits an update",
    (
        ("spec",),
        "progressDeadlineSeconds",
    ): f"{_ADVICE}deadline for a rollout; `kubectl rollout status --timeout` waits",
    (("spec",), "paused"): f"{_ADVICE}pause; updateStrategy type OnDelete keeps the old pods",
    (("spec",), "completions"): f"{_ADVICE}end; use a Job for work that ends",
    (("spec",), "parallelism"): f"{_ADVICE}parallelism; it runs one pod per node",
    (("spec",), "backoffLimit"): f"{_ADVICE}end; use a Job for work that ends",
}
"""(place, field of other workloads) -> the remedy if a DaemonSet has no equivalent."""


def _counterpart_problem(fault: Fault, counterpart: str, data: Mapping[str, Any]) -> Problem:
    """Report a field that a DaemonSet has under another name."""
    name = str(fault.path[-1])
    taken = counterpart in _at(data, fault.path[:-1])
    return _problem(
        fault,
        "unknown-field",
        f"a DaemonSet calls `{name}` of a Deployment `{counterpart}`",
        write=f"{counterpart}, with the fields under {name}" if taken else counterpart,
        changes=() if taken else (Change("rename", fault.path, counterpart),),
    )


def _beside(name: str, fault: Fault, data: Mapping[str, Any], version: str) -> tuple[str, ...] | None:
    """Return the place under an existing neighbor (perhaps empty, its lines one level too shallow)."""
    fields = table(version).get(fault.wanted, {})
    neighbours = _at(data, fault.path[:-1])
    places = [
        other
        for other in fields
        if other in neighbours
        and not fields[other].startswith((LIST, MAP))
        and name in table(version).get(fields[other], {})
        and (neighbours[other] is None or isinstance(neighbours[other], dict))
        and fits(fault.value, table(version)[fields[other]][name], version)
    ]
    return (*_fields_of(fault.path[:-1]), places[0]) if len(places) == 1 else None


def _elsewhen(name: str, kind: str) -> str:
    """Say which known versions have the field."""
    having = [version for version in KNOWN if name in table(version).get(kind, {})]
    if not having:
        return ""
    if having[-1] == KNOWN[-1]:
        return f"; it was added in Kubernetes {having[0]}"
    return f"; Kubernetes {having[-1]} was the last release that had it"


def _problem(fault: Fault, rule: str, message: str, write: str, changes: tuple[Change, ...] = ()) -> Problem:
    return Problem(
        rule=rule,
        path=fault.path,
        message=message,
        source="strict",
        reason="unknown",
        anchor="key",
        result=RESULT,
        write=write,
        changes=changes,
    )


def _owner(fault: Fault) -> str:
    parent = tuple(fault.path[:-1])
    return f"`{field_text(parent)}`" if parent else "a DaemonSet"


def _meant(name: str, fault: Fault, data: Mapping[str, Any], version: str) -> str:
    """Return the only missing field of the same object with a similar spelling that accepts the value."""
    fields = table(version).get(fault.wanted, {})
    taken = _at(data, fault.path[:-1])
    free = [field for field in fields if field not in taken and fits(fault.value, fields[field], version)]
    return nearest(name, free)


def _home(name: str, fault: Fault, version: str) -> tuple[str, ...] | None:
    """Return the only nearby place that has a field of this name, preferably one that accepts the value."""
    places = _places(version).get(name, ())
    fitting = [place for place in places if fits(fault.value, table(version)[place.kind][name], version)]
    homes = [place.parent for place in fitting or places]
    homes = [home for home in homes if not _is_twin(home, homes)]
    here = _fields_of(fault.path[:-1])
    related = {home: far for home in homes if (far := _distance(here, home)) is not None}
    closest = [home for home, far in related.items() if far == min(related.values())]
    candidates = closest if related else homes
    return candidates[0] if len(candidates) == 1 else None


def _is_twin(home: tuple[str, ...], homes: list[tuple[str, ...]]) -> bool:
    """Whether the place is in a rarer kind of container, and ordinary ones have the same place."""
    return any(
        kind in home and tuple("containers" if step == kind else step for step in home) in homes
        for kind in ("initContainers", "ephemeralContainers")
    )


def _fields_of(path: FieldPath) -> tuple[str, ...]:
    return tuple(step for step in path if isinstance(step, str))


def _distance(here: tuple[str, ...], home: tuple[str, ...]) -> int | None:
    """Return how many levels a field is too deep or too shallow; None if neither place contains the other."""
    shared = min(len(here), len(home))
    return abs(len(here) - len(home)) if here[:shared] == home[:shared] else None


def _levels(home: tuple[str, ...], fault: Fault) -> str:
    here = _fields_of(fault.path[:-1])
    far = _distance(here, home)
    if not far:
        return ""
    levels = "one level" if far == 1 else f"{far} levels"
    return f", and is {levels} too {'shallow' if len(home) > len(here) else 'deep'}"


@cache
def _places(version: str) -> dict[str, list[Place]]:
    """Return field name -> every place that has it."""
    found: dict[str, list[Place]] = {}
    for parent, kind in _objects((), ROOT, version):
        for name in table(version)[kind]:
            found.setdefault(name, []).append(Place(parent, kind))
    return found


def _objects(path: tuple[str, ...], kind: str, version: str) -> Iterator[tuple[tuple[str, ...], str]]:
    yield path, kind
    for name, inner in table(version)[kind].items():
        if element(inner) in table(version) and not inner.startswith(MAP) and name != "status":
            yield from _objects((*path, name), inner.removeprefix(LIST), version)


def _at(data: Mapping[str, Any], path: FieldPath) -> Mapping[str, Any]:
    value: Any = data
    for step in path:
        value = value[step]
    return value if isinstance(value, dict) else {}
