"""Node labels that the pods must be restricted to, by nodeSelector or required node affinity."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import pod_spec
from dslint.kubernetes.affinity import Requirement, required_terms, selector_requirements
from dslint.values.path import POD_SPEC, MapKey
from dslint.values.typed import Any


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at nodeSelector, or where it would be."""
    selector = selector_requirements(pod_spec(subject))
    terms = required_terms(pod_spec(subject))
    for key, allowed in params["labels"].items():
        in_every_term = bool(terms) and all(
            _is_restricted(term.expressions, key, allowed) for term in terms or ()
        )
        if not in_every_term and not _is_restricted(selector, key, allowed):
            wanted = key if allowed is True else f"{key} with {' or '.join(map(str, allowed))}"
            yield Hit((*POD_SPEC, "nodeSelector", MapKey(key)), {"key": key, "wanted": wanted})


def _is_restricted(requirements: tuple[Requirement, ...], key: str, allowed: Any) -> bool:
    """Whether one of several requirements, which all apply, leaves only allowed values."""
    for requirement in requirements:
        if requirement.key != key:
            continue
        if allowed is True and requirement.operator in ("In", "Exists", "Gt", "Lt"):
            return True
        if allowed is not True and requirement.operator == "In" and set(requirement.values) <= set(allowed):
            return True
    return False
