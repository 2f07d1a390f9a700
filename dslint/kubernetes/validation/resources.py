"""Requests and limits of containers and of the pod as a whole; overhead; claims of devices.

Source: validateResourceRequirements and validatePodResourceConsistency in
pkg/apis/core/validation/validation.go, pkg/apis/core/helper/helpers.go for the names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from dslint.kubernetes import names
from dslint.kubernetes.quantity import MILLI, UNIT, nanos, parse, round_up
from dslint.kubernetes.validation.building import (
    duplicate,
    forbidden,
    invalid,
    not_found,
    not_supported,
    required,
)
from dslint.kubernetes.validation.fields import shown
from dslint.kubernetes.validation.restart import is_sidecar
from dslint.values.path import FieldPath, MapKey, field_text
from dslint.values.problem import Change, Problem, Related

Data = Mapping[str, Any]
NameProblems = Callable[[str, FieldPath, FieldPath], Iterator[Problem]]
"""(resource, path, server's path) -> what is wrong with the name."""

RULE = "container-resources"
HUGE_PAGES = "hugepages-"
CONTAINER_RESOURCES = frozenset({"cpu", "memory", "ephemeral-storage"})
COMPUTE = ("cpu", "memory")
COUNTED = frozenset(
    {
        "pods",
        "services",
        "replicationcontrollers",
        "resourcequotas",
        "secrets",
        "configmaps",
        "persistentvolumeclaims",
        "services.nodeports",
        "services.loadbalancers",
    }
)
"""Counted by quotas, in whole numbers."""
QUOTA_RESOURCES = COUNTED | {
    "storage",
    "requests.storage",
    *(f"{side}.{name}" for side in ("requests", "limits") for name in CONTAINER_RESOURCES),
}
"""Known to quotas; no container can ask for them."""


@lru_cache(maxsize=1024)
def is_extended(name: str) -> bool:
    """Whether a resource belongs to a device plugin: a domain that is not Kubernetes' own."""
    if "/" not in name or "kubernetes.io/" in name or name.startswith("requests."):
        return False
    return not names.qualified_name(f"requests.{name}")


def can_overcommit(name: str) -> bool:
    """Whether a request may be below its limit: not for devices and huge pages."""
    return ("/" not in name or "kubernetes.io/" in name) and not name.startswith(HUGE_PAGES)


def container_resource_name_problems(name: str, path: FieldPath, server: FieldPath) -> Iterator[Problem]:
    """Judge the name of a resource that a container asks for."""
    fault = _container_name_fault(name)
    if fault:
        message = f"the resource `{shown(name)}` {fault[0]}"
        yield invalid(RULE, path, message, field=field_text(server), anchor="key", write=fault[1])


@lru_cache(maxsize=1024)
def _container_name_fault(name: str) -> tuple[str, str] | None:
    if name in CONTAINER_RESOURCES:
        return None
    fault = names.qualified_name(name)
    if fault:
        return fault, ""
    if "/" not in name:
        if name.startswith(HUGE_PAGES):
            return None
        if name in QUOTA_RESOURCES:
            return "is counted by quotas; a container cannot ask for it", "Remove it."
        return "is not known", "Use cpu, memory, ephemeral-storage, hugepages-…, or a device with its domain."
    if "kubernetes.io/" in name or is_extended(name):
        return None
    return "is not the name of a device: a domain, '/' and a name, not beginning with 'requests.'", ""


def pod_resource_name_problems(name: str, path: FieldPath, server: FieldPath) -> Iterator[Problem]:
    """Judge the name of a resource of the pod as a whole."""
    if name in COMPUTE or (name.startswith(HUGE_PAGES) and not names.qualified_name(name)):
        return
    known = (
        name in CONTAINER_RESOURCES or name in QUOTA_RESOURCES or name.startswith("requests." + HUGE_PAGES)
    )
    fault = names.qualified_name(name) or ("" if "/" in name or known else "is not known")
    field = field_text(server)
    if fault:
        yield invalid(RULE, path, f"the resource `{shown(name)}` {fault}", field=field, anchor="key")
    else:
        yield not_supported(
            RULE,
            path,
            f"a pod as a whole cannot ask for `{shown(name)}`: only for cpu, memory and hugepages-…",
            field=field,
            anchor="key",
            write="Move it to the containers.",
        )


def requirement_problems(
    requirements: Data,
    path: FieldPath,
    claims: Sequence[Data],
    *,
    name_problems: NameProblems = container_resource_name_problems,
    huge_page_fractions: bool = False,
    limits_path: FieldPath | None = None,
) -> Iterator[Problem]:
    """Judge the requirements at `path`; `claims` are the pod's resourceClaims.

    `limits_path` is where the limits really lie, where the server calls the place otherwise
    (overhead is judged as limits that nobody wrote).
    """
    limits, requests = requirements.get("limits") or {}, requirements.get("requests") or {}
    if limits or requests:
        sides = (
            ("limits", limits, limits_path or (*path, "limits")),
            ("requests", requests, (*path, "requests")),
        )
        for side, amounts, place in sides:
            for name, amount in amounts.items():
                here, server = (*place, MapKey(name)), (*path, side, MapKey(name))
                yield from name_problems(name, here, server)
                yield from _amount_problems(
                    name, amount, here, server, huge_page_fractions=huge_page_fractions
                )
        yield from _balance_problems(requests, limits, path)
        yield from _huge_page_problems(requests, limits, path)
    if requirements.get("claims"):
        yield from _claim_problems(requirements["claims"], (*path, "claims"), claims)


def milli_nanos(amount: Any) -> int:
    """An amount as the server stores it: rounded up to thousandths, in nano units."""
    return round_up(nanos(amount), MILLI)


def _amount_problems(
    name: str, amount: Any, path: FieldPath, server: FieldPath, *, huge_page_fractions: bool
) -> Iterator[Problem]:
    size = milli_nanos(amount)
    said = f"`{name}: {shown(amount)}`"
    if size < 0:
        yield invalid(RULE, path, f"{said} is below zero", field=field_text(server))
    if size % UNIT and (name in COUNTED or is_extended(name)):
        yield invalid(RULE, path, f"{said} must be a whole number", field=field_text(server))
    if name.startswith(HUGE_PAGES) and not huge_page_fractions and not whole_pages(name, size):
        page = name.removeprefix(HUGE_PAGES)
        yield invalid(
            RULE, path, f"{said} is not a multiple of the page size {page}", field=field_text(server)
        )


def whole_pages(name: str, size: int) -> bool:
    page = parse(name.removeprefix(HUGE_PAGES))
    if page is None or page <= 0 or round_up(page, MILLI) % UNIT:
        return False
    return abs(round_up(size, UNIT)) % page == 0


def _balance_problems(requests: Data, limits: Data, path: FieldPath) -> Iterator[Problem]:
    """Compare each request with its limit. The server names the map, not the resource."""
    for name, request in requests.items():
        place, limit = (*path, "requests", MapKey(name)), limits.get(name)
        if limit is None:
            if not can_overcommit(name):
                yield required(
                    RULE,
                    place,
                    f"`{name}` is requested and has no limit; both must be there and equal",
                    field=field_text((*path, "limits")),
                    write=f"Add the limit {name}: {shown(request)}.",
                    changes=(Change("insert", (*path, "limits"), f"{name}: {request}"),) if limits else (),
                )
            continue
        asked, most = milli_nanos(request), milli_nanos(limit)
        if asked != most and not can_overcommit(name):
            fault = f"the request `{name}: {shown(request)}` differs from its limit {shown(limit)}; they must be equal"
        elif asked > most:
            fault = f"the request `{name}: {shown(request)}` is above its limit {shown(limit)}"
        else:
            continue
        yield invalid(
            RULE,
            place,
            fault,
            field=field_text((*path, "requests")),
            write=f"Lower the request to {shown(limit)}, or raise the limit.",
            related=(Related((*path, "limits", MapKey(name)), "the limit"),),
        )


def _huge_page_problems(requests: Data, limits: Data, path: FieldPath) -> Iterator[Problem]:
    asked = [*requests, *limits]
    if any(name.startswith(HUGE_PAGES) for name in asked) and not any(name in COMPUTE for name in asked):
        yield forbidden(
            RULE,
            path,
            "huge pages need cpu or memory beside them",
            anchor="key",
            write="Add a request for cpu or memory.",
        )


def _claim_problems(entries: Sequence[Data], path: FieldPath, claims: Sequence[Data]) -> Iterator[Problem]:
    known = {claim.get("name") for claim in claims} - {"", None}
    seen: dict[str, int] = {}
    for index, entry in enumerate(entries):
        place = (*path, index)
        name, request = entry.get("name", ""), entry.get("request", "")
        if not name:
            yield required(
                RULE, place, "the claim has no `name`", write="Name one of the pod's resourceClaims."
            )
            continue
        earlier = _covered_by(name, request, seen)
        if earlier is not None:
            yield duplicate(
                RULE,
                place,
                f"the claim `{name}` is listed twice",
                related=(Related((*path, earlier), "the first time"),),
            )
        if name not in seen:
            fault = names.dns_label(request) if request else ""
            if fault:
                yield invalid(RULE, (*place, "request"), f"`request: {shown(request)}` {fault}")
            seen.setdefault(f"{name}/{request}" if request else name, index)
        if name not in known:
            yield not_found(
                RULE,
                place,
                f"the pod has no resource claim `{shown(name)}`",
                write="Add it to resourceClaims.",
            )


def _covered_by(name: str, request: str, seen: Mapping[str, int]) -> int | None:
    """An earlier entry that takes the same: the whole claim, the same request, or a part of what is now whole."""
    if name in seen:
        return seen[name]
    if request:
        return seen.get(f"{name}/{request}")
    return next((index for key, index in seen.items() if key.partition("/")[0] == name), None)


def pod_requirement_problems(
    pod: Data, path: FieldPath, *, huge_page_fractions: bool = False
) -> Iterator[Problem]:
    """Judge the resources of the pod as a whole, by themselves and beside those of its containers."""
    requirements = pod["resources"]
    here = (*path, "resources")
    if "claims" in requirements:
        yield forbidden(
            RULE,
            (*here, "claims"),
            "a pod as a whole has no `claims`",
            anchor="key",
            write="Move them to the containers.",
        )
    yield from requirement_problems(
        requirements,
        here,
        pod.get("resourceClaims") or (),
        name_problems=pod_resource_name_problems,
        huge_page_fractions=huge_page_fractions,
    )
    yield from _sum_problems(pod, requirements.get("requests") or {}, "requests", here)
    limits = requirements.get("limits") or {}
    huge = {name: amount for name, amount in limits.items() if name.startswith(HUGE_PAGES)}
    yield from _sum_problems(pod, huge, "limits", here)
    yield from _container_limit_problems(pod, limits, path)


def _sum_problems(pod: Data, amounts: Data, side: str, path: FieldPath) -> Iterator[Problem]:
    if not amounts:
        return
    sums = container_sums(pod, side)
    for name, amount in amounts.items():
        if sums.get(name, 0) > milli_nanos(amount):
            yield invalid(
                RULE,
                (*path, side, MapKey(name)),
                f"`{name}: {shown(amount)}` for the pod is less than its containers ask for together",
                write="Raise it, or lower the containers' own.",
                related=(Related((*path[:-1], "containers"), "the containers", "key"),),
            )


def container_sums(pod: Data, side: str) -> dict[str, int]:
    """What the containers need together, in nano units: running ones added, init containers one by one."""
    running: dict[str, int] = {}
    for container in pod.get("containers") or ():
        _add(running, container, side)
    sidecars: dict[str, int] = {}
    most: dict[str, int] = {}
    for container in pod.get("initContainers") or ():
        if is_sidecar(container):
            _add(running, container, side)
            _add(sidecars, container, side)
            during = sidecars
        else:
            during = dict(sidecars)
            _add(during, container, side)
        for name, size in during.items():
            most[name] = max(most.get(name, 0), size)
    return {name: max(running.get(name, 0), most.get(name, 0)) for name in {**running, **most}}


def _add(sums: dict[str, int], container: Data, side: str) -> None:
    for name, amount in ((container.get("resources") or {}).get(side) or {}).items():
        sums[name] = sums.get(name, 0) + milli_nanos(amount)


def _container_limit_problems(pod: Data, limits: Data, path: FieldPath) -> Iterator[Problem]:
    for index, container in enumerate(pod.get("containers") or ()):
        for name, limit in ((container.get("resources") or {}).get("limits") or {}).items():
            most = limits.get(name)
            if most is not None and milli_nanos(limit) > milli_nanos(most):
                yield invalid(
                    RULE,
                    (*path, "containers", index, "resources", "limits", MapKey(name)),
                    f"the limit `{name}: {shown(limit)}` is above the whole pod's limit {shown(most)}",
                    field=field_text((*path, "resources", "containers", index, MapKey(name), "limits")),
                    write=f"Lower it to {shown(most)} or less, or raise the pod's limit.",
                    related=(Related((*path, "resources", "limits", MapKey(name)), "the pod's limit"),),
                )
