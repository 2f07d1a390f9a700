from __future__ import annotations

from typing import Any

import pytest

from dslint.kubernetes.affinity import integer, required_terms, selector_requirements

LABELS = {"zone": "a", "edge": "", "size": "10", "odd": "1.5"}


def spec(*terms: Any) -> dict[str, Any]:
    required = {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": list(terms)}}
    return {"affinity": {"nodeAffinity": required}}


def expression(key: str, operator: str, *values: str) -> dict[str, Any]:
    return {"matchExpressions": [{"key": key, "operator": operator, "values": list(values)}]}


@pytest.mark.parametrize(
    "term, matches",
    [
        (expression("zone", "In", "a", "b"), True),
        (expression("zone", "In", "b"), False),
        (expression("none", "In", "a"), False),
        (expression("zone", "In"), False),
        (expression("zone", "NotIn", "a"), False),
        (expression("zone", "NotIn", "b"), True),
        (expression("none", "NotIn", "b"), True),
        (expression("edge", "Exists"), True),
        (expression("none", "Exists"), False),
        (expression("edge", "Exists", "x"), False),
        (expression("none", "DoesNotExist"), True),
        (expression("edge", "DoesNotExist"), False),
        (expression("size", "Gt", "9"), True),
        (expression("size", "Gt", "10"), False),
        (expression("size", "Lt", "11"), True),
        (expression("size", "Lt", "0x1f"), False),
        (expression("size", "Gt", "1", "2"), False),
        (expression("odd", "Gt", "0"), False),
        (expression("none", "Lt", "9"), False),
        (expression("zone", "in", "a"), False),
        (expression("not a key", "Exists"), False),
        (expression("zone", "NotIn", "not a value"), False),
        ({}, False),
        (None, False),
        ({"matchExpressions": [], "matchFields": []}, False),
        ({"matchFields": [{"key": "metadata.name", "operator": "In", "values": ["n1"]}]}, True),
        ({"matchFields": [{"key": "metadata.name", "operator": "NotIn", "values": ["n1"]}]}, False),
        ({"matchFields": [{"key": "metadata.name", "operator": "Exists", "values": ["n1"]}]}, False),
        ({"matchFields": [{"key": "metadata.name", "operator": "In", "values": ["n1", "n2"]}]}, False),
        ({"matchFields": [{"key": "spec.name", "operator": "NotIn", "values": ["n1"]}]}, True),
    ],
)
def test_one_term_on_one_node(term: Any, *, matches: bool) -> None:
    terms = required_terms(spec(term))
    assert terms is not None
    assert terms[0].matches(LABELS, "n1") is matches


def test_expressions_are_anded_and_terms_ored() -> None:
    both = {
        "matchExpressions": [*expression("zone", "In", "a")["matchExpressions"], expression("x", "Exists")]
    }
    terms = required_terms(spec(both, expression("edge", "Exists")))
    assert terms is not None
    assert [term.matches(LABELS, "n1") for term in terms] == [False, True]


def test_a_broken_expression_spoils_its_own_term_only_and_says_where() -> None:
    terms = required_terms(spec(expression("size", "Gt", "many"), expression("zone", "In", "a")))
    assert terms is not None
    assert terms[0].broken is not None
    assert (
        terms[0].broken[-4:] == ("nodeSelectorTerms", 0, "matchExpressions", 0)
        or terms[0].broken[-1] == "values"
    )
    assert terms[0].why == "Gt takes one integer"
    assert terms[1].matches(LABELS, "n1")


@pytest.mark.parametrize("affinity", [None, {}, {"nodeAffinity": None}, {"nodeAffinity": {}}, [], "x"])
def test_no_required_affinity_is_no_constraint(affinity: Any) -> None:
    assert required_terms({"affinity": affinity}) is None


def test_required_affinity_without_terms_has_none() -> None:
    assert required_terms(spec()) == ()


@pytest.mark.parametrize(
    "text, number",
    [
        ("10", 10),
        ("+5", 5),
        ("-0", 0),
        ("007", 7),
        ("9223372036854775807", 2**63 - 1),
        ("-9223372036854775808", -(2**63)),
        ("9223372036854775808", None),
        ("", None),
        (" 5", None),
        ("1.5", None),
        ("1e3", None),
        ("1_000", None),
        ("0x10", None),
        ("٣", None),
        ("9" * 5000, None),
        (None, None),
    ],
)
def test_integers_as_gt_and_lt_read_them(text: str | None, number: int | None) -> None:
    assert integer(text) == number


def test_a_node_selector_wants_every_label_with_exactly_its_value() -> None:
    requirements = selector_requirements({"nodeSelector": {"edge": "", "zone": "b"}})
    assert [requirement.met_by(LABELS.get(requirement.key)) for requirement in requirements] == [True, False]
    assert requirements[1].path == ("nodeSelector", "zone")
