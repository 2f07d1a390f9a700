"""A whole DaemonSet: its own fields, and the entry point to its parts.

Source: ValidateDaemonSet and ValidateDaemonSetSpec in pkg/apis/apps/validation/validation.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dslint.kubernetes.validation.context import Context
from dslint.kubernetes.validation.metadata.selector import daemonset_selector_problems
from dslint.kubernetes.validation.metadata.template import POD, template_problems
from dslint.kubernetes.validation.problem_constructors import forbidden, invalid, not_supported
from dslint.kubernetes.validation.update_strategy import update_strategy_problems
from dslint.kubernetes.validation.value_checks import shown
from dslint.values.problem import Change, Problem
from dslint.values.typed import Any

COUNTS = ("minReadySeconds", "revisionHistoryLimit")


def spec_problems(spec: Mapping[str, Any], context: Context) -> Iterator[Problem]:
    """Judge a decoded, defaulted spec of a DaemonSet."""
    yield from daemonset_selector_problems(spec, context)
    yield from template_problems(spec["template"], context)
    yield from _pod_problems(spec["template"]["spec"])
    yield from _google_disk_problems(spec["template"]["spec"].get("volumes") or (), context)
    for name in COUNTS:
        if spec.get(name, 0) < 0:
            message = f"`{name}: {spec[name]}` must not be negative"
            yield invalid("daemonset-fields", ("spec", name), message)
    yield from update_strategy_problems(spec["updateStrategy"])


def _google_disk_problems(volumes: Sequence[Mapping[str, Any]], context: Context) -> Iterator[Problem]:
    """Require read-only disks until 1.28. The volume can be mounted in any case."""
    for index, volume in enumerate(volumes):
        disk = volume.get("gcePersistentDisk")
        if disk is None or disk.get("readOnly") or not context.holds("a Google disk must be read-only"):
            continue
        yield invalid(
            "volume-source",
            (*POD, "volumes", index, "gcePersistentDisk", "readOnly"),
            "several pods can mount a Google disk only if it is read-only",
            write="readOnly: true",
        )


def _pod_problems(pod: Mapping[str, Any]) -> Iterator[Problem]:
    """Judge the rules for a DaemonSet's pods beyond those for every template."""
    policy = pod["restartPolicy"]
    if policy != "Always":
        place = (*POD, "restartPolicy")
        yield not_supported(
            "restart-policy-not-always",
            place,
            f"`restartPolicy: {shown(policy)}` is not allowed in a DaemonSet; its pods must always restart",
            write="restartPolicy: Always (for pods that finish, use a Job)",
            changes=(Change("replace", place, "Always"),),
        )
    if "activeDeadlineSeconds" in pod:
        place = (*POD, "activeDeadlineSeconds")
        yield forbidden(
            "active-deadline-set",
            place,
            "`activeDeadlineSeconds` is not allowed in a DaemonSet; its pods have no deadline",
            anchor="key",
            write="remove activeDeadlineSeconds (for pods that finish, use a Job)",
            changes=(Change("remove", place),),
        )
