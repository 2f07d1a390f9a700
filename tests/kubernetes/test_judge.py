"""Judging holds together: no input crashes it, places are those of the text, follow-ups are left out."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dslint.kubernetes.fields import ROOT, table
from dslint.kubernetes.update import judge_update
from dslint.kubernetes.validation import judge
from dslint.kubernetes.versions import KNOWN, NEWEST
from dslint.values.path import FieldPath, field_text
from dslint.values.problem import Problem
from tests.kubernetes.server_rules import SERVER_RULES
from tests.kubernetes.test_decode import values
from tests.kubernetes.validation.pods import daemonset

JUNK = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=5)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.sampled_from(KNOWN), st.one_of(values(ROOT), JUNK), st.one_of(values("PodSpec"), JUNK))
def test_nothing_that_json_can_hold_crashes_it(version: str, whole: Any, pod: Any) -> None:
    inside = daemonset("{}")
    inside["spec"]["template"]["spec"] = pod
    for data in (whole, inside):
        for problem in judge(data, version).problems:
            assert problem.rule in SERVER_RULES
            assert problem.message
            assert not isinstance(data, dict) or leads_somewhere(problem, data)
    judge_update(whole, inside, version)


def leads_somewhere(problem: Problem, data: Any) -> bool:
    """Whether a place is written, or at least the object or list it should be in could have been."""
    value: Any = data
    for step in problem.path:
        if isinstance(step, int):
            if not isinstance(value, list) or step >= len(value):
                return False
            value = value[step]
        elif isinstance(value, dict):
            value = value.get(str(step))
        else:
            return value is None
    return True


@pytest.mark.parametrize(
    "pod,lost",
    [
        ("containers: 5", "containers"),
        ("containers: [{name: c, image: i, volumeMounts: [{name: 1, mountPath: /a}]}]", "volumeMounts"),
        ("restartPolicy: 1", "restartPolicy"),
    ],
)
def test_what_follows_from_a_value_that_was_not_read_is_left_out(pod: str, lost: str) -> None:
    (problem,) = judge(daemonset(pod), NEWEST).problems
    assert problem.source == "decode"
    assert lost in problem.path


def test_a_decode_error_hides_nothing_else() -> None:
    manifest = daemonset("{hostNetwork: 5, tolerations: [{key: a b}]}")
    found = [(problem.source, field_text(problem.path)) for problem in judge(manifest, NEWEST).problems]
    assert found == [
        ("decode", "spec.template.spec.hostNetwork"),
        ("api", "spec.template.spec.tolerations[0].key"),
    ]


def test_places_are_those_of_the_text_where_the_server_counts_otherwise() -> None:
    pod = "{volumes: [{name: gone, image: {reference: r}}, {name: Bad}, {name: gone, emptyDir: {}}]}"
    problem = next(problem for problem in judge(daemonset(pod), "1.34").problems if problem.source == "api")
    path: FieldPath = ("spec", "template", "spec", "volumes", 1, "name")
    assert (problem.path, problem.field) == (path, "spec.template.spec.volumes[0].name")


def test_the_stored_manifest_has_what_was_filled_in_and_not_what_was_dropped() -> None:
    stored = judge(
        daemonset("{evictionResponders: [{name: a}], zebra: 1, hostNetwork: yes please}"), NEWEST
    ).manifest
    pod = stored["spec"]["template"]["spec"]
    assert pod["restartPolicy"] == "Always"
    assert pod.keys() <= table(NEWEST)["PodSpec"].keys()
    assert not pod.keys() & {"evictionResponders", "hostNetwork"}
