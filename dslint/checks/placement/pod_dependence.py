"""Constraints on other pods, for a pod that belongs to one node.

The controller gives each pod required node affinity for its node, so there is one node to choose
from. A required term can therefore only keep the pod Pending. Where it looks at other pods that is
a guard, and meant; where it looks at pods of the same DaemonSet, pods block each other. Source:
the scheduler plugins interpodaffinity and podtopologyspread (which counts nodes that match the
pod's node affinity, unless nodeAffinityPolicy is Ignore).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import at, entries, texts
from dslint.checks.stream.companions import namespace_of
from dslint.kubernetes.access import items, mapping, text
from dslint.kubernetes.labels import matches
from dslint.kubernetes.update_strategy import update_strategy_of
from dslint.values.path import POD_LABELS, POD_SPEC, FieldPath
from dslint.values.problem import Severity
from dslint.values.typed import Any, NamedTuple

_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"
_HOSTNAME = "kubernetes.io/hostname"


class Effect(NamedTuple):
    """The effect of a constraint, in the words of the finding."""

    what: str
    result: str
    write: str
    severity: Severity


_NOTHING = Effect(
    what="has no effect",
    result="The pod runs on its node anyway.",
    write="remove it",
    severity="info",
)
_ONE_IN_EACH = Effect(
    what="lets one pod run in each {key}",
    result="The pods of the other nodes in the same {key} stay Pending forever.",
    write="remove the term; the controller never puts two pods on one node",
    severity="warning",
)
_NO_SURGE = Effect(
    what="keeps the new pod off the node while the old one runs",
    result="With maxSurge the new pod stays Pending, and the rolling update hangs.",
    write="remove the term, or use maxSurge: 0",
    severity="warning",
)
_NEEDS_ITSELF = Effect(
    what="makes each pod wait for another pod of this DaemonSet",
    result="One pod starts; the others stay Pending forever unless one of them is in the same {key}.",
    write="remove it",
    severity="warning",
)
_GUARD = Effect(
    what="keeps this pod and the pods that it selects off the same {key}",
    result="If such a pod already runs there, the pod of this DaemonSet stays Pending until that pod ends.",
    write="nothing, if you intend this",
    severity="info",
)
_WAITS = Effect(
    what="makes the pod wait until a pod that it selects runs in the same {key}",
    result="Without such a pod, this pod stays Pending.",
    write="nothing, if you intend this; to exclude nodes, use node affinity",
    severity="info",
)
_SKEW = Effect(
    what="can keep the pod Pending, because it compares nodes that the pod cannot use",
    result="If the constraint does not hold, the pod stays Pending; it cannot run on another node.",
    write="remove it",
    severity="warning",
)


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at each kind of constraint once."""
    spec = subject.pod_spec
    if spec.get("topologySpreadConstraints"):
        yield _hit((*POD_SPEC, "topologySpreadConstraints"), _spread(subject), "")
    affinity = mapping(spec, "affinity")
    for kind in ("podAffinity", "podAntiAffinity"):
        if affinity.get(kind):
            yield from _terms(subject, kind)


def _hit(path: FieldPath, effect: Effect, key: str) -> Hit:
    field = next(step for step in reversed(path) if step not in (_REQUIRED, _PREFERRED))
    shown = "node" if key == _HOSTNAME else key or "domain"
    values = {name: text.format(key=shown) for name, text in effect._asdict().items()}
    return Hit(path, {"field": field, **values}, anchor="key", severity=effect.severity)


def _spread(subject: Subject) -> Effect:
    blocks = any(
        item.get("whenUnsatisfiable") == "DoNotSchedule" and item.get("nodeAffinityPolicy") == "Ignore"
        for _, item in entries(subject.manifest, (*POD_SPEC, "topologySpreadConstraints"))
    )
    return _SKEW if blocks else _NOTHING


def _terms(subject: Subject, kind: str) -> Iterator[Hit]:
    """Return the worst effect of the required terms, and that preferred terms have none."""
    path = (*POD_SPEC, "affinity", kind)
    effects = [
        (_effect(subject, kind, term), text(term, "topologyKey"))
        for _, term in entries(subject.manifest, (*path, _REQUIRED))
    ]
    if effects:
        effects.sort(key=lambda found: found[0].severity != "warning")
        yield _hit((*path, _REQUIRED), *effects[0])
    if at(subject.manifest, (*path, _PREFERRED)):
        yield _hit((*path, _PREFERRED), _NOTHING, "")


def _effect(subject: Subject, kind: str, term: Mapping[str, Any]) -> Effect:
    selects_own = _selects_own(subject, term)
    if kind == "podAffinity":
        return _NEEDS_ITSELF if selects_own else _WAITS
    if selects_own and text(term, "topologyKey") != _HOSTNAME:
        return _ONE_IN_EACH
    return _NO_SURGE if selects_own and _surges(subject) else _GUARD


def _selects_own(subject: Subject, term: Mapping[str, Any]) -> bool:
    """Whether a term selects the pods of this DaemonSet (and perhaps others)."""
    selector = term.get("labelSelector")
    if not isinstance(selector, dict) or not _is_readable(selector):
        return False
    namespaces = items(term, "namespaces")
    here = not namespaces or namespace_of(subject) in namespaces
    return here and matches(selector, texts(subject.manifest, POD_LABELS))


def _is_readable(selector: Mapping[str, Any]) -> bool:
    terms = selector.get("matchExpressions")
    return isinstance(selector.get("matchLabels", {}), dict) and all(
        isinstance(term, dict)
        and isinstance(term.get("values") or [], list)
        and isinstance(term.get("key", ""), str)
        for term in (terms if isinstance(terms, list) else ())
    )


def _surges(subject: Subject) -> bool:
    return update_strategy_of(mapping(subject.manifest, "spec")).surges
