"""Requirements and tolerations as messages write them."""

from __future__ import annotations

import pytest

from dslint.kubernetes.affinity import Requirement
from dslint.kubernetes.requirement_text import (
    expression_text,
    nodes_text,
    requirement_text,
    toleration_sentence,
    toleration_text,
    wanted_text,
)
from dslint.kubernetes.taints import Toleration

SAID = [
    ({"key": "gpu", "value": "a100", "effect": "NoSchedule"}, "gpu=a100:NoSchedule"),
    ({"key": "gpu", "operator": "Exists", "effect": "NoExecute"}, "gpu:NoExecute"),
    ({"key": "gpu", "operator": "Exists"}, "gpu"),
    ({"operator": "Exists"}, "every taint"),
    ({"operator": "Exists", "effect": "NoSchedule"}, "every taint:NoSchedule"),
    ({"key": "memory", "operator": "Gt", "value": "5"}, "memory Gt 5"),
]


@pytest.mark.parametrize("toleration,text", SAID)
def test_is_said_like_a_taint(toleration: Toleration, text: str) -> None:
    assert toleration_text(toleration) == text


SENTENCES = [
    ({"key": "gpu", "value": "a100"}, "gpu=a100 of any effect"),
    ({"key": "gpu", "effect": "NoSchedule"}, "gpu without a value:NoSchedule"),
    (
        {"operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 300},
        "every taint of effect NoExecute for 300 s",
    ),
]


@pytest.mark.parametrize("toleration,text", SENTENCES)
def test_a_sentence_says_what_is_left_open(toleration: Toleration, text: str) -> None:
    assert toleration_sentence(toleration) == text


FORMS = [
    ("In", ("a", "b"), 0, "tier in (a,b)", "wanted a or b", "whose label tier is a or b"),
    ("NotIn", ("",), 0, "tier!=", 'must not be ""', 'whose label tier is not ""'),
    ("Exists", (), 0, "tier", "must exist", "with a label tier"),
    ("DoesNotExist", (), 0, "!tier", "must not exist", "without a label tier"),
    ("Gt", ("5",), 5, "tier>5", "must be greater than 5", "whose label tier is above 5"),
    ("Lt", ("5",), 5, "tier<5", "must be less than 5", "whose label tier is below 5"),
]


@pytest.mark.parametrize("operator,values,bound,selector,wanted,nodes", FORMS)
def test_a_requirement_has_three_forms(
    operator: str, values: tuple[str, ...], bound: int, selector: str, wanted: str, nodes: str
) -> None:
    requirement = Requirement("tier", operator, values, (), bound)
    assert requirement_text(requirement) == selector
    assert wanted_text(requirement) == wanted
    assert nodes_text(requirement) == nodes


def test_the_name_of_a_node_is_not_a_label() -> None:
    path = ("affinity", "nodeAffinity", "matchFields", 0)
    assert nodes_text(Requirement("metadata.name", "In", ("a",), path)) == "whose name is a"


def test_an_unknown_operator_is_shown_as_it_is() -> None:
    assert expression_text({"key": "a", "operator": "Near", "values": ["b"]}) == "a Near b"
