"""Whether conditions on node labels can all hold at once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dslint.kubernetes.affinity import Requirement, Term, required_terms, selector_requirements
from dslint.values.typed import Any, NamedTuple

_COMPLEMENT = {"In": "NotIn", "NotIn": "In", "Exists": "DoesNotExist", "DoesNotExist": "Exists"}


class Clash(NamedTuple):
    """Two conditions on one label (or more, of which two are named) that no node can meet."""

    first: Requirement
    second: Requirement


def clash(requirements: Iterable[Requirement]) -> Clash | None:
    """Return conditions that exclude each other, or None if a node could meet them all."""
    by_key: dict[str, list[Requirement]] = {}
    for requirement in requirements:
        by_key.setdefault(requirement.key, []).append(requirement)
    for same_key in by_key.values():
        found = _clash_of_one_key(same_key)
        if found is not None:
            return found
    return None


def term_clash(term: Term, selector: Iterable[Requirement] = ()) -> Clash | None:
    """Return what makes a term, together with nodeSelector, match no node."""
    return clash((*selector, *term.expressions)) or clash(term.fields)


def always_true(terms: tuple[Term, ...]) -> bool:
    """Whether every node meets one of the terms, judged by the terms with a single condition.

    That is so if no node can fail all of them: the opposites of the conditions exclude each other.
    """
    single = [term.expressions[0] for term in terms if len(term.expressions) == 1 and not term.fields]
    opposites = [
        item._replace(operator=_COMPLEMENT[item.operator]) for item in single if item.operator in _COMPLEMENT
    ]
    return clash(opposites) is not None


def can_share_a_node(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether both pods could run on a common node."""
    fixed = {
        spec["nodeName"]
        for spec in (one, other)
        if isinstance(spec.get("nodeName"), str) and spec["nodeName"]
    }
    if len(fixed) > 1:
        return False
    selectors = (*selector_requirements(one), *selector_requirements(other))
    return any(
        first.broken is None and second.broken is None and _compatible(selectors, first, second)
        for first in _terms_or_everything(one)
        for second in _terms_or_everything(other)
    )


def _compatible(selectors: tuple[Requirement, ...], first: Term, second: Term) -> bool:
    labels = clash((*selectors, *first.expressions, *second.expressions))
    return labels is None and clash((*first.fields, *second.fields)) is None


def _terms_or_everything(pod_spec: Mapping[str, Any]) -> tuple[Term, ...]:
    terms = required_terms(pod_spec)
    return (Term((), (), ()),) if terms is None else terms


def _clash_of_one_key(same_key: list[Requirement]) -> Clash | None:
    """Add one condition after the other; the last one of a contradiction is half of the named pair."""
    for last in range(len(same_key)):
        if not _satisfiable(same_key[: last + 1]):
            return Clash(_partner(same_key[: last + 1]), same_key[last])
    return None


def _partner(same_key: list[Requirement]) -> Requirement:
    """Return an earlier condition that alone excludes the last one, else the first."""
    *earlier, last = same_key
    return next((other for other in earlier if not _satisfiable([other, last])), same_key[0])


def _satisfiable(same_key: list[Requirement]) -> bool:
    """Whether a label can have a value, or be absent, so that all conditions on it hold."""
    if all(condition.met_by(None) for condition in same_key):
        return True
    candidates = next((condition.values for condition in same_key if condition.operator == "In"), None)
    if candidates is None:
        candidates = _candidates(same_key)
    return any(all(condition.met_by(value) for condition in same_key) for value in candidates)


def _candidates(same_key: list[Requirement]) -> tuple[str, ...]:
    """Return a value that represents all others where no condition lists the wanted ones.

    It is longer than every value that NotIn excludes. Gt and Lt read leading zeros, so that works
    for integers too; and a label value begins with a letter or digit, so no integer is below 0.
    """
    length = 1 + max(
        (len(value) for condition in same_key if condition.operator == "NotIn" for value in condition.values),
        default=0,
    )
    if any(condition.operator in ("Gt", "Lt") for condition in same_key):
        smallest = 1 + max(
            (condition.bound for condition in same_key if condition.operator == "Gt"), default=-1
        )
        return (str(max(smallest, 0)).zfill(length),)
    return ("x" * length,)
