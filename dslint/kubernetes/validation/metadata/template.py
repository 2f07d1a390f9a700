"""The pod template: its labels and annotations; the pod spec is judged by `pod`.

The server writes `spec.template.labels` where the manifest has `spec.template.metadata.labels`.
Source: ValidatePodTemplateSpec and ValidatePodSpecificAnnotations in
pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dslint.kubernetes.validation.context import Context
from dslint.kubernetes.validation.metadata.label_selectors import label_problems
from dslint.kubernetes.validation.metadata.metadata import annotation_problems
from dslint.kubernetes.validation.pod.pod import pod_problems
from dslint.kubernetes.validation.problem_constructors import forbidden, invalid
from dslint.kubernetes.validation.value_checks import shown
from dslint.values.long_numbers import whole_number
from dslint.values.path import TEMPLATE, FieldPath, MapKey
from dslint.values.problem import Problem
from dslint.values.typed import Any

RULE = "template-metadata"
POD: FieldPath = (*TEMPLATE, "spec")
ANNOTATIONS: FieldPath = (*TEMPLATE, "metadata", "annotations")
ANNOTATIONS_FIELD = "spec.template.annotations"

MIRROR = "kubernetes.io/config.mirror"
DELETION_COST = "controller.kubernetes.io/pod-deletion-cost"
TOLERATIONS = "scheduler.alpha.kubernetes.io/tolerations"
_COST = r"(?:0|-[0-9]+|[1-9][0-9]*)\Z"
_COST_LIMIT = 2**31


def template_problems(template: Mapping[str, Any], context: Context) -> Iterator[Problem]:
    """Judge a decoded, defaulted pod template."""
    metadata, pod = template["metadata"], template["spec"]
    labels, annotations = metadata.get("labels") or {}, context.annotations
    yield from label_problems(labels, (*TEMPLATE, "metadata", "labels"), RULE, field="spec.template.labels")
    if annotations:
        from dslint.kubernetes.validation.metadata.profile_annotations import profile_annotation_problems

        yield from annotation_problems(annotations, ANNOTATIONS, RULE, field=ANNOTATIONS_FIELD)
        yield from _special_annotation_problems(annotations, pod, context)
        yield from profile_annotation_problems(annotations, pod)
    yield from pod_problems(pod, POD, context)
    if pod.get("ephemeralContainers"):
        yield forbidden(
            "ephemeral-containers",
            (*POD, "ephemeralContainers"),
            "a template cannot have `ephemeralContainers`; they are only for running pods",
            anchor="key",
            write="ordinary containers; kubectl debug adds ephemeral containers to a running pod",
        )


def _special_annotation_problems(
    annotations: Mapping[str, str], pod: Mapping[str, Any], context: Context
) -> Iterator[Problem]:
    if MIRROR in annotations and not pod.get("nodeName"):
        yield invalid(
            RULE,
            (*ANNOTATIONS, MapKey(MIRROR)),
            "the annotation marks the mirror of a static pod, and the template has no `nodeName`",
            field=f"{ANNOTATIONS_FIELD}[{MIRROR}]",
            anchor="key",
            write="remove this annotation; only the kubelet sets it",
        )
    cost = annotations.get(DELETION_COST)
    if cost is not None and not context.allowed.deletion_cost and not is_deletion_cost(cost):
        yield invalid(
            RULE,
            (*ANNOTATIONS, MapKey(DELETION_COST)),
            f"the deletion cost `{shown(cost)}` is not a 32-bit integer",
            field=f"{ANNOTATIONS_FIELD}[{DELETION_COST}]",
            write="an integer without a plus sign or leading zeros, in quotes",
        )
    if annotations.get(TOLERATIONS):
        # Hardly any manifest has this annotation, and reading it needs a JSON parser.
        from dslint.kubernetes.validation.metadata.toleration_annotation import (
            toleration_annotation_problems,
        )

        place = (*ANNOTATIONS, MapKey(TOLERATIONS))
        yield from toleration_annotation_problems(annotations[TOLERATIONS], place, ANNOTATIONS_FIELD, context)


def is_deletion_cost(text: str) -> bool:
    """Whether a text is a valid number for the annotation pod-deletion-cost."""
    return bool(re.match(_COST, text)) and -_COST_LIMIT <= whole_number(text) < _COST_LIMIT
