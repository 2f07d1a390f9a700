"""MutatingAdmissionPolicies: what they change, what then is judged, and what cannot be applied."""

from __future__ import annotations

import pytest

import dslint
from tests.policies.test_admit import AGENT, policies, validation

_BAD_PATH = "[JSONPatch{op: 'add', path: object.nope, value: 1}]"
_ATOMIC = (
    "Object{spec: Object.spec{template: Object.spec.template{spec: Object.spec.template.spec{"
    "tolerations: [Object.spec.template.spec.tolerations{key: 'x'}]}}}}"
)
_NOT_ATOMIC = "invalid ApplyConfiguration: may not mutate atomic arrays, maps or structs: "
PRIORITY = '[JSONPatch{op: "add", path: "/spec/template/spec/priorityClassName", value: "agents"}]'
TOLERATION = (
    '[JSONPatch{op: "add", path: "/spec/template/spec/tolerations", '
    'value: [{"key": "edge", "operator": "Exists"}]}]'
)
LIMITS = (
    "Object{spec: Object.spec{template: Object.spec.template{spec: Object.spec.template.spec{"
    "containers: object.spec.template.spec.containers.map(c, Object.spec.template.spec.containers{"
    "name: c.name, "
    "resources: Object.spec.template.spec.containers.resources{limits: {'cpu': '1'}}})}}}}"
)


def mutating(expression: str, kind: str = "JSONPatch", more: str = "") -> str:
    field = {"JSONPatch": "jsonPatch", "ApplyConfiguration": "applyConfiguration"}[kind]
    return f"""\
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicy
metadata:
  name: m
spec:
  reinvocationPolicy: Never
{more}
  matchConstraints:
    resourceRules:
      - apiGroups: [apps]
        apiVersions: [v1]
        operations: [CREATE, UPDATE]
        resources: [daemonsets]
  mutations:
    - patchType: {kind}
      {field}:
        expression: >-
          {expression}
---
apiVersion: admissionregistration.k8s.io/v1
kind: MutatingAdmissionPolicyBinding
metadata:
  name: mb
spec:
  policyName: m
---
"""


def changes(text: str) -> list[str]:
    report = dslint.admit(AGENT, text).report
    return [finding.message for finding in report.findings if finding.rule == "policy-mutates"]


@pytest.mark.parametrize(
    "expression, kind, messages",
    [
        (PRIORITY, "JSONPatch", ['policy m sets spec.template.spec.priorityClassName to "agents"']),
        (TOLERATION, "JSONPatch",
         ['policy m sets spec.template.spec.tolerations to [{"key": "edge", "operator": "Exists"}]']),
        ('[JSONPatch{op: "remove", path: "/metadata/labels/" + jsonpatch.escapeKey("team")}]', "JSONPatch",
         ["policy m removes metadata.labels"]),
        ('[JSONPatch{op: "replace", path: "/spec/minReadySeconds", value: 5}]', "JSONPatch", []),
        ("has(object.spec.paused) ? [JSONPatch{op: 'test', path: '/x', value: 1}] : []", "JSONPatch", []),
        ("Object{metadata: Object.metadata{labels: {'env': 'prod'}}}", "ApplyConfiguration",
         ['policy m sets metadata.labels.env to "prod"']),
        (LIMITS, "ApplyConfiguration",
         ['policy m sets spec.template.spec.containers[0].resources.limits to {"cpu": "1"}',
          'policy m sets spec.template.spec.containers[1].resources.limits.cpu to "1"']),
    ],
)  # fmt: skip
def test_what_is_changed(expression: str, kind: str, messages: list[str]) -> None:
    assert changes(mutating(expression, kind)) == messages


def test_validating_policies_see_what_the_mutating_ones_made() -> None:
    text = mutating(PRIORITY) + policies(
        validation("object.spec.template.spec.priorityClassName != 'agents'")
    )
    assert dslint.admit(AGENT, text).message.endswith(
        "failed expression: object.spec.template.spec.priorityClassName != 'agents'"
    )
    assert (
        dslint.admit(AGENT, policies(validation("!has(object.spec.template.spec.priorityClassName)"))).message
        == ""
    )


@pytest.mark.parametrize(
    "expression, kind, message",
    [
        ("[JSONPatch{op: 'replace', path: '/spec/nope', value: 1}]", "JSONPatch",
         "doc is missing path: /spec/nope: missing value"),
        ("[JSONPatch{op: 'test', path: '/kind', value: 'Pod'}]", "JSONPatch", "testing value /kind failed"),
        (_BAD_PATH, "JSONPatch", f"expression '{_BAD_PATH}' resulted in error: no such key: nope"),
        (_ATOMIC, "ApplyConfiguration", f"{_NOT_ATOMIC}.spec.template.spec.tolerations"),
        ("Object{spec: Object.spec.template{}}", "ApplyConfiguration",
         "unexpected type name 'Object.spec.template', expected 'Object.spec'"),
        ("Object{spec: Object.spec{nope: 1}}", "ApplyConfiguration",
         ".spec.nope: field not declared in schema"),
    ],
)  # fmt: skip
def test_what_cannot_be_applied_denies(expression: str, kind: str, message: str) -> None:
    admission = dslint.admit(AGENT, mutating(expression, kind))
    assert admission.message.partition("denied request: ")[2] == message
    assert not dslint.admit(AGENT, mutating(expression, kind, "  failurePolicy: Ignore")).denied


@pytest.mark.parametrize(
    "expression, kind, field",
    [
        ("1", "JSONPatch", "spec.mutations[0].jsonPatch.expression"),
        ("[]", "JSONPatch", "spec.mutations[0].jsonPatch.expression"),
        ("JSONPatch{operation: 'add'}", "JSONPatch", "spec.mutations[0].jsonPatch.expression"),
        ("object", "ApplyConfiguration", "spec.mutations[0].applyConfiguration.expression"),
    ],
)
def test_what_the_server_refuses_to_store(expression: str, kind: str, field: str) -> None:
    admission = dslint.admit(AGENT, mutating(expression, kind))
    assert [(finding.reason, finding.field) for finding in admission.invalid["m"]] == [
        ("FieldValueInvalid", field)
    ]


def test_what_depends_on_the_user_is_undecided() -> None:
    expression = "request.userInfo.username == 'x' ? [JSONPatch{op: 'remove', path: '/spec'}] : []"
    admission = dslint.admit(AGENT, mutating(expression))
    assert not admission.denied
    assert [undecided.on for undecided in admission.undecided] == ["request.userInfo"]
