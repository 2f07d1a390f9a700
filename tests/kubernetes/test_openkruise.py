"""OpenKruise's Advanced DaemonSet: its own fields, defaults and refusals, and apps/v1 for the rest."""

from __future__ import annotations

from typing import Any

import pytest

from dslint.kubernetes.update import judge_update
from dslint.kubernetes.validation import judge
from dslint.kubernetes.versions import NEWEST
from dslint.values.path import field_text
from tests.kubernetes.validation.pods import daemonset

V1BETA1 = "apps.kruise.io/v1beta1"


def advanced(version: str = V1BETA1, pod: str = "{}", **spec: Any) -> dict[str, Any]:
    manifest = daemonset(pod)
    manifest["apiVersion"] = version
    manifest["spec"].update(spec)
    return manifest


def rolling(**fields: Any) -> dict[str, Any]:
    return {"type": "RollingUpdate", "rollingUpdate": fields}


def said(manifest: dict[str, Any]) -> list[tuple[str, str | None, str]]:
    return [
        (problem.source, problem.reason, problem.field or field_text(problem.path))
        for problem in judge(manifest, NEWEST).problems
    ]


FINE = [
    advanced(),
    advanced("apps.kruise.io/v1alpha1", updateStrategy=rolling(rollingUpdateType="Surging")),
    advanced(burstReplicas="10%", scaleStrategy={"partitionedScaling": True}, lifecycle={"preDelete": {}}),
    advanced(lifecycle={"preDelete": {"labelsHandler": {"a": "b"}, "markPodNotReady": True}}),
    advanced(updateStrategy={"type": "RollingUpdate"}),
    advanced(updateStrategy=rolling(maxSurge=1)),
    advanced(updateStrategy=rolling(partition="50%", paused=True, selector={"matchLabels": {"a": "b"}})),
]


@pytest.mark.parametrize("manifest", FINE)
def test_what_openkruise_takes_is_fine(manifest: dict[str, Any]) -> None:
    assert said(manifest) == []


ROLLING = "spec.updateStrategy.rollingUpdate"
REFUSED = [
    (advanced("apps.kruise.io/v1"), ("decode", None, "apiVersion")),
    (
        advanced(lifecycle={"inPlaceUpdate": {}}),
        ("api", "FieldValueForbidden", "spec.lifecycle.inPlaceUpdate"),
    ),
    (advanced(size=3), ("strict", "unknown", "spec.size")),
    (advanced(burstReplicas=[]), ("decode", None, "spec.burstReplicas")),
    (
        advanced(updateStrategy={"type": "Rolling"}),
        ("api", "FieldValueNotSupported", "spec.updateStrategy"),
    ),
    (
        advanced(updateStrategy=rolling(rollingUpdateType="Surging")),
        ("api", "FieldValueNotSupported", f"{ROLLING}.rollingUpdate.type"),
    ),
    (
        advanced(updateStrategy=rolling(rollingUpdateType="InPlaceIfPossible", maxSurge=1)),
        ("api", "FieldValueRequired", f"{ROLLING}.maxSurge"),
    ),
    (
        advanced(updateStrategy=rolling(partition=-1)),
        ("api", "FieldValueInvalid", f"{ROLLING}.rollingUpdate.partition"),
    ),
    (
        advanced(updateStrategy=rolling(partition="101%")),
        ("api", "FieldValueInvalid", f"{ROLLING}.rollingUpdate.partition"),
    ),
    (
        advanced(updateStrategy=rolling(maxUnavailable=1, maxSurge=1)),
        ("api", "FieldValueInvalid", f"{ROLLING}.maxSurge"),
    ),
    (
        advanced(updateStrategy=rolling(maxUnavailable=0)),
        ("api", "FieldValueRequired", f"{ROLLING}.maxUnavailable"),
    ),
    (advanced(lifecycle={"preStart": {}}), ("strict", "unknown", "spec.lifecycle.preStart")),
    (
        advanced(lifecycle={"preDelete": {"labels": {}}}),
        ("strict", "unknown", "spec.lifecycle.preDelete.labels"),
    ),
    (
        advanced(lifecycle={"preDelete": {"finalizersHandler": "a"}}),
        ("decode", None, "spec.lifecycle.preDelete.finalizersHandler"),
    ),
    (advanced(scaleStrategy={"partition": 1}), ("strict", "unknown", "spec.scaleStrategy.partition")),
    (
        advanced(scaleStrategy={"partitionedScaling": "yes"}),
        ("decode", None, "spec.scaleStrategy.partitionedScaling"),
    ),
    (
        advanced("apps.kruise.io/v1alpha1", scaleStrategy={"partitionedScaling": True}),
        ("strict", "unknown", "spec.scaleStrategy"),
    ),
    (
        advanced(pod="restartPolicy: Never"),
        ("api", "FieldValueNotSupported", "spec.template.spec.restartPolicy"),
    ),
]


@pytest.mark.parametrize("manifest,expected", REFUSED)
def test_what_it_refuses_is_found(manifest: dict[str, Any], expected: tuple[str, str | None, str]) -> None:
    assert said(manifest) == [expected]


def test_an_update_with_surge_leaves_no_pod_unavailable() -> None:
    strategy = rolling(rollingUpdateType="Surging", maxUnavailable=1)
    assert said(advanced("apps.kruise.io/v1alpha1", updateStrategy=strategy)) == [
        ("api", "FieldValueInvalid", f"{ROLLING}.maxSurge"),
        ("api", "FieldValueRequired", f"{ROLLING}.maxUnavailable"),
    ]


def test_an_unknown_field_of_the_template_is_only_kept() -> None:
    (problem,) = judge(advanced(pod="colour: red"), NEWEST).problems
    assert (problem.source, problem.severity) == ("policy", "warning")
    assert problem.result == "OpenKruise keeps the field in the template and never reads it."


def test_what_is_stored_has_its_defaults_and_fields() -> None:
    stored = judge(advanced(updateStrategy=rolling(partition=2)), NEWEST).manifest
    assert stored["apiVersion"] == V1BETA1
    assert stored["spec"]["burstReplicas"] == 250
    assert stored["spec"]["updateStrategy"]["rollingUpdate"] == {
        "maxUnavailable": 1,
        "maxSurge": 0,
        "rollingUpdateType": "Standard",
        "partition": 2,
    }


def test_a_surge_alone_leaves_no_budget_for_pods_that_are_down() -> None:
    stored = judge(advanced(updateStrategy=rolling(maxSurge=1)), NEWEST).manifest
    budgets = stored["spec"]["updateStrategy"]["rollingUpdate"]
    assert (budgets["maxUnavailable"], budgets["maxSurge"]) == (0, 1)


def test_an_update_is_judged_by_the_rules_of_openkruise() -> None:
    """The selector stays, whoever asks; added fields are judged as they are when it is created."""
    old = advanced()
    labels = old["spec"]["template"]["metadata"]["labels"] = {"app": "agent", "tier": "node"}
    old["spec"]["selector"] = {"matchLabels": {"app": "agent"}}
    other = advanced(template=old["spec"]["template"], selector={"matchLabels": labels})
    (problem,) = judge_update(old, other, NEWEST).problems
    assert (problem.reason, problem.field, problem.path) == (
        "FieldValueForbidden",
        "spec",
        ("spec", "selector"),
    )
    (problem,) = judge_update(
        old, {**old, "spec": {**old["spec"], "updateStrategy": rolling(partition=-1)}}, NEWEST
    ).problems
    assert (problem.reason, problem.message) == (
        "FieldValueInvalid",
        "`partition: -1` must not be negative",
    )
