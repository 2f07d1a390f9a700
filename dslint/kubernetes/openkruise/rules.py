"""What OpenKruise rejects in an Advanced DaemonSet, beyond what the API server rejects in apps/v1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.kubernetes.formats import names
from dslint.kubernetes.openkruise.fields import NEWEST_VERSION, OLD_VERSION, ROLLING, SPEC, SURGING, VERSIONS
from dslint.kubernetes.validation.api_versions import kind_problems
from dslint.kubernetes.validation.metadata.label_selectors import selector_problems
from dslint.kubernetes.validation.problem_constructors import forbidden, invalid, not_supported, required
from dslint.kubernetes.validation.update_strategy import RULE, amount
from dslint.kubernetes.validation.value_checks import shown
from dslint.values.path import TEMPLATE, FieldPath, field_text
from dslint.values.problem import Change, Problem, Related
from dslint.values.typed import Any
from dslint.values.words import either

REFUSED = "OpenKruise's webhook rejects the DaemonSet; nothing in the cluster changes."
KEPT = "OpenKruise keeps the field in the template and never reads it."
IN_PLACE = "InPlaceIfPossible"
TYPES = ("Standard", IN_PLACE)
_ALL = 100

Added = Mapping[FieldPath, Any]


def version_problems(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Judge the API version and the kind; the group is known to be OpenKruise's."""
    yield from kind_problems(data)
    version = data.get("apiVersion")
    if version not in VERSIONS:
        yield Problem(
            rule="api-version",
            path=("apiVersion",),
            message=f"`apiVersion: {shown(version)}` is not a version of OpenKruise's DaemonSet",
            source="decode",
            result="kubectl does not find this kind in the cluster and sends nothing.",
            write=f"apiVersion: {NEWEST_VERSION}",
            changes=(Change("replace", ("apiVersion",), NEWEST_VERSION),),
        )


def added_problems(added: Added, manifest: Mapping[str, Any], version: object) -> Iterator[Problem]:
    """Judge the added fields. `manifest` is the rest, defaulted; `version` the API version as written."""
    yield from _lifecycle_problems(added.get((*SPEC, "lifecycle")) or {})
    strategy = manifest["spec"]["updateStrategy"]
    if strategy.get("type") != "RollingUpdate":
        return
    rolling = strategy.get("rollingUpdate") or {}
    yield from _type_problems(added.get((*ROLLING, "rollingUpdateType")), rolling, version)
    partition = added.get((*ROLLING, "partition"))
    if partition is not None:
        yield from _partition_problems(partition)
    selector = added.get((*ROLLING, "selector"))
    if selector is not None:
        yield from selector_problems(selector, (*ROLLING, "selector"), RULE)


def _lifecycle_problems(lifecycle: Mapping[str, Any]) -> Iterator[Problem]:
    if lifecycle.get("inPlaceUpdate") is not None:
        yield forbidden(
            RULE,
            (*SPEC, "lifecycle", "inPlaceUpdate"),
            "OpenKruise does not support the hook `inPlaceUpdate` for DaemonSets yet",
            anchor="key",
            result=REFUSED,
            write="preDelete, or no hook",
        )


def _type_problems(kind: str | None, rolling: Mapping[str, Any], version: object) -> Iterator[Problem]:
    known = (*TYPES, SURGING) if version == OLD_VERSION else TYPES
    here = (*ROLLING, "rollingUpdateType")
    surge, unavailable = rolling.get("maxSurge", 0), rolling.get("maxUnavailable", 0)
    if kind and kind not in known:
        yield not_supported(
            RULE,
            here,
            f"`rollingUpdateType: {shown(kind)}` is not a known value; it must be {either(known)}",
            # OpenKruise names a place that does not exist.
            field=field_text((*ROLLING, "rollingUpdate", "type")),
            result=REFUSED,
        )
    elif kind == IN_PLACE and amount(surge):
        yield required(
            RULE,
            (*ROLLING, "maxSurge"),
            f"`maxSurge: {shown(surge)}` must be 0 with `rollingUpdateType: {IN_PLACE}`",
            result=REFUSED,
            write="maxSurge: 0, or rollingUpdateType: Standard",
            related=(Related(here, "updates pods in place"),),
        )
    elif kind == SURGING and amount(unavailable):
        yield required(
            RULE,
            (*ROLLING, "maxUnavailable"),
            f"`maxUnavailable: {shown(unavailable)}` must be 0 with `rollingUpdateType: {SURGING}`",
            result=REFUSED,
            write="maxUnavailable: 0, or rollingUpdateType: Standard",
            related=(Related(here, "starts new pods beside old ones"),),
        )


def _partition_problems(partition: int | str) -> Iterator[Problem]:
    path, field = (*ROLLING, "partition"), field_text((*ROLLING, "rollingUpdate", "partition"))
    if isinstance(partition, int):
        fault = "must not be negative" if partition < 0 else ""
    elif names.percentage(partition):
        fault = names.percentage(partition)
    else:
        fault = "is more than 100%" if int(partition[:-1]) > _ALL else ""
    if fault:
        message = f"`partition: {shown(partition)}` {fault}"
        write = "the number of nodes that keep the old pod, or a percentage"
        yield invalid(RULE, path, message, field=field, result=REFUSED, write=write)


def of_template(problem: Problem) -> Problem:
    """Report an unknown field inside the template: OpenKruise has no schema for it and does not reject it."""
    if problem.source != "strict" or problem.path[: len(TEMPLATE)] != TEMPLATE:
        return problem
    return problem._replace(source="policy", reason=None, severity="warning", result=KEPT)
