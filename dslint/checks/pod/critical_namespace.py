"""A system-critical priority class outside kube-system, which some clusters allow by quota only.

Source: the plugin ResourceQuota of the API server with `limitedResources` for these classes, as GKE
configures it: a pod needs a quota whose scope covers its priority class.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.platform import looks_like_openshift
from dslint.checks.podspec import pod_spec
from dslint.checks.stream.companions import neighbours
from dslint.kubernetes.priorities import SYSTEM_CLASSES
from dslint.values.path import POD_SPEC
from dslint.values.typed import Any

_NAMESPACE = re.compile(r"[a-z0-9]([-a-z0-9]*[a-z0-9])?")


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the class if no quota of the stream covers it in the namespace.

    Skip manifests without a namespace, or whose namespace a program fills in. OpenShift does not limit the
    classes.
    """
    priority = pod_spec(subject).get("priorityClassName")
    namespace = subject.name.namespace
    if not isinstance(priority, str) or priority not in SYSTEM_CLASSES or namespace == "kube-system":
        return
    if not _NAMESPACE.fullmatch(namespace):
        return
    for quota in neighbours(subject, "ResourceQuota"):
        from dslint.kubernetes.admission.quota_scopes import covers_priority_class  # noqa: PLC0415 - few streams

        if covers_priority_class(quota.written, priority):
            return
    yield Hit(
        (*POD_SPEC, "priorityClassName"),
        {"priority": priority, "namespace": namespace},
        severity="info" if looks_like_openshift(subject) else None,
    )
