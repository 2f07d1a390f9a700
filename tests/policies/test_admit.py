"""`dslint.admit`: what policies deny, warn of and leave undecided, and where it is shown."""

from __future__ import annotations

from typing import Any

import pytest

import dslint

AGENT = """\
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: agent
  namespace: team-a
  labels:
    team: a
spec:
  selector:
    matchLabels:
      app: agent
  template:
    metadata:
      labels:
        app: agent
    spec:
      hostNetwork: false
      containers:
        - name: agent
          image: example.com/agent:1.4.2
        - name: helper
          image: docker.io/helper
          resources:
            limits:
              memory: 1000Mi
"""


def policies(spec: str, binding: str = "validationActions: [Deny]", rules: str = "") -> str:
    return f"""\
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: p
spec:
  matchConstraints:
    resourceRules:
      - apiGroups: [apps]
        apiVersions: [v1]
        operations: [CREATE, UPDATE]
        resources: [daemonsets]
{rules}
{_indented(spec)}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: b
spec:
  policyName: p
{_indented(binding)}
"""


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" for line in text.strip().splitlines())


def validation(expression: str, **more: str) -> str:
    lines = [f"validations:\n  - expression: {expression!r}"]
    return "\n".join([*lines, *(f"    {key}: {value!r}" for key, value in more.items())])


def said(expression: str, **options: Any) -> str:
    """What is left of the server's answer behind its fixed words; empty when it accepts."""
    admission = dslint.admit(AGENT, policies(validation(expression)), **options)
    return admission.message.partition("denied request: ")[2]


def test_the_answer_is_the_servers() -> None:
    admission = dslint.admit(
        AGENT, policies(validation("object.metadata.name == 'other'", message=" wrong name "))
    )
    assert admission.denied
    assert admission.message == (
        "daemonsets.apps \"agent\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' "
        "denied request: wrong name"
    )
    assert admission.warnings == ()
    assert admission.undecided == ()


def test_a_finding_points_at_the_field_and_at_the_expression() -> None:
    text = policies(
        validation("object.spec.template.spec.containers.all(c, c.image.startsWith('example.com/'))")
    )
    (finding,) = dslint.admit(AGENT, text).report.findings
    assert (finding.rule, finding.severity, finding.source) == ("admission-policy", "error", "policy")
    assert finding.field == "spec.template.spec.containers[1].image"
    assert finding.span is not None
    assert finding.span[:2] == (22, 18)
    assert finding.result.startswith('The API server answers: daemonsets.apps "agent" is forbidden')
    (related,) = finding.related
    assert (related.file, related.message) == ("<policies>", "ValidatingAdmissionPolicy p, bound by b")
    assert related.span is not None
    assert related.span.line == 14


@pytest.mark.parametrize(
    "expression, field",
    [
        ("has(object.spec.template.spec.priorityClassName)", "spec.template.spec.priorityClassName"),
        ("object.metadata.labels.team == 'b'", "metadata.labels[team]"),
        ("'x' in object.metadata.labels", "metadata.labels"),
        ("object.metadata.name == 'agent' && object.spec.minReadySeconds > 5", "spec.minReadySeconds"),
        ("object.spec.template.spec.containers[1].resources.limits.memory == '1Gi'",
         "spec.template.spec.containers[1].resources.limits[memory]"),
        ("object.spec.template.spec.containers.all(c, has(c.resources.requests) || c.name == 'x')",
         "spec.template.spec.containers[0].resources.requests"),
        ("object.spec.?paused.orValue(false) == true", "spec.paused"),
        ("1 == 2", "metadata.name"),
    ],
)  # fmt: skip
def test_the_field_that_decides(expression: str, field: str) -> None:
    findings = dslint.admit(AGENT, policies(validation(expression))).report.findings
    (finding,) = [each for each in findings if each.rule == "admission-policy"]
    assert finding.field == field


@pytest.mark.parametrize(
    "expression, message",
    [
        ("object.spec.nope == 1", "expression 'object.spec.nope == 1' resulted in error: no such key: nope"),
        # What Go's types leave out is not there for a policy either.
        (
            "has(object.spec.template.spec.hostNetwork)",
            "failed expression: has(object.spec.template.spec.hostNetwork)",
        ),
        ("object.spec.template.spec.containers.all(c, has(c.resources))", ""),
        ("object.spec.template.spec.dnsPolicy == 'ClusterFirst'", ""),
        ("object.spec.template.spec.containers[1].resources.limits.memory == '1000Mi'", ""),
        ("has(object.status) && object.status.numberReady == 0", ""),
        ("request.operation == 'CREATE' && oldObject == null && request.namespace == 'team-a'", ""),
        ("request.kind.kind == 'DaemonSet' && request.resource.resource == 'daemonsets'", ""),
    ],
)
def test_what_a_policy_sees(expression: str, message: str) -> None:
    assert said(expression) == message


def test_an_update_sees_the_old_object() -> None:
    old = AGENT.replace("example.com/agent:1.4.2", "example.com/agent:1.0.0")
    expression = (
        "request.operation == 'UPDATE' && object.spec.template.spec.containers[0].image == "
        "oldObject.spec.template.spec.containers[0].image"
    )
    assert said(expression, old_text=old) == f"failed expression: {expression}"
    assert said(expression, old_text=AGENT) == ""


def test_warnings_and_audit_do_not_deny() -> None:
    text = policies(validation("false", message="never"), "validationActions: [Warn, Audit]")
    admission = dslint.admit(AGENT, text)
    assert not admission.denied
    assert admission.message == ""
    assert admission.warnings == (
        "Validation failed for ValidatingAdmissionPolicy 'p' with binding 'b': never",
    )
    assert [finding.severity for finding in admission.report.findings] == ["warning"]


@pytest.mark.parametrize(
    "more, message",
    [
        ({"message": "m", "messageExpression": "'name is ' + object.metadata.name"}, "name is agent"),
        ({"message": "m", "messageExpression": "' '"}, "m"),
        ({"message": "m", "messageExpression": "string(object.spec.nope)"}, "m"),
        ({"messageExpression": "'a\\nb'"}, "failed expression: false"),
    ],
)
def test_messages(more: dict[str, str], message: str) -> None:
    assert dslint.admit(AGENT, policies(validation("false", **more))).message.endswith(f"request: {message}")


_ALL = "apiGroups: ['*'], apiVersions: ['*'], operations: ['*']"
MATCHING = [
    ("    namespaceSelector: {matchLabels: {env: prod}}", True),
    ("    namespaceSelector: {matchLabels: {env: dev}}", False),
    ("    objectSelector: {matchExpressions: [{key: team, operator: In, values: [a]}]}", True),
    ("    objectSelector: {matchExpressions: [{key: team, operator: DoesNotExist}]}", False),
    (f"    excludeResourceRules: [{{{_ALL}, resources: ['*']}}]", False),
    (f"    excludeResourceRules: [{{{_ALL}, resources: ['*/scale']}}]", True),
    (f"    excludeResourceRules: [{{{_ALL}, resources: [daemonsets], resourceNames: [other]}}]", True),
    (f"    excludeResourceRules: [{{{_ALL}, resources: [pods, '*/status']}}]", True),
]  # fmt: skip


@pytest.mark.parametrize("rules, denied", MATCHING)
def test_matching(rules: str, *, denied: bool) -> None:
    namespace = {"kind": "Namespace", "metadata": {"name": "team-a", "labels": {"env": "prod"}}}
    admission = dslint.admit(AGENT, policies(validation("false"), rules=rules), namespace=namespace)
    assert admission.denied is denied


def test_labels_of_a_namespace_that_is_not_known_leave_it_undecided() -> None:
    text = policies(validation("false"), rules="    namespaceSelector: {matchLabels: {env: prod}}")
    admission = dslint.admit(AGENT, text)
    assert not admission.denied
    assert admission.undecided == (dslint.Undecided("p", "b", "spec.matchConstraints", "namespaceObject"),)
    known = "    namespaceSelector: {matchLabels: {kubernetes.io/metadata.name: team-a}}"
    assert dslint.admit(AGENT, policies(validation("false"), rules=known)).denied


@pytest.mark.parametrize(
    "expression, on",
    [
        ("authorizer.group('apps').resource('daemonsets').check('create').allowed()", "authorizer"),
        ("request.userInfo.username == 'x'", "request.userInfo"),
        ("namespaceObject.metadata.labels.env == 'prod'", "namespaceObject"),
    ],
)
def test_what_nobody_knows_is_not_guessed(expression: str, on: str) -> None:
    admission = dslint.admit(AGENT, policies(validation(expression)))
    assert not admission.denied
    assert admission.undecided == (dslint.Undecided("p", "b", "spec.validations[0].expression", on),)
    (finding,) = admission.report.findings
    assert (finding.rule, finding.severity) == ("policy-undecided", "info")
    assert finding.message == f"policy p cannot be decided: it depends on {on}"


def test_what_decides_without_the_unknown_is_decided() -> None:
    assert said("object.metadata.name == 'other' && request.userInfo.username == 'x'") != ""
    assert said("object.metadata.name == 'agent' || request.userInfo.username == 'x'") == ""


def test_conditions_and_failure_policy() -> None:
    condition = "matchConditions: [{{name: c, expression: {!r}}}]\n"
    assert not dslint.admit(AGENT, policies(condition.format("false") + validation("false"))).denied
    failing = condition.format("object.nope == 1") + validation("false")
    assert dslint.admit(AGENT, policies(failing)).message.endswith(
        "expression 'object.nope == 1' resulted in error: no such key: nope"
    )
    assert not dslint.admit(AGENT, policies("failurePolicy: Ignore\n" + failing)).denied


def test_variables_are_computed_when_they_are_read() -> None:
    variables = (
        "variables:\n"
        "  - {name: bad, expression: object.nope}\n"
        "  - {name: names, expression: 'object.spec.template.spec.containers.map(c, c.name)'}\n"
        "  - {name: count, expression: 'size(variables.names)'}\n"
    )
    assert not dslint.admit(AGENT, policies(variables + validation("variables.count == 2"))).denied
    answer = dslint.admit(AGENT, policies(variables + validation("variables.bad == 1"))).message
    assert answer.endswith(
        'resulted in error: composited variable "bad" fails to evaluate: no such key: nope'
    )


PARAMS = """
---
apiVersion: v1
kind: ConfigMap
metadata: {name: limits, namespace: team-a, labels: {use: "yes"}}
data: {max: "1"}
"""
_KIND = "paramKind: {apiVersion: v1, kind: ConfigMap}\n"
_LIMIT = "size(object.spec.template.spec.containers) <= int(params.data.max)"
_MANY = validation(_LIMIT)
_NOT_FOUND = "no params found for policy binding with `Deny` parameterNotFoundAction"


@pytest.mark.parametrize(
    "reference, message",
    [
        ("name: limits, parameterNotFoundAction: Deny", f"failed expression: {_LIMIT}"),
        ("selector: {matchLabels: {use: 'yes'}}, parameterNotFoundAction: Deny",
         f"failed expression: {_LIMIT}"),
        ("name: other, parameterNotFoundAction: Allow", ""),
        ("name: other, parameterNotFoundAction: Deny", f"failed to configure binding: {_NOT_FOUND}"),
        ("name: limits, namespace: team-b, parameterNotFoundAction: Allow", ""),
    ],
)  # fmt: skip
def test_parameters(reference: str, message: str) -> None:
    text = policies(_KIND + _MANY, f"validationActions: [Deny]\nparamRef: {{{reference}}}") + PARAMS
    assert dslint.admit(AGENT, text).message.partition("denied request: ")[2] == message


@pytest.mark.parametrize(
    "spec, reason, field",
    [
        (validation("object.metadata.name =="), "FieldValueInvalid", "spec.validations[0].expression"),
        (validation("1"), "FieldValueInvalid", "spec.validations[0].expression"),
        (validation("int('x') == 1"), "InternalError", "spec.validations[0].expression"),
        (validation(" "), "FieldValueRequired", "spec.validations[0].expression"),
        (validation("true", messageExpression="1"), "FieldValueInvalid",
         "spec.validations[0].messageExpression"),
        (validation("true") + '\n    message: "a\\nb"', "FieldValueInvalid", "spec.validations[0].message"),
        (validation("true", reason="NotFound"), "FieldValueNotSupported", "spec.validations[0].reason"),
        (validation("variables.x == 1"), "FieldValueInvalid", "spec.validations[0].expression"),
        (validation("params.x == 1"), "FieldValueInvalid", "spec.validations[0].expression"),
        (validation("true") + "\nfailurePolicy: Maybe", "FieldValueNotSupported", "spec.failurePolicy"),
        (validation("true") + "\nvariables: [{name: 1a, expression: 'true'}]", "FieldValueInvalid",
         "spec.variables[0].name"),
        (validation("true") + "\nmatchConditions: [{name: c, expression: '1'}]", "FieldValueInvalid",
         "spec.matchConditions[0].expression"),
        (validation("true") + "\nauditAnnotations: [{key: k, valueExpression: '1'}]", "FieldValueInvalid",
         "spec.auditAnnotations[0].valueExpression"),
    ],
)  # fmt: skip
def test_a_policy_that_the_server_refuses_takes_no_part(spec: str, reason: str, field: str) -> None:
    admission = dslint.admit(AGENT, policies(spec))
    assert not admission.denied
    assert [(finding.reason, finding.field) for finding in admission.invalid["p"]] == [(reason, field)]


def test_a_problem_in_an_expression_is_placed_in_the_policys_file() -> None:
    block = "validations:\n  - expression: |\n      has(object.spec) &&\n        nofunc(object)"
    (finding,) = dslint.admit(AGENT, policies(block)).invalid["p"]
    assert finding.span is not None
    assert (finding.file, finding.span[:2]) == ("<policies>", (16, 17))
    assert (
        finding.message
        == "spec.validations[0].expression: undeclared reference to 'nofunc' (in container '')"
    )


def test_a_binding_that_the_server_refuses_takes_no_part() -> None:
    admission = dslint.admit(AGENT, policies(validation("false"), "validationActions: [Deny, Warn]"))
    assert not admission.denied
    assert [(finding.reason, finding.field) for finding in admission.invalid["b"]] == [
        ("FieldValueInvalid", "spec.validationActions")
    ]


@pytest.mark.parametrize(
    "text", ["", "a: [", "[]", "kind: ValidatingAdmissionPolicy", "\x00", "- 1\n---\n{}"]
)
def test_junk_denies_nothing(text: str) -> None:
    admission = dslint.admit(AGENT, text)
    assert not admission.denied
    assert not dslint.admit(text, policies(validation("false"))).denied


JUNK = ["null", "[]", "1", "{}", "{a: 1}", "'x'", "[1, null, {}]"]


@pytest.mark.parametrize("value", JUNK)
@pytest.mark.parametrize(
    "field",
    ["matchConstraints", "validations", "variables", "matchConditions", "paramKind", "failurePolicy",
     "auditAnnotations"],
)  # fmt: skip
def test_any_type_anywhere_gives_an_answer(field: str, value: str) -> None:
    spec = validation("true") if field != "validations" else ""
    text = policies(f"{spec}\n{field}: {value}")
    assert not dslint.admit(AGENT, text).denied
    binding = "validationActions: [Deny]\n" + f"paramRef: {value}\nmatchResources: {value}\n"
    dslint.admit(AGENT, policies(validation("true"), binding))


def test_a_namespace_must_be_one() -> None:
    with pytest.raises(ValueError, match="namespace must be a Namespace object"):
        dslint.admit(AGENT, "", namespace="kind: Pod")
