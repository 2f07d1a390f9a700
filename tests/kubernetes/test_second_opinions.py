"""Selectors, taints, affinity and quantities, held against definitions that are written down plainly.

The loops below follow the documentation sentence by sentence and share no code with dslint. The field tables
have their second opinion in `test_decode.py` (jsonschema), sets of nodes in
`tests/planner/placement/test_node_sets.py`, rollouts in `tests/planner/rollout/test_simulate.py`.
"""

from __future__ import annotations

from decimal import ROUND_UP, Decimal, localcontext
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from dslint.kubernetes.affinity import integer, required_terms, selector_requirements
from dslint.kubernetes.amounts import amount, exact, shown
from dslint.kubernetes.labels import matches
from dslint.kubernetes.taints import EFFECTS, Taint, tolerates, untolerated

FIXED = settings(max_examples=300, deadline=None, derandomize=True)
KEYS = st.sampled_from(["a", "b", "example.com/c"])
VALUES = st.sampled_from(["", "x", "y", "1", "02", "3.5", "10"])
LABELS = st.dictionaries(KEYS, VALUES)


def holds(operator: str, values: list[str], value: str | None) -> bool:
    """One requirement on a label; None is a label that the object does not have."""
    if operator == "In":
        return value is not None and any(value == each for each in values)
    if operator == "NotIn":
        return value is None or all(value != each for each in values)
    if operator == "Exists":
        return value is not None
    if operator == "DoesNotExist":
        return value is None
    if value is None or not value.lstrip("+-").isdigit():
        return False
    return int(value) > int(values[0]) if operator == "Gt" else int(value) < int(values[0])


def expressions(*operators: str) -> st.SearchStrategy[dict[str, Any]]:
    values: dict[str, st.SearchStrategy[list[str]]] = {
        "In": st.lists(VALUES, min_size=1, max_size=3),
        "NotIn": st.lists(VALUES, min_size=1, max_size=3),
        "Gt": st.integers(0, 15).map(lambda number: [str(number)]),
        "Lt": st.integers(0, 15).map(lambda number: [str(number)]),
    }
    nothing: st.SearchStrategy[list[str]] = st.builds(list)
    choices: list[st.SearchStrategy[dict[str, Any]]] = [
        st.fixed_dictionaries(
            {"key": KEYS, "operator": st.just(operator), "values": values.get(operator, nothing)}
        )
        for operator in operators
    ]
    return st.one_of(choices)


SELECTORS = st.fixed_dictionaries(
    {},
    optional={
        "matchLabels": LABELS,
        "matchExpressions": st.lists(expressions("In", "NotIn", "Exists", "DoesNotExist"), max_size=3),
    },
)


@FIXED
@given(SELECTORS, LABELS)
def test_a_label_selector_holds_where_each_of_its_parts_does(
    selector: dict[str, Any], labels: dict[str, str]
) -> None:
    wanted = [(key, "In", [value]) for key, value in selector.get("matchLabels", {}).items()]
    wanted += [
        (term["key"], term["operator"], term["values"]) for term in selector.get("matchExpressions", [])
    ]
    expected = True
    for key, operator, values in wanted:
        if not holds(operator, values, labels.get(key)):
            expected = False
    assert matches(selector, labels) is expected


TERMS = st.lists(
    st.fixed_dictionaries(
        {
            "matchExpressions": st.lists(
                expressions("In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"), max_size=3
            )
        },
        optional={
            "matchFields": st.lists(
                st.fixed_dictionaries(
                    {
                        "key": st.just("metadata.name"),
                        "operator": st.sampled_from(["In", "NotIn"]),
                        "values": st.sampled_from(["n-1", "n-2"]).map(lambda name: [name]),
                    }
                ),
                max_size=2,
            )
        },
    ),
    max_size=3,
)


@FIXED
@given(TERMS, LABELS, LABELS, st.sampled_from(["n-1", "n-2"]))
def test_a_node_meets_one_whole_term_and_every_label_of_the_node_selector(
    terms: list[dict[str, Any]], node_selector: dict[str, str], labels: dict[str, str], name: str
) -> None:
    required = {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": terms}}
    pod_spec = {"nodeSelector": node_selector, "affinity": {"nodeAffinity": required}}
    one_fits = False
    for term in terms:
        parts = [(part, labels.get(part["key"])) for part in term["matchExpressions"]]
        parts += [(part, name) for part in term.get("matchFields", [])]
        fits = bool(parts)
        for part, value in parts:
            fits = fits and holds(part["operator"], part["values"], value)
        one_fits = one_fits or fits
    found = required_terms(pod_spec)
    assert found is not None
    assert any(term.matches(labels, name) for term in found) is one_fits
    every = all(labels.get(key) == value for key, value in node_selector.items())
    requirements = selector_requirements(pod_spec)
    assert all(one.met_by(labels.get(one.key)) for one in requirements) is every


TOLERATIONS = st.fixed_dictionaries(
    {},
    optional={
        "key": st.sampled_from(["", "a", "b"]),
        "operator": st.sampled_from(["", "Equal", "Exists", "Gt", "Lt", "Near"]),
        "value": st.sampled_from(["", "x", "y"]),
        "effect": st.sampled_from(["", *EFFECTS]),
    },
)
TAINTS = st.builds(Taint, st.sampled_from("ab"), st.sampled_from(["", "x", "y"]), st.sampled_from(EFFECTS))


@FIXED
@given(st.lists(TOLERATIONS, max_size=3), st.lists(TAINTS, max_size=4))
def test_a_taint_keeps_a_pod_away_that_tolerates_it_by_no_toleration(
    tolerations: list[dict[str, str]], taints: list[Taint]
) -> None:
    keep_away = []
    for taint in taints:
        tolerated = False
        for toleration in tolerations:
            same_key = toleration.get("key", "") in ("", taint.key)
            same_effect = toleration.get("effect", "") in ("", taint.effect)
            operator = toleration.get("operator", "")
            if operator == "Exists":
                same_value = True
            elif operator in ("", "Equal"):
                same_value = toleration.get("value", "") == taint.value
            else:
                same_value = False
            if same_key and same_effect and same_value:
                tolerated = True
            assert tolerates(toleration, taint) is (same_key and same_effect and same_value)
        if not tolerated and taint.effect in ("NoSchedule", "NoExecute"):
            keep_away.append(taint)
    assert untolerated(taints, tolerations) == tuple(keep_away)


@pytest.mark.parametrize(
    "text, number",
    [
        ("9223372036854775807", 9223372036854775807),
        ("9223372036854775808", None),
        ("-9223372036854775808", -9223372036854775808),
        ("-9223372036854775809", None),
        ("-9223372036854775810", None),
        ("+5", 5),
        ("5 ", None),
        ("", None),
    ],
)
def test_an_integer_has_64_bits(text: str, number: int | None) -> None:
    assert integer(text) == number


@pytest.mark.parametrize("values", [["1", "2"], [], ["1", "1"]])
@pytest.mark.parametrize("operator", ["Gt", "Lt"])
def test_a_comparison_takes_one_number(operator: str, values: list[str]) -> None:
    expression = {"key": "a", "operator": operator, "values": values}
    required = {"nodeSelectorTerms": [{"matchExpressions": [expression]}]}
    affinity = {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": required}}
    (term,) = required_terms({"affinity": affinity}) or ()
    assert term.why == f"{operator} takes one integer"
    assert not term.matches({"a": "1"}, "n")


@pytest.mark.parametrize("values", [["a", "b"], []])
def test_a_field_takes_one_value(values: list[str]) -> None:
    field = {"key": "metadata.name", "operator": "NotIn", "values": values}
    required = {"nodeSelectorTerms": [{"matchFields": [field]}]}
    affinity = {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": required}}
    (term,) = required_terms({"affinity": affinity}) or ()
    assert term.why == "matchFields takes exactly one value"
    assert not term.matches({}, "n")


def test_an_unknown_operator_of_a_label_selector_holds_for_nothing() -> None:
    for operator in ("Gt", "Exist", "A", ""):
        assert not matches({"matchExpressions": [{"key": "a", "operator": operator}]}, {"b": "x"})


SUFFIXES = {"n": -9, "u": -6, "m": -3, "": 0, "e3": 3, "E-2": -2}
SUFFIXES |= {suffix: 3 * power for power, suffix in enumerate("kMGTPE", 1)}
BINARY = {f"{suffix}i": 2 ** (10 * power) for power, suffix in enumerate("KMGTPE", 1)}


@FIXED
@given(
    st.decimals(min_value=0, max_value=10**6, places=4),
    st.sampled_from(sorted({*SUFFIXES, *BINARY})),
    st.sampled_from(["cpu", "memory"]),
)
def test_an_amount_is_the_decimal_times_its_suffix_rounded_up(
    number: Decimal, suffix: str, resource: str
) -> None:
    with localcontext(prec=60):
        factor = Decimal(BINARY[suffix]) if suffix in BINARY else Decimal(10) ** SUFFIXES[suffix]
        value = (number * factor).quantize(Decimal("1e-9"), ROUND_UP)  # the server's precision
        assume(value < 2**63)  # what is more is cut off, by a rule of its own
        counted = value * 1000 if resource == "cpu" else value
        expected = int(counted.to_integral_value(ROUND_UP))
    assert amount(resource, f"{number:f}{suffix}") == expected


@FIXED
@given(st.sampled_from(["cpu", "memory", "pods", "hugepages-2Mi"]), st.integers(0, 2**50))
def test_an_exact_amount_is_read_back_as_itself(resource: str, number: int) -> None:
    assert amount(resource, exact(resource, number)) == number


@pytest.mark.parametrize(
    "number, people, precise",
    [
        (0, "0", "0"),
        (1023, "1023", "1023"),
        (1024, "1Ki", "1Ki"),
        (1536, "1.5Ki", "1536"),
        (10 << 20, "10Mi", "10Mi"),
        ((10 << 20) + 1, "10Mi", "10485761"),
        (3 << 30, "3Gi", "3Gi"),
        ((3 << 30) + (1 << 29), "3.5Gi", "3584Mi"),
    ],
)
def test_bytes_as_people_write_them_and_as_they_are(number: int, people: str, precise: str) -> None:
    assert shown("memory", number) == people
    assert exact("memory", number) == precise
    assert shown("pods", number) == str(number)
