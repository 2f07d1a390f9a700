"""What an upgrade changes for a manifest, place by place."""

from __future__ import annotations

from typing import Any

import pytest

from dslint.kubernetes.releases.upgrade import ENDS, upgrade_problems
from dslint.kubernetes.validation import judge_each
from dslint.kubernetes.versions import KNOWN, parse_range
from dslint.values.path import field_text
from tests.kubernetes.validation.pods import daemonset


def said(pod: str, versions: str) -> list[tuple[str, str, str | None, str]]:
    problems = upgrade_problems(judge_each(daemonset(pod), parse_range(versions)))
    return [
        (problem.rule, field_text(problem.path), problem.severity, problem.message) for problem in problems
    ]


CASES = [
    ("hostAliases: [{ip: 010.0.0.1}]", "1.35..1.37", "upgrade-refused", "error"),
    ("hostUsers: false", "1.30..1.35", "upgrade-changes", "warning"),
    ("hostnameOverride: a", "1.33..1.34", "upgrade-changes", "warning"),
    ('nodeSelector: {node-role.kubernetes.io/master: ""}', "1.30..1.31", "upgrade-changes", "warning"),
    ("dnsConfig: {searches: [a_b]}", "1.32..1.33", "upgrade-changes", "info"),
    ("workloadRef: {name: a, podGroup: b}", "1.35..1.36", "upgrade-refused", "error"),
]
MESSAGES = """\
from Kubernetes 1.36, the API server rejects this: `ip: 010.0.0.1` has a number with leading zeros
from Kubernetes 1.33, `hostUsers` takes effect; until then the API server silently drops it
from Kubernetes 1.34, the API server no longer rejects this, but silently drops it: `hostnameOverride` needs
from Kubernetes 1.31, the API server warns about this: the label `node-role.kubernetes.io/master` has been
from Kubernetes 1.33, the API server accepts this; until then: before Kubernetes 1.33, `a_b` is not a valid
from Kubernetes 1.36, the API server rejects this: `spec.template.spec` has no field `workloadRef`; Kubernetes
""".splitlines()


@pytest.mark.parametrize("case,message", list(zip(CASES, MESSAGES, strict=True)))
def test_a_change_is_said_once_with_its_version(case: tuple[str, str, str, str], message: str) -> None:
    pod, versions, rule, severity = case
    ((found_rule, _, found_severity, found),) = said(pod, versions)
    assert (found_rule, found_severity) == (rule, severity)
    assert found.startswith(message)


def test_a_place_can_change_more_than_once() -> None:
    messages = [message for *_, message in said("workloadRef: {name: a, podGroup: b}", "1.34..1.37")]
    assert [message.split(",")[0] for message in messages] == ["from Kubernetes 1.35", "from Kubernetes 1.36"]


@pytest.mark.parametrize("pod", ["{}", "volumes: [{name: v, emptyDir: {}}]", "priority: high"])
def test_nothing_changes_for_what_all_versions_treat_alike(pod: str) -> None:
    assert said(pod, "..") == []


def test_a_change_of_an_object_hides_those_inside_it() -> None:
    places = [place for _, place, _, _ in said("resources: {claims: [{name: a}]}", "1.31..1.32")]
    assert places == ["spec.template.spec.resources"]


def test_a_field_that_takes_effect_restarts_the_pods() -> None:
    (problem,) = upgrade_problems(judge_each(daemonset("hostUsers: false"), parse_range("1.32..1.33")))
    assert (
        problem.result
        == "The first apply after the upgrade changes the pod template, so every pod is replaced."
    )
    assert problem.write == "nothing, if the pods are meant to have it; otherwise no hostUsers"


@pytest.mark.parametrize("kind,version", sorted(ENDS.items()))
def test_a_volume_type_that_ends_on_the_way_is_named(kind: str, version: str) -> None:
    manifest: dict[str, Any] = daemonset("volumes: [{name: v}]")
    manifest["spec"]["template"]["spec"]["volumes"][0][kind] = {}
    messages = [problem.message for problem in upgrade_problems(judge_each(manifest, KNOWN))]
    ends = f"from Kubernetes {version}, volumes of type `{kind}` no longer work"
    assert (ends in messages) == (version in KNOWN[1:])
