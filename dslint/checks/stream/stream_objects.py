"""An index of the objects of one stream by kind, namespace, name, label and port.

It is built once per stream and shared by all rules: comparing every pair of a thousand DaemonSets would take
a million steps.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import islice

from dslint.kubernetes.access import mapping
from dslint.kubernetes.labels import matches
from dslint.kubernetes.ports import host_ports
from dslint.kubernetes.versions import NEWEST
from dslint.reader.objects import Manifest
from dslint.values.around import NOTHING_AROUND, Around
from dslint.values.path import POD_SPEC, TEMPLATE
from dslint.values.typed import Any, NamedTuple, TypeVar

Made = TypeVar("Made")

Written = Mapping[str, Any]
"""An object as it was written."""

DEFAULT_NAMESPACE = "default"
_TEMPLATES = {"CronJob": ("spec", "jobTemplate", "spec", "template"), "Pod": ()}
"""The path of the pod in kinds that do not have it in `spec.template`."""
_MANY = 200
"""The maximum number of candidates compared with one selector."""


class StreamObject(NamedTuple):
    """One object as written, and its identity.

    `namespace` is `default` where the object names none; `own_namespace` is empty there: such an
    object goes wherever the one who applies it says. `here` is False for an object of another text,
    `wanted` for a DaemonSet that the run leaves out.
    """

    own_namespace: str
    manifest: Manifest
    here: bool = True
    wanted: bool = True

    @property
    def kind(self) -> str:
        """Its kind, of its list where it says none itself."""
        return self.manifest.name.kind

    @property
    def name(self) -> str:
        """Its name; empty where it has none."""
        return self.manifest.name.name

    @property
    def namespace(self) -> str:
        """Its namespace, or `default`."""
        return self.own_namespace or DEFAULT_NAMESPACE

    @property
    def written(self) -> Written:
        """The object as written."""
        return self.manifest.data

    @property
    def key(self) -> str:
        """`namespace/name`."""
        return f"{self.namespace}/{self.name}"

    @property
    def speaks(self) -> bool:
        """Whether a rule may point at it: of two objects with the same conflict, only one is reported."""
        return self.wanted and (self.here or self.manifest.judged_there)

    @property
    def pod(self) -> Written:
        """Return the pod or pod template of a workload; empty for other objects."""
        return mapping(self.written, *_TEMPLATES.get(self.kind, TEMPLATE))

    @property
    def pod_labels(self) -> dict[str, str]:
        """The labels of its pods."""
        found = mapping(self.pod, "metadata", "labels")
        return {key: value for key, value in found.items() if isinstance(value, str)}

    @property
    def pod_spec(self) -> Written:
        """The spec of its pods."""
        return mapping(self.pod, "spec")

    def may_share_namespace(self, other: StreamObject) -> bool:
        """Whether two objects can be in one namespace; the namespace of one without it is unknown."""
        return self.own_namespace == other.own_namespace or not (self.own_namespace and other.own_namespace)


def _object(manifest: Manifest, around: Around, *, here: bool = True, wanted: bool = True) -> StreamObject:
    return StreamObject(around.namespace or manifest.name.namespace, manifest, here, wanted)


def can_pick(selector: Mapping[str, Any]) -> bool:
    """Whether an unchecked selector is valid and can be matched."""
    expressions = selector.get("matchExpressions")
    terms = expressions if isinstance(expressions, list) else ()
    return (
        bool(selector)
        and isinstance(selector.get("matchLabels", {}), dict)
        and all(
            isinstance(term, dict)
            and isinstance(term.get("key"), str)
            and isinstance(term.get("values", []), list)
            for term in terms
        )
    )


class StreamObjects:
    """All objects of a stream in written order, including the DaemonSets.

    `left_out` are DaemonSets of the text that the run excludes, `beside` related objects of other texts: no
    rule points at either. `around` is the context of all. `version` is the Kubernetes version to judge by.
    """

    version: str = NEWEST

    def __init__(
        self,
        manifests: Iterable[Manifest] = (),
        *,
        left_out: Iterable[Manifest] = (),
        beside: Iterable[Manifest] = (),
        around: Around = NOTHING_AROUND,
    ) -> None:
        self.around = around
        self._objects = (
            *(_object(manifest, around) for manifest in manifests),
            *(_object(manifest, around, wanted=False) for manifest in left_out),
            *(_object(manifest, around, here=False) for manifest in beside),
        )
        self._made: dict[Hashable, Any] = {}

    def __len__(self) -> int:
        """Return the number of objects, context included."""
        return len(self._objects)

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return the cached result of a function of the stream, by key."""
        if key not in self._made:
            self._made[key] = make()
        made: Made = self._made[key]
        return made

    def has(self, kind: str, namespace: str) -> bool:
        """Whether there is an object of a kind in a namespace."""
        return (kind, namespace) in self._by_kind

    def has_any(self, *kinds: str) -> bool:
        """Whether there is an object of one of these kinds."""
        return any(kind in self._by_kind_alone for kind in kinds)

    def of_kinds(self, kinds: Iterable[str], namespace: str) -> Iterator[StreamObject]:
        """Those of some kinds in a namespace."""
        places = [place for kind in kinds for place in self._by_kind.get((kind, namespace), ())]
        return (self._objects[place] for place in sorted(places))

    def of_kind(self, kind: str) -> Iterator[StreamObject]:
        """Those of one kind in any namespace."""
        return (self._objects[place] for place in self._by_kind_alone.get(kind, ()))

    def named(self, kind: str, name: str) -> Iterator[StreamObject]:
        """Those of one kind and name, in any namespace."""
        return (self._objects[place] for place in self._by_name.get(kind, {}).get(name, ()))

    def names_of(self, kind: str, namespace: str) -> tuple[str, ...]:
        """The names of one kind in a namespace, sorted."""
        return self.once(
            ("names", kind, namespace),
            lambda: tuple(sorted({found.name for found in self.of_kinds((kind,), namespace)} - {""})),
        )

    def with_pod_labels(self, namespace: str, labels: Mapping[str, str]) -> Iterator[StreamObject]:
        """Return objects of a namespace whose pod template has the rarest of some labels, the first few."""
        filed = [self._by_pod_label.get((namespace, *label), []) for label in labels.items()]
        return (self._objects[place] for place in min(filed, key=len, default=[])[:_MANY])

    def daemonsets_at_port(self, port: int) -> tuple[StreamObject, ...]:
        """Return the DaemonSets that want a port of their nodes, sorted by key."""
        return self._by_port.get(port, ())

    def selected(self, selector: Mapping[str, Any], by: StreamObject) -> tuple[StreamObject, ...] | None:
        """Return the workloads whose pods a label selector matches in the namespace of an object.

        Workloads and selectors without a namespace may be anywhere. Nothing if there are too many candidates.
        """
        if not can_pick(selector):
            return None
        if selector.keys() == {"matchLabels"}:  # Services: often many select the same
            labels = tuple((key, repr(value)) for key, value in selector["matchLabels"].items())
            return self.once(("selected", by.own_namespace, labels), lambda: self._selected(selector, by))
        return self._selected(selector, by)

    def _selected(self, selector: Mapping[str, Any], by: StreamObject) -> tuple[StreamObject, ...] | None:
        found = list(islice(self._candidates(selector, by), _MANY + 1))
        if len(found) > _MANY:
            return None
        return tuple(workload for workload in found if matches(selector, workload.pod_labels))

    def anywhere(self, labels: Mapping[str, str]) -> Iterator[StreamObject]:
        """Return the workloads in all namespaces, among the first few, whose pods have some labels."""
        buckets = [self._by_label_alone.get(label, []) for label in labels.items()]
        for place in min(buckets, key=len, default=[])[:_MANY]:
            workload = self._objects[place]
            if labels.items() <= workload.pod_labels.items():
                yield workload

    def _candidates(self, selector: Mapping[str, Any], by: StreamObject) -> Iterator[StreamObject]:
        labels = [
            (key, value) for key, value in mapping(selector, "matchLabels").items() if value is not None
        ]
        if not labels:
            places = self._workloads
        else:
            buckets = [self._by_label_alone.get((key, str(value)), []) for key, value in labels]
            places = min(buckets, key=len)
        return (workload for place in places if (workload := self._objects[place]).may_share_namespace(by))

    @cached_property
    def _by_kind(self) -> dict[tuple[str, str], list[int]]:
        found: dict[tuple[str, str], list[int]] = defaultdict(list)
        for place, entry in enumerate(self._objects):
            found[entry.kind, entry.namespace].append(place)
        return found

    @cached_property
    def _by_kind_alone(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = defaultdict(list)
        for place, entry in enumerate(self._objects):
            found[entry.kind].append(place)
        return found

    @cached_property
    def _by_name(self) -> dict[str, dict[str, list[int]]]:
        found: dict[str, dict[str, list[int]]] = {kind: {} for kind in self._by_kind_alone}
        for place, entry in enumerate(self._objects):
            _file(found[entry.kind], entry.name, place)
        return found

    @cached_property
    def _by_pod_label(self) -> dict[tuple[str, str, str], list[int]]:
        found: dict[tuple[str, str, str], list[int]] = {}
        for place, entry in enumerate(self._objects):
            for key, value in entry.pod_labels.items():
                _file(found, (entry.namespace, key, value), place)
        return found

    @cached_property
    def _by_label_alone(self) -> dict[tuple[str, str], list[int]]:
        found: dict[tuple[str, str], list[int]] = {}
        for (_, key, value), places in self._by_pod_label.items():
            for place in places:
                _file(found, (key, value), place)
        return found

    @cached_property
    def _workloads(self) -> list[int]:
        return [place for place, entry in enumerate(self._objects) if entry.pod_labels]

    @cached_property
    def _by_port(self) -> dict[int, tuple[StreamObject, ...]]:
        found: dict[int, list[StreamObject]] = defaultdict(list)
        for other in self._objects:
            if other.kind == "DaemonSet":
                for port in {wanted.port for wanted in host_ports(mapping(other.written, *POD_SPEC))}:
                    found[port].append(other)
        return {port: tuple(sorted(objects, key=_key)) for port, objects in found.items()}


def _file(found: dict[Made, list[int]], key: Made, place: int) -> None:
    """Put a place under a key; nearly all lists stay at one place, and take no more memory than that."""
    if key in found:
        found[key].append(place)
    else:
        found[key] = [place]


def _key(found: StreamObject) -> str:
    return found.key
