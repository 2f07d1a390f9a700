"""Required node affinity that matches every node, no node, or less than it seems to.

Parameter: `fault`, one of
  matches-none    no node can satisfy any of the terms
  contradiction   some could, but not together with nodeSelector
  matches-all     every node satisfies one of the terms
  empty-term      a term without conditions, which matches no node
  not-integer     Gt or Lt with something that is no integer: the term matches no node
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.placement.node_conditions import Clash, always_true, clash, term_clash
from dslint.checks.podspec import REQUIRED_TERMS, pod_spec, text
from dslint.kubernetes.affinity import Term, required_terms, selector_requirements
from dslint.kubernetes.requirement_text import requirement_text
from dslint.values.path import POD_SPEC
from dslint.values.problem import Related
from dslint.values.typed import Any

Terms = tuple[Term, ...]


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Look for the mistake of the rule."""
    terms = required_terms(pod_spec(subject))
    if terms:
        yield from _FAULTS[params["fault"]](subject, terms)


def _matches_none(_subject: Subject, terms: Terms) -> Iterator[Hit]:
    if all(_is_empty(term) for term in terms):
        yield Hit(REQUIRED_TERMS, {"why": "an empty term matches no node"}, anchor="key")
        return
    clashes = [term_clash(term) for term in terms if term.broken is None]
    if not clashes or None in clashes:
        return
    yield from (_clash_hit(found) for found in clashes[:1] if found is not None)


def _contradiction(subject: Subject, terms: Terms) -> Iterator[Hit]:
    selector = selector_requirements(pod_spec(subject))
    usable = [term for term in terms if term.broken is None and term_clash(term) is None]
    clashes = [clash((*selector, *term.expressions)) for term in usable]
    if not clashes or None in clashes:
        return
    yield from (_clash_hit(found) for found in clashes[:1] if found is not None)


def _matches_all(_subject: Subject, terms: Terms) -> Iterator[Hit]:
    if always_true(terms):
        yield Hit(REQUIRED_TERMS, {"count": len(terms)}, anchor="key")


def _empty_term(_subject: Subject, terms: Terms) -> Iterator[Hit]:
    empty = [term for term in terms if _is_empty(term)]
    if len(empty) < len(terms):
        yield from (Hit((*POD_SPEC, *term.path)) for term in empty)


def _not_integer(subject: Subject, terms: Terms) -> Iterator[Hit]:
    for term in terms:
        broken = term.broken
        operator = text(pod_spec(subject), (*broken[:-1], "operator")) if broken else ""
        if broken and broken[-1] == "values" and operator in ("Gt", "Lt"):
            value = text(pod_spec(subject), (*broken, 0))
            if value:
                yield Hit((*POD_SPEC, *broken, 0), {"operator": operator, "value": value})


_FAULTS: dict[str, Callable[[Subject, Terms], Iterator[Hit]]] = {
    "matches-none": _matches_none,
    "contradiction": _contradiction,
    "matches-all": _matches_all,
    "empty-term": _empty_term,
    "not-integer": _not_integer,
}


def _is_empty(term: Term) -> bool:
    return term.broken == term.path


def _clash_hit(found: Clash) -> Hit:
    first, second = found
    path, texts = (*POD_SPEC, *second.path), (requirement_text(first), requirement_text(second))
    if first == second:
        return Hit(path, {"why": f"no label can be {texts[1]}", "key": second.key})
    return Hit(
        path,
        {"why": f"{texts[1]} excludes {texts[0]}", "key": second.key},
        related=(Related((*POD_SPEC, *first.path), f"{texts[0]} is wanted here"),),
    )
