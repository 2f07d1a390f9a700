"""Objects of the namespace that reject every pod of a DaemonSet: Pod Security labels, quotas, limits.

Parameter: `mode`, `enforce` for what refuses the pods, `warn` and `audit` for the Pod Security labels
that only warn and record.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice

from dslint.checks.stream.base import Elsewhere, StreamHit
from dslint.checks.stream.stream_objects import StreamObject, StreamObjects
from dslint.kubernetes.access import mapping
from dslint.kubernetes.admission import limit_range, pod_security, quota, quota_scopes
from dslint.kubernetes.requests import effective_requests
from dslint.values.path import POD_SPEC, FieldPath, MapKey
from dslint.values.typed import Any, NamedTuple

_SHOWN = 3
_FEW = 20
_STRONGER = {"enforce": (), "warn": ("enforce",), "audit": ("enforce", "warn")}
"""Modes that say more than another mode of the same level."""
_HEADS = {"enforce": "enforces", "warn": "warns of", "audit": "audits"}


class _Refused(NamedTuple):
    """The rejecting object, its reasons (place in the pod spec, text), and its own place."""

    by: StreamObject
    what: str
    reasons: list[tuple[FieldPath, str]]
    place: FieldPath


def check_stream(objects: StreamObjects, params: Mapping[str, Any]) -> Iterator[StreamHit]:
    """Point at the first rejected field, once per rejecting object."""
    mode = params["mode"]
    for daemonset in objects.of_kind("DaemonSet"):
        for refused in _of(objects, daemonset, mode):
            if refused.reasons:
                yield _hit(daemonset, refused)


def _of(objects: StreamObjects, daemonset: StreamObject, mode: str) -> Iterator[_Refused]:
    yield from _pod_security(objects, daemonset, mode)
    if mode == "enforce":
        yield from _limit_ranges(objects, daemonset)
        yield from _quotas(objects, daemonset)


def _pod_security(objects: StreamObjects, daemonset: StreamObject, mode: str) -> Iterator[_Refused]:
    namespace = next(objects.named("Namespace", daemonset.own_namespace), None)
    if namespace is None or not daemonset.own_namespace:
        return
    policy = pod_security.policy_of(namespace.written, mode, objects.version)
    stronger = _STRONGER[mode]
    if any(policy.level == pod_security.policy_of(namespace.written, other).level for other in stronger):
        return
    found = pod_security.violations(
        mapping(daemonset.pod, "metadata"), daemonset.pod_spec, policy.level, policy.version
    )
    what = f"Namespace {namespace.name} {_HEADS[mode]} {policy}"
    reasons = [(refusal.path, refusal.text) for refusal in found]
    place = ("metadata", "labels", MapKey(f"{pod_security.LABEL}{mode}"))
    yield _Refused(namespace, what, reasons, place)


def _limit_ranges(objects: StreamObjects, daemonset: StreamObject) -> Iterator[_Refused]:
    for found in _of_namespace(objects, "LimitRange", daemonset):
        spec = limit_range.with_defaults(daemonset.pod_spec, [found.written])
        refusals = limit_range.violations(spec, [found.written])
        reasons = [(refusal.path, refusal.text) for refusal in refusals]
        yield _Refused(found, f"LimitRange {found.name} of this namespace", reasons, ("metadata", "name"))


def _quotas(objects: StreamObjects, daemonset: StreamObject) -> Iterator[_Refused]:
    quotas = _of_namespace(objects, "ResourceQuota", daemonset)
    ranges = [found.written for found in _of_namespace(objects, "LimitRange", daemonset)] if quotas else []
    spec = limit_range.with_defaults(daemonset.pod_spec, ranges)
    requests, limits = effective_requests(spec), limit_range.pod_limits(spec)
    for found in quotas:
        if quota_scopes.applies(found.written, spec, requests, limits):
            reasons = [(refusal.path, refusal.text) for refusal in quota.unsaid(found.written, spec)]
            what = f"ResourceQuota {found.name} of this namespace"
            yield _Refused(found, what, reasons, ("metadata", "name"))


def _of_namespace(objects: StreamObjects, kind: str, daemonset: StreamObject) -> list[StreamObject]:
    """Return the objects of a kind in the namespace of a DaemonSet, which are few."""
    found = islice(objects.of_kinds((kind,), daemonset.namespace), _FEW)
    return [item for item in found if _beside(item, daemonset)]


def _beside(found: StreamObject, daemonset: StreamObject) -> bool:
    return found.own_namespace == daemonset.own_namespace


def _hit(daemonset: StreamObject, refused: _Refused) -> StreamHit:
    reasons = list(dict.fromkeys(words for _, words in refused.reasons))
    more = f" and {len(reasons) - _SHOWN} more" if len(reasons) > _SHOWN else ""
    return StreamHit(
        on=daemonset,
        path=(*POD_SPEC, *refused.reasons[0][0]),
        anchor="key",
        values={"by": refused.what, "reasons": f"{'; '.join(reasons[:_SHOWN])}{more}"},
        elsewhere=(Elsewhere(refused.by, refused.place, "decided here"),),
        about=daemonset,
    )
