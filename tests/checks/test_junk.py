"""No check fails on a manifest, however broken: a value of the wrong type counts as none."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dslint.checks.policy.table import POLICY_CHECKS
from dslint.checks.stream.table import STREAM_CHECKS
from dslint.checks.table import CHECKS
from dslint.linter.rulebook import policy_rules
from tests.checks.policy_samples import SAMPLES
from tests.checks.subjects import daemonset, subject_of

FIELDS = [
    "add",
    "affinity",
    "args",
    "capabilities",
    "claimName",
    "command",
    "configMap",
    "containerPort",
    "containers",
    "defaultMode",
    "drop",
    "effect",
    "emptyDir",
    "env",
    "envFrom",
    "exec",
    "fsGroup",
    "host",
    "hostNetwork",
    "hostPath",
    "hostPort",
    "httpGet",
    "image",
    "initContainers",
    "items",
    "key",
    "kind",
    "labels",
    "lifecycle",
    "limits",
    "livenessProbe",
    "matchExpressions",
    "matchLabels",
    "medium",
    "metadata",
    "mode",
    "mountPath",
    "name",
    "namespace",
    "nodeAffinity",
    "nodeAffinityPolicy",
    "nodeSelector",
    "nodeSelectorTerms",
    "operator",
    "path",
    "podAntiAffinity",
    "port",
    "ports",
    "postStart",
    "preStop",
    "priorityClassName",
    "privileged",
    "projected",
    "protocol",
    "readinessProbe",
    "requiredDuringSchedulingIgnoredDuringExecution",
    "resourceFieldRef",
    "resources",
    "rollingUpdate",
    "runAsNonRoot",
    "runAsUser",
    "secret",
    "securityContext",
    "selector",
    "serviceAccount",
    "serviceAccountName",
    "sources",
    "spec",
    "sysctls",
    "tcpSocket",
    "template",
    "terminationGracePeriodSeconds",
    "tolerationSeconds",
    "tolerations",
    "topologySpreadConstraints",
    "type",
    "updateStrategy",
    "value",
    "valueFrom",
    "values",
    "volumeMounts",
    "volumes",
    "whenUnsatisfiable",
]
WORDS = [
    "",
    "Always",
    "ClusterFirst",
    "DaemonSet",
    "Exists",
    "Gt",
    "In",
    "NoExecute",
    "OnDelete",
    "RollingUpdate",
    "$(A)",
    "400",
    "${A}",
    "sh",
    "sleep 9",
    "x",
]

scalars = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 3), st.floats(allow_nan=False), st.sampled_from(WORDS)
)
junk = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(FIELDS), inner, max_size=4)
    ),
    max_leaves=12,
)


@given(junk, junk, st.lists(junk, max_size=2))
def test_no_check_for_own_rules_fails_on_junk(pod: Any, spec: Any, companions: list[Any]) -> None:
    del companions
    subject = subject_of(daemonset(pod, {"updateStrategy": spec, "selector": spec}))
    for name, (params, _) in SAMPLES.items():
        for hit in POLICY_CHECKS[name](subject, params):
            assert all(isinstance(value, str) for value in hit.values.values())


@given(junk, junk, st.lists(junk, max_size=2))
def test_no_check_fails_on_junk(pod: Any, spec: Any, companions: list[Any]) -> None:
    data = daemonset(pod, {"updateStrategy": spec, "selector": spec})
    others = [other for other in companions if isinstance(other, dict)]
    subject = subject_of(data, *others, daemonset(pod, {"selector": spec}, name="beacon"))
    for rule in policy_rules():
        assert rule.check is not None
        if rule.check in CHECKS:
            for hit in CHECKS[rule.check](subject, rule.params):
                assert rule.message.format_map(hit.values)
        else:
            for found in STREAM_CHECKS[rule.check](subject.companions, rule.params):
                assert rule.message.format_map(found.values)
