"""What an API server notes of expressions that do not fit the fields of a DaemonSet."""

from __future__ import annotations

import json

import pytest

from dslint.policies.admission import rulings
from dslint.policies.reading import policy_objects
from dslint.policies.type_check import type_notes
from dslint.policies.values import Refusal
from dslint.reader.stream import read_stream

_POD = "object.spec.template.spec"
FITS = (
    "object.metadata.namespace != 'default'",
    f"{_POD}.containers.all(c, has(c.resources) && 'memory' in c.resources.limits)",
    f"{_POD}.?securityContext.?runAsNonRoot.orValue(false) == true",
    "oldObject == null || object.metadata.labels == oldObject.metadata.labels",
    f"({_POD}.containers + {_POD}.?initContainers.orValue([])).all(c, c.image.startsWith('a/'))",
    f"{_POD}.containers.all(c, !c.?ports.orValue([]).exists(p, p.?hostPort.orValue(0) > 0))",
    f"quantity({_POD}.containers[0].resources.requests['cpu']).isLessThan(quantity('1'))",
    "object.spec.updateStrategy.rollingUpdate.maxUnavailable == '10%'",
    "object.metadata.creationTimestamp == object.metadata.creationTimestamp",
    "dyn(object).anything == 1",
    "has(variables.labels.team)",
)
DOES_NOT_FIT = (
    ("has(object.spec.replicas)", "undefined field 'replicas'", (1, 4)),
    (f"{_POD}.containers.all(c, c.img != '')", "undefined field 'img'", (1, 46)),
    (
        f"{_POD}.hostNetwork == 'no'",
        "found no matching overload for '_==_' applied to '(bool, string)'",
        (1, 39),
    ),
)


def notes(expression: str, resource: str = "daemonsets") -> list[Refusal]:
    rule = {"apiGroups": ["apps"], "apiVersions": ["v1"], "operations": ["*"], "resources": [resource]}
    policy = {
        "apiVersion": "admissionregistration.k8s.io/v1",
        "kind": "ValidatingAdmissionPolicy",
        "metadata": {"name": "p"},
        "spec": {
            "matchConstraints": {"resourceRules": [rule]},
            "variables": [{"name": "labels", "expression": "object.metadata.?labels.orValue({})"}],
            "validations": [{"expression": expression}],
        },
    }
    found = rulings(policy_objects([("p.yaml", read_stream(json.dumps(policy)))]), "1.37")
    assert not found.refused
    return [note for each in found.policies for note in type_notes(each)]


@pytest.mark.parametrize("expression", FITS)
def test_what_fits_is_not_noted(expression: str) -> None:
    assert notes(expression) == []


@pytest.mark.parametrize("expression, message, place", DOES_NOT_FIT)
def test_what_does_not_fit_is_noted(expression: str, message: str, place: tuple[int, int]) -> None:
    (note,) = notes(expression)
    assert note.message == message
    assert note.path == ("spec", "validations", 0, "expression")
    assert (note.line, note.column) == place


def test_only_policies_that_name_daemonsets_are_checked() -> None:
    assert notes("has(object.spec.replicas)", resource="*") == []
