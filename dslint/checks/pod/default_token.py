"""Pods that mount a token of the default service account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import text
from dslint.checks.stream.companions import neighbours
from dslint.values.path import POD_SPEC
from dslint.values.typed import Any


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the field that requests the token, else at the pod spec.

    The pod's setting overrides that of the account. Source: shouldAutomount in
    plugin/pkg/admission/serviceaccount.
    """
    spec = subject.pod_spec
    account = text(spec, ("serviceAccountName",)) or text(spec, ("serviceAccount",)) or "default"
    mounts = spec.get("automountServiceAccountToken")
    if account != "default" or mounts is False:
        return
    if mounts is None and any(
        other.name == "default" and other.written.get("automountServiceAccountToken") is False
        for other in neighbours(subject, "ServiceAccount")
    ):
        return
    yield Hit((*POD_SPEC, "automountServiceAccountToken"), anchor="key")
