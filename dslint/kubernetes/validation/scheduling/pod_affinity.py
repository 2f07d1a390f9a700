"""Affinity to other pods, and away from them.

Source: validatePodAffinityTerm in pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.kubernetes.formats import names
from dslint.kubernetes.validation.context import Context
from dslint.kubernetes.validation.metadata.label_selectors import selector_problems
from dslint.kubernetes.validation.problem_constructors import invalid
from dslint.kubernetes.validation.scheduling.label_keys import clash, keys_said_twice, label_keys_problems
from dslint.kubernetes.validation.scheduling.node_affinity import PREFERRED, REQUIRED, weight_problems
from dslint.kubernetes.validation.value_checks import missing, shown
from dslint.values.path import FieldPath, field_text
from dslint.values.problem import Problem, Related
from dslint.values.typed import Any

Data = Mapping[str, Any]

RULE = "pod-affinity"


def pod_affinity_problems(affinity: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    """Judge the affinity or anti-affinity at `path`."""
    for index, term in enumerate(affinity.get(REQUIRED) or ()):
        yield from _pod_term_problems(term, (*path, REQUIRED, index), context)
    for index, preferred in enumerate(affinity.get(PREFERRED) or ()):
        place = (*path, PREFERRED, index)
        yield from weight_problems(preferred, place, RULE)
        yield from _pod_term_problems(
            preferred.get("podAffinityTerm") or {}, (*place, "podAffinityTerm"), context
        )


def _pod_term_problems(term: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    loose = context.allowed.pod_affinity_label_values
    for name in ("labelSelector", "namespaceSelector"):
        if name in term:
            yield from selector_problems(term[name], (*path, name), RULE, allow_invalid_values=loose)
    for index, namespace in enumerate(term.get("namespaces") or ()):
        fault = names.dns_label(namespace)
        if fault:
            message = f"the namespace `{shown(namespace)}` {fault}"
            yield invalid(RULE, (*path, "namespaces", index), message, field=field_text((*path, "namespace")))
    yield from _label_keys_problems(term, path)
    key = term.get("topologyKey", "")
    if not key:
        yield missing(
            RULE,
            term,
            (*path, "topologyKey"),
            "topologyKey: kubernetes.io/hostname, or another label of nodes",
        )
    fault = names.label_key(key)
    if fault:
        yield invalid(RULE, (*path, "topologyKey"), f"`topologyKey: {shown(key)}` {fault}")


def _label_keys_problems(term: Data, path: FieldPath) -> Iterator[Problem]:
    selector = term.get("labelSelector")
    match, mismatch = term.get("matchLabelKeys") or (), term.get("mismatchLabelKeys") or ()
    for name, keys in (("matchLabelKeys", match), ("mismatchLabelKeys", mismatch)):
        if keys:
            yield from label_keys_problems(keys, (*path, name), RULE, selector)
    if selector is not None:
        for key in keys_said_twice(selector):
            if key in match:
                index = len(match) - 1 - match[::-1].index(key)
                yield clash(
                    key, (*path, "matchLabelKeys", index), RULE, path, field=field_text((*path, index))
                )
    for index, key in enumerate(match):
        if key in mismatch:
            yield invalid(
                RULE,
                (*path, "matchLabelKeys", index),
                f"`{shown(key)}` is in `matchLabelKeys` and in `mismatchLabelKeys`",
                write="the key in only one of them",
                related=(Related((*path, "mismatchLabelKeys", mismatch.index(key)), "the same key"),),
            )
