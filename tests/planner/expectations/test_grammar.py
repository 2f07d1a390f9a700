"""Expectations: what is understood, and the place of what is not."""

from __future__ import annotations

import pytest

from dslint.planner.expectations.grammar import parse_expectation
from dslint.planner.where import MisreadError

UNDERSTOOD = [
    ("agent desired=12", ("count", "agent", "every node", "desired", "=", 12)),
    ("desired >= 3", ("count", "", "every node", "desired", ">=", 3)),
    ("kube-system/agent pending=0", ("count", "kube-system/agent", "every node", "pending", "=", 0)),
    ("agent runs on pool=edge", ("runs", "agent", "pool=edge", "", "", 0)),
    ("runs on worker-1", ("runs", "", "worker-1", "", "", 0)),
    ("agent never on kubernetes.io/os=windows", ("never", "agent", "kubernetes.io/os=windows", "", "", 0)),
    ("agent fits", ("fits", "agent", "every node", "", "", 0)),
    ("log-* fits on every node", ("fits", "log-*", "every node", "", "", 0)),
    ("agent at most 2.5 % of cpu on pool=edge", ("share", "agent", "pool=edge", "cpu", "<=", 2.5)),
    ("together at most 10% of memory", ("share", "together", "every node", "memory", "<=", 10)),
    ("runs runs on n1", ("runs", "runs", "n1", "", "", 0)),
]


@pytest.mark.parametrize("text, want", UNDERSTOOD)
def test_an_expectation_is_understood(text: str, want: tuple[object, ...]) -> None:
    got = parse_expectation(text)
    assert (got.kind, got.daemonset, got.where.text, got.subject, got.compare, got.number) == want


MISREAD = [
    ("", 0, "the expectation is empty; accepted: desired=12;"),
    ("agent", 5, "the expectation of agent is missing; accepted: desired=12;"),
    ("agent jumps on n1", 6, "the expectation of agent is missing; accepted: desired=12;"),
    ("agent desired=many", 18, "write it like 'desired=12'"),
    ("agent runs pool=edge", 10, "write it like 'runs on pool=edge'"),
    ("agent at most five of cpu", 14, "'five' is not an amount of cpu; expected 5% or 300m"),
    ("agent at most 5% cpu", 8, "write it like 'at most 5% of cpu'"),
    ("exactly one of (agent) on n1", 16, "name two DaemonSets or more, with commas between"),
    ("agent tolerates gpu:NoSchedul", 20, "unknown effect 'NoSchedul' (did you mean NoSchedule?)"),
    ("agent tolerates -gpu", 16, "'-gpu' is not a taint's key: it"),
    ("agent restarts few pods", 14, "write it like 'restarts at most 10 pods'"),
    ("agent requests none", 14, "write it like 'requests set'"),
    ("agent runs on pool=a,zone=-b", 26, "'-b' is not a label's value: it must"),
    ("at most 5% of cpus", 14, "unknown resource 'cpus' (did you mean cpu?); accepted: cpu, memory,"),
    ("never on -node-1", 9, "'-node-1' is not a name or a label's key: it must"),
]


@pytest.mark.parametrize("text, column, message", MISREAD)
def test_a_fault_names_its_place_and_what_is_accepted(text: str, column: int, message: str) -> None:
    with pytest.raises(MisreadError) as raised:
        parse_expectation(text)
    assert raised.value.message.startswith(message)
    assert raised.value.column == column


NAMES = [
    ("fits", "kube-system/agent", True),
    ("agent fits", "kube-system/agent", True),
    ("agent fits", "kube-system/agent-2", False),
    ("agent* fits", "kube-system/agent-2", True),
    ("monitoring/agent fits", "kube-system/agent", False),
    ("*/agent fits", "kube-system/agent", True),
]


@pytest.mark.parametrize("text, daemonset, meant", NAMES)
def test_a_name_means_daemonsets(text: str, daemonset: str, meant: bool) -> None:  # noqa: FBT001
    assert parse_expectation(text).means(daemonset) is meant
