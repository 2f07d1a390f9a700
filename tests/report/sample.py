"""One report with every kind of finding, for the golden files."""

from __future__ import annotations

from dslint.values.finding import (
    Edit,
    Finding,
    Fix,
    ObjectName,
    RelatedPlace,
    Report,
    Skipped,
    Suppressed,
)
from dslint.values.span import Span

TEXT = """\
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: log-agent
  namespace: kube-system
spec:
  selector:
    matchLabels:
      app: log-agent
  template:
    metadata:
      labels:
        app: logagent
    spec:
      tolerations:
      - operator: Exists
      名前: 値  # wide characters
"""
NAME = ObjectName("apps/v1", "DaemonSet", "kube-system", "log-agent")

MISMATCH = Finding(
    rule="selector-mismatch",
    severity="error",
    message="the pods do not carry app=log-agent",
    file="deploy/log-agent.yaml",
    span=Span(13, 14, 13, 22),
    field="spec.template.metadata.labels",
    source="api",
    reason="FieldValueInvalid",
    object=NAME,
    related=(RelatedPlace("deploy/log-agent.yaml", Span(9, 12, 9, 21), "the selector requires this"),),
    fix=Fix("write app: log-agent", (Edit(198, 206, "log-agent"),), safe=False),
    write="app: log-agent",
    versions=("1.36", "1.37"),
    note="the pods have this",
)
TOLERATES = Finding(
    rule="tolerates-everything",
    severity="warning",
    message="`operator: Exists` without a key tolerates every taint",
    file="deploy/log-agent.yaml",
    span=Span(16, 9, 16, 25),
    field="spec.template.spec.tolerations[0]",
    source="policy",
    reason=None,
    object=NAME,
    result="Pods run on every node: Windows, virtual, draining and broken ones included, 100 % of them, "
    "whatever a taint there is meant to keep away.",
    write="- key: node-role.kubernetes.io/control-plane\n  operator: Exists\n  effect: NoSchedule",
)
WIDE = Finding(
    rule="unknown-field",
    severity="error",
    message="there is no field 名前",
    file="deploy/log-agent.yaml",
    span=Span(17, 7, 17, 9),
    field="spec.template.spec.名前",
    source="strict",
    reason="unknown",
    object=NAME,
    versions=("1.37",),
    origin="agent/templates/ds.yaml",
)
BROKEN = Finding(
    rule="invalid-yaml",
    severity="error",
    message="a quote is never closed",
    file="deploy/a, b: 100%.yaml",
    span=Span(1, 1, 1, 1),
    field=None,
    source="yaml",
    reason=None,
    object=None,
)
HINT = Finding(
    rule="priority-missing",
    severity="info",
    message="no priorityClassName",
    file="deploy/log-agent.yaml",
    span=None,
    field="spec.template.spec.priorityClassName",
    source="policy",
    reason=None,
    object=NAME,
)

REPORT = Report(
    findings=(BROKEN, HINT, MISMATCH, TOLERATES, WIDE),
    suppressed=(Suppressed(TOLERATES._replace(span=Span(3, 1, 3, 9)), "it must run everywhere"),),
    skipped=(
        Skipped(
            "charts/agent/templates/a.yaml", 1, "Helm template", "helm template charts/agent | dslint lint -"
        ),
        Skipped(
            "charts/agent/templates/b.yaml", 1, "Helm template", "helm template charts/agent | dslint lint -"
        ),
    ),
    kubernetes="1.36..1.37",
    files=5,
    daemonsets=3,
    texts=(("deploy/a, b: 100%.yaml", 'a: "\n'), ("deploy/log-agent.yaml", TEXT)),
)
