"""Every rule id that a problem of this package can carry, with what it is about.

The ids of the faults that authors meet most have a page of their own; the others are groups, one
for each part of the API. The texts live in `rules/<id>.yaml`.
"""

from __future__ import annotations

RULE_IDS: dict[str, str] = {
    # Reading the manifest
    "wrong-type": "a value has a type the API does not take (decode)",
    "unquoted-string": "a bare word or number where the API wants a string (decode)",
    "api-version": "apiVersion or kind missing or not a DaemonSet's (decode)",
    "removed-api-version": "an API version that is no longer served (decode)",
    "template-generation": "the annotation deprecated.daemonset.template.generation is no number (decode)",
    "unknown-field": "a field this version does not have (strict)",
    "replicas-set": "spec.replicas, which a DaemonSet does not have (strict)",
    "field-dropped": "a field whose feature gate is shut: taken and silently dropped (policy)",
    # The object
    "missing-name": "no metadata.name",
    "object-metadata": "name, namespace, labels, annotations, owners, finalizers of the object",
    "selector-missing": "no spec.selector",
    "selector-empty": "spec.selector selects everything",
    "selector-mismatch": "the template's labels do not satisfy the selector",
    "selector-invalid": "spec.selector has a bad key, operator or value",
    "selector-changed": "an update changes the immutable selector",
    "immutable-metadata": "an update changes what identifies the object",
    "daemonset-fields": "minReadySeconds, revisionHistoryLimit",
    "update-strategy": "spec.updateStrategy: type, maxUnavailable, maxSurge",
    "update-budget-zero": "maxUnavailable and maxSurge are both 0",
    "surge-with-unavailable": "maxSurge and maxUnavailable are both set",
    # The pod template
    "template-metadata": "labels and annotations of the template",
    "restart-policy-not-always": "restartPolicy other than Always",
    "active-deadline-set": "activeDeadlineSeconds in a DaemonSet",
    "pod-fields": "single fields of the pod spec",
    "pod-security-context": "spec.template.spec.securityContext and host namespaces",
    "pod-os": "fields that do not fit spec.template.spec.os",
    "pod-dns": "dnsPolicy, dnsConfig, hostAliases, hostname",
    "ephemeral-containers": "ephemeral containers in a template",
    "resource-claims": "claims of dynamic resources",
    "scheduling-gates": "schedulingGates, readinessGates",
    # Scheduling
    "toleration-invalid": "a toleration the API refuses",
    "node-selector": "spec.template.spec.nodeSelector",
    "node-affinity": "node affinity",
    "node-selector-terms-empty": "required node affinity without terms",
    "pod-affinity": "pod affinity and anti-affinity",
    "topology-spread": "topologySpreadConstraints",
    # Volumes
    "volume-name": "name of a volume: missing, malformed, used twice",
    "volume-source": "what a volume is made from",
    "volume-mount": "volumeMounts and volumeDevices of a container",
    # Containers
    "container-missing": "no containers",
    "container-name": "name of a container: missing, malformed, used twice",
    "container-image": "image and imagePullPolicy",
    "container-fields": "other single fields of a container",
    "container-ports": "ports of containers",
    "host-port-mismatch": "hostPort that differs from containerPort under hostNetwork",
    "container-env": "env and envFrom",
    "container-lifecycle": "lifecycle hooks",
    "container-restart": "restartPolicy, restartPolicyRules, resizePolicy of a container",
    "probe": "livenessProbe, readinessProbe, startupProbe",
    "container-resources": "requests, limits, overhead, pod-level resources",
    "container-security-context": "securityContext of a container",
    # Accepted with a warning
    "deprecated-node-label": "a label of nodes that Kubernetes has replaced (warning)",
    "deprecated-annotation": "an annotation that no longer works (warning)",
    "deprecated-volume": "a volume type that is gone or going (warning)",
    "overlapping-paths": "two files of one volume at the same path (warning)",
    "fractional-bytes": "a fraction of a byte (warning)",
    "duplicate-entry": "an entry said twice: env, ports, host aliases, pull secrets, owners (warning)",
    "selector-null": "a term without a label selector (warning)",
    "suspicious-value": "another value that the server takes and warns of (warning)",
}
