"""Server warnings about scheduling: replaced labels, missing selectors.

Source: warningsForPodSpecAndMeta in pkg/api/pod/warnings.go and deprecatedNodeLabels in
pkg/api/node/util.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.kubernetes.formats import names
from dslint.kubernetes.validation.context import Context
from dslint.kubernetes.validation.problem_constructors import warning
from dslint.kubernetes.validation.value_checks import shown
from dslint.values.path import FieldPath, MapKey
from dslint.values.problem import Change, Problem
from dslint.values.typed import Any, NamedTuple

Data = Mapping[str, Any]


class Retired(NamedTuple):
    """A node label that should not be used any more: since when, and its replacement."""

    since: str
    instead: str


NEVER_NEAR = "No pod can ever match, so the pods stay Pending on every node."

RETIRED_LABELS = {
    "beta.kubernetes.io/arch": Retired("1.14", "kubernetes.io/arch"),
    "beta.kubernetes.io/os": Retired("1.14", "kubernetes.io/os"),
    "failure-domain.beta.kubernetes.io/region": Retired("1.17", "topology.kubernetes.io/region"),
    "failure-domain.beta.kubernetes.io/zone": Retired("1.17", "topology.kubernetes.io/zone"),
    "beta.kubernetes.io/instance-type": Retired("1.17", "node.kubernetes.io/instance-type"),
    "app.kubernetes.io/created-by": Retired("1.9", ""),
    "scheduler.alpha.kubernetes.io/preferAvoidPods": Retired("1.22", ""),
    "node-role.kubernetes.io/master": Retired("1.20", "node-role.kubernetes.io/control-plane"),
}


LATER_WARNED = frozenset(
    {
        "app.kubernetes.io/created-by",
        "scheduler.alpha.kubernetes.io/preferAvoidPods",
        "node-role.kubernetes.io/master",
    }
)
"""Labels that the server warns about since 1.31."""


def scheduling_warnings(pod: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    """Warn about everything that chooses nodes."""
    for key in pod.get("nodeSelector") or ():
        if _is_retired(key, context):
            yield _retired(key, (*path, "nodeSelector", MapKey(key)), "rename")
    if "affinity" in pod:
        yield from _affinity_warnings(pod["affinity"], (*path, "affinity"), context)
    for index, constraint in enumerate(pod.get("topologySpreadConstraints") or ()):
        place = (*path, "topologySpreadConstraints", index)
        if _is_retired(constraint.get("topologyKey", ""), context):
            yield _retired(constraint["topologyKey"], (*place, "topologyKey"), "replace")
        if "labelSelector" not in constraint:
            yield _no_selector(place)


def _is_retired(key: str, context: Context) -> bool:
    return key in RETIRED_LABELS and (
        key not in LATER_WARNED or context.holds("the last three retired node labels are warned of")
    )


def _affinity_warnings(affinity: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    from dslint.kubernetes.validation.scheduling.node_affinity import PREFERRED, REQUIRED

    nodes, here = affinity.get("nodeAffinity") or {}, (*path, "nodeAffinity")
    required = nodes.get(REQUIRED) or {}
    for index, term in enumerate(required.get("nodeSelectorTerms") or ()):
        yield from _key_warnings(term, (*here, REQUIRED, "nodeSelectorTerms", index), context)
    for index, preferred in enumerate(nodes.get(PREFERRED) or ()):
        place = (*here, PREFERRED, index, "preference")
        yield from _key_warnings(preferred.get("preference") or {}, place, context)
        yield from _value_warnings(preferred.get("preference") or {}, place, context)
    for kind in ("podAffinity", "podAntiAffinity"):
        pods, here = affinity.get(kind) or {}, (*path, kind)
        for index, term in enumerate(pods.get(REQUIRED) or ()):
            if "labelSelector" not in term:
                place = (*here, REQUIRED, index)
                yield _no_selector(place, NEVER_NEAR) if kind == "podAffinity" else _no_selector(place)
        for index, preferred in enumerate(pods.get(PREFERRED) or ()):
            if "labelSelector" not in (preferred.get("podAffinityTerm") or {}):
                yield _no_selector((*here, PREFERRED, index, "podAffinityTerm"))


def _key_warnings(term: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    for index, expression in enumerate(term.get("matchExpressions") or ()):
        if _is_retired(expression.get("key", ""), context):
            yield _retired(expression["key"], (*path, "matchExpressions", index, "key"), "replace")


def _value_warnings(term: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    for index, expression in enumerate(term.get("matchExpressions") or ()):
        for number, value in enumerate(expression.get("values") or ()):
            fault = names.label_value(value)
            if fault and context.holds("invalid label values in node affinity are looked at"):
                yield warning(
                    "suspicious-value",
                    (*path, "matchExpressions", index, "values", number),
                    f"the label value `{shown(value)}` {fault}",
                    result="No node can have such a label, so the expression never matches.",
                )


def _retired(key: str, path: FieldPath, action: Any) -> Problem:
    since, instead = RETIRED_LABELS[key]
    return warning(
        "deprecated-node-label",
        path,
        f"the label `{key}` has been deprecated since Kubernetes {since}",
        anchor="key" if isinstance(path[-1], MapKey) else "value",
        result="New nodes may not have it; if no node has it, no pod is scheduled.",
        write=instead or "remove it",
        changes=(Change(action, path, instead),) if instead else (),
    )


def _no_selector(path: FieldPath, result: str = "The term has no effect.") -> Problem:
    return warning(
        "selector-null",
        (*path, "labelSelector"),
        "`labelSelector` is missing; without it the term matches no pods",
        result=result,
        write="a labelSelector that matches the intended pods",
    )
