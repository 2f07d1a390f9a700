"""Whether conditions are mutually exclusive, held against trying every label there could be."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dslint.checks.placement.node_conditions import always_true, can_share_a_node, clash, term_clash
from dslint.kubernetes.affinity import Requirement, Term, required_terms, selector_requirements

VALUES = ["", "x", "y", "1", "2", "3", "03"]
NUMBERS = [str(number).zfill(width) for number in range(8) for width in (1, 2, 3)]
LABELS: list[str | None] = [None, "another", *VALUES, *NUMBERS]
"""Every value worth trying: those named, some that nobody names, numbers with and without leading zeros."""

values = st.lists(st.sampled_from(VALUES), min_size=1, max_size=3, unique=True).map(tuple)
requirements = st.one_of(
    st.builds(Requirement, st.just("a"), st.sampled_from(["In", "NotIn"]), values, st.just(())),
    st.builds(
        Requirement, st.just("a"), st.sampled_from(["Exists", "DoesNotExist"]), st.just(()), st.just(())
    ),
    st.builds(
        Requirement,
        st.just("a"),
        st.sampled_from(["Gt", "Lt"]),
        st.just(("5",)),
        st.just(()),
        st.integers(min_value=-1, max_value=6),
    ),
)


@given(st.lists(requirements, max_size=4))
def test_a_clash_is_found_exactly_where_no_label_will_do(conditions: list[Requirement]) -> None:
    possible = any(all(condition.met_by(label) for condition in conditions) for label in LABELS)
    assert (clash(conditions) is None) == possible


@given(st.lists(requirements, min_size=1, max_size=4))
def test_the_two_conditions_named_are_among_those_that_clash(conditions: list[Requirement]) -> None:
    found = clash(conditions)
    if found is not None:
        assert found.first in conditions
        assert found.second in conditions


@given(st.lists(requirements, min_size=1, max_size=4))
def test_terms_are_called_always_true_exactly_where_every_label_meets_one(
    conditions: list[Requirement],
) -> None:
    """Gt and Lt have no opposite among the operators, so only terms without them can be told."""
    terms = tuple(Term((condition,), (), ()) for condition in conditions)
    always = all(any(condition.met_by(label) for condition in conditions) for label in LABELS)
    assert not (always_true(terms) and not always)
    if all(condition.operator not in ("Gt", "Lt") for condition in conditions):
        assert always_true(terms) == always


def pod(selector: dict[str, str], *terms: list[dict[str, Any]]) -> dict[str, Any]:
    required = {"nodeSelectorTerms": [{"matchExpressions": term} for term in terms]}
    node_affinity = {"requiredDuringSchedulingIgnoredDuringExecution": required} if terms else {}
    return {"nodeSelector": selector, "affinity": {"nodeAffinity": node_affinity}}


expressions = st.one_of(
    st.builds(
        lambda key, operator, chosen: {"key": key, "operator": operator, "values": list(chosen)},
        st.sampled_from("ab"),
        st.sampled_from(["In", "NotIn"]),
        values,
    ),
    st.builds(
        lambda key, operator: {"key": key, "operator": operator},
        st.sampled_from("ab"),
        st.sampled_from(["Exists", "DoesNotExist"]),
    ),
)
pods = st.builds(
    lambda selector, terms: pod(selector, *terms),
    st.dictionaries(st.sampled_from("ab"), st.sampled_from(VALUES), max_size=1),
    st.lists(st.lists(expressions, max_size=2), max_size=2),
)


def goes_to(pod_spec: dict[str, Any], labels: dict[str, str]) -> bool:
    terms = required_terms(pod_spec)
    selected = all(
        requirement.met_by(labels.get(requirement.key)) for requirement in selector_requirements(pod_spec)
    )
    return selected and (terms is None or any(term.matches(labels, "n") for term in terms))


NODES = [
    {key: value for key, value in (("a", first), ("b", second)) if value is not None}
    for first in (None, "another", *VALUES)
    for second in (None, "another", *VALUES)
]


@given(pods, pods)
def test_two_pods_can_share_a_node_exactly_where_some_node_takes_both(
    one: dict[str, Any], other: dict[str, Any]
) -> None:
    some_node = any(goes_to(one, labels) and goes_to(other, labels) for labels in NODES)
    assert can_share_a_node(one, other) == some_node


def test_pods_pinned_to_different_nodes_share_none() -> None:
    assert not can_share_a_node({"nodeName": "worker-1"}, {"nodeName": "worker-2"})
    assert can_share_a_node({"nodeName": "worker-1"}, {"nodeName": "worker-1"})
    assert can_share_a_node({"nodeName": "worker-1"}, {})


def test_names_of_nodes_clash_like_labels() -> None:
    first = Requirement("metadata.name", "In", ("worker-1",), ("first",))
    second = Requirement("metadata.name", "In", ("worker-2",), ("second",))
    found = term_clash(Term((), (first, second), ()))
    assert found is not None
    assert (found.first.path, found.second.path) == (("first",), ("second",))
