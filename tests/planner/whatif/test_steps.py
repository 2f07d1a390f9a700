"""The STEP and WHERE grammar: what is understood, and the place of what is not."""

from __future__ import annotations

import pytest

from dslint.planner.nodes import Node
from dslint.planner.placement.chosen_nodes import chosen_nodes
from dslint.planner.placement.node_sets import Index
from dslint.planner.whatif.steps import FORMS, parse_step
from dslint.planner.where import MisreadError, parse_where

UNDERSTOOD = [
    ("taint:gpu-1:nvidia.com/gpu=present:NoSchedule", ("taint", "nvidia.com/gpu", "present", "NoSchedule")),
    ("taint:pool=gpu:dedicated:NoExecute", ("taint", "dedicated", "", "NoExecute")),
    ("untaint:pool=gpu:dedicated", ("untaint", "dedicated", "", "")),
    ("untaint:pool=gpu:dedicated:PreferNoSchedule", ("untaint", "dedicated", "", "PreferNoSchedule")),
    ("label:n1:example.com/zone=a", ("label", "example.com/zone", "a", "")),
    ("label:n1:node-role.kubernetes.io/edge=", ("label", "node-role.kubernetes.io/edge", "", "")),
    ("unlabel:n1:zone", ("unlabel", "zone", "", "")),
    ("cordon:n1", ("cordon", "", "", "")),
    ("drain:n1", ("drain", "", "", "")),
    ("not-ready:n1", ("not-ready", "", "", "")),
    ("lose:zone=a", ("lose", "", "", "")),
]


@pytest.mark.parametrize("text, want", UNDERSTOOD)
def test_a_step_is_understood(text: str, want: tuple[str, str, str, str]) -> None:
    step = parse_step(text)
    assert (step.action, step.key, step.value, step.effect) == want
    assert step.where is not None
    assert step.where.text == text.split(":")[1]


def test_add_takes_the_rest_as_a_file_name() -> None:
    step = parse_step("add:C:/new nodes.yaml")
    assert (step.action, step.file, step.where) == ("add", "C:/new nodes.yaml", None)


MISREAD = [
    ("tain:n1:k:NoSchedule", 0, "unknown step 'tain' (did you mean taint?); accepted: taint, untaint,"),
    ("taint", 5, "taint needs more; write taint:WHERE:KEY[=VALUE]:EFFECT"),
    ("cordon:", 6, "cordon needs more; write cordon:WHERE"),
    ("taint:n1", 8, "taint needs more; write taint:WHERE:KEY[=VALUE]:EFFECT"),
    (
        "taint:n1:k:NoSchedul",
        11,
        "unknown effect 'NoSchedul' (did you mean NoSchedule?); accepted: NoSchedule,",
    ),
    ("taint:n1:k=v:NoSchedule:x", 23, "taint ends here; write taint:WHERE:KEY[=VALUE]:EFFECT"),
    ("taint:n1:-k=v:NoSchedule", 9, "'-k' is not a key: it must be"),
    ("taint:n1:k=v v:NoSchedule", 11, "'v v' is not a value: it must be"),
    ("taint::k:NoSchedule", 6, "the node is missing here; write a node's name,"),
    ("label:n1:zone", 13, "the label has no value; write label:WHERE:KEY=VALUE"),
    ("unlabel:n1:zone=a", 15, "unlabel takes only the key; write unlabel:WHERE:KEY"),
    ("cordon:node-1-", 7, "'node-1-' is not a name or a label's key: it must be"),
    ("cordon:pool=a b", 7, "'pool=a b' is not a condition on a label; write 'pool in (a, b)'"),
    (
        "cordon:pool=a or pool=b",
        7,
        "'pool=a or pool=b' is not a condition on a label; write 'pool in (a, b",
    ),
    ("cordon:pool=a and zone=b", 7, "'pool=a and zone=b' is not a condition on a label; write pool=a,zone=b"),
    ("cordon:pool in edge", 7, "'pool in edge' is not a condition on a label; write 'pool in (edge)'"),
    (
        "cordon:zone=a,pool not in edge",
        14,
        "'pool not in edge' is not a condition on a label; write 'pool not",
    ),
    ("cordon:not pool", 7, "'not pool' is not a condition on a label; write !pool"),
    ("cordon:pool=>3", 7, "'pool=>3' is not a condition on a label; write pool>3"),
    ("cordon:pool=a,", 14, "a label is missing here; write a node's name,"),
    ("lose:pool=edge,zone=-a", 20, "'-a' is not a label's value: it must be"),
]


@pytest.mark.parametrize("text, column, message", MISREAD)
def test_a_fault_names_its_place_and_what_is_accepted(text: str, column: int, message: str) -> None:
    with pytest.raises(MisreadError) as raised:
        parse_step(text)
    assert raised.value.message.startswith(message)
    assert raised.value.column == column


def test_a_fault_is_shown_under_the_step() -> None:
    with pytest.raises(MisreadError) as raised:
        parse_step("cordon:node-1-")
    assert raised.value.shown("cordon:node-1-").splitlines()[1:] == ["  cordon:node-1-", "         ^"]


def test_every_form_is_accepted_as_documented() -> None:
    for form in FORMS.values():
        text = form.replace("[", "").replace("]", "").replace("EFFECT", "NoSchedule")
        text = text.replace("WHERE", "n1").replace("POOL:N", "general:3")
        assert parse_step(text.replace("KEY", "key").replace("VALUE", "value")).text


LABELS = {"pool": "edge", "zone": "a", "node-role.kubernetes.io/edge": "", "cores": "16", "ssd": "yes"}
MEANT = [
    ("n1", True),
    ("gpu", True),
    ("n2", False),
    ("every node", True),
    ("pool=edge", True),
    ("pool==edge", True),
    ("pool=edge,zone=b", False),
    ("pool!=edge", False),
    ("disk!=ssd", True),
    ("node-role.kubernetes.io/edge=", True),
    ("zone in (a, b)", True),
    ("zone notin (a,b),pool=edge", False),
    ("!disk,pool", True),
    ("!pool", False),
    ("node-role.kubernetes.io/edge", True),
    ("node-role.kubernetes.io/worker", False),
    ("ssd", True),
    ("cores>8", True),
    ("cores < 16", False),
    ("zone in (b, )", False),
    ("zone notin ()", True),
]


@pytest.mark.parametrize("text, meant", MEANT)
def test_where_means_the_nodes_that_kubectl_would_list(text: str, meant: bool) -> None:  # noqa: FBT001
    nodes = (Node("n1", LABELS, pool="gpu"),)
    assert chosen_nodes(parse_where(text), Index(nodes)) == int(meant)
