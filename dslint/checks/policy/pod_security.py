"""Rejections of the Pod Security Standards, for users' own rules.

Parameters: `level` is `baseline` or `restricted`; `version` is the version of the standard (the
Kubernetes version to judge by where it is left out); `controls` names the only controls to look
at, `except` those to leave out, by the ids that Kubernetes gives them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.kubernetes.access import mapping
from dslint.kubernetes.admission import pod_security
from dslint.values.path import POD_SPEC
from dslint.values.typed import Any


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at every field that the level rejects."""
    version = params.get("version", "latest")
    version = subject.version if version == "latest" else version
    level = params["level"]
    left_out = params.get("except", ())
    controls = params.get("controls") or tuple(pod_security.CONTROLS)
    metadata = mapping(subject.manifest, "spec", "template", "metadata")
    wanted = [name for name in controls if name not in left_out]
    for refusal in pod_security.violations(metadata, subject.pod_spec, level, version, wanted):
        values = {"level": level, "version": version, "text": refusal.text}
        yield Hit((*POD_SPEC, *refusal.path), values, anchor="key")
