"""A user's rule with check `cel` as a ValidatingAdmissionPolicy and its binding."""

from __future__ import annotations

import json

from dslint.linter.rule import Rule

_ACTIONS = {"error": "Deny", "warning": "Warn", "info": "Audit"}


def policy_of(rule: Rule) -> str:
    """Return the YAML of the policy and its binding; an error becomes Deny, a warning Warn."""
    expression = rule.params["expression"]
    lines = [f"    - expression: {_quoted(expression)}"]
    if rule.message and "{" not in rule.message:
        lines.append(f"      message: {_quoted(rule.message)}")
    if "message-expression" in rule.params:
        lines.append(f"      messageExpression: {_quoted(rule.params['message-expression'])}")
    validations = "\n".join(lines)
    return f"""\
# Made from the rule {rule.id} by `dslint rules export {rule.id}`.
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicy
metadata:
  name: {rule.id}
spec:
  failurePolicy: Fail
  matchConstraints:
    resourceRules:
      - apiGroups: [apps]
        apiVersions: [v1]
        operations: [CREATE, UPDATE]
        resources: [daemonsets]
  validations:
{validations}
---
apiVersion: admissionregistration.k8s.io/v1
kind: ValidatingAdmissionPolicyBinding
metadata:
  name: {rule.id}
spec:
  policyName: {rule.id}
  validationActions: [{_ACTIONS[rule.severity]}]
"""


def _quoted(text: str) -> str:
    """Return a string that YAML reads unchanged, whatever it contains."""
    return json.dumps(text.strip(), ensure_ascii=False)
