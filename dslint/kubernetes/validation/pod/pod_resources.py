"""Requests and limits of the pod as a whole, on their own and compared with those of its containers.

Source: validatePodResources and validatePodResourceConsistency in
pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.kubernetes.validation.containers.resource_names import HUGE_PAGES, pod_resource_name_problems
from dslint.kubernetes.validation.containers.resources import milli_nanos, requirement_problems
from dslint.kubernetes.validation.pod.restart import is_sidecar
from dslint.kubernetes.validation.problem_constructors import forbidden, invalid
from dslint.kubernetes.validation.value_checks import shown
from dslint.values.path import FieldPath, MapKey, field_text
from dslint.values.problem import Problem, Related
from dslint.values.typed import Any

Data = Mapping[str, Any]

RULE = "container-resources"


def pod_requirement_problems(
    pod: Data, path: FieldPath, *, huge_page_fractions: bool = False
) -> Iterator[Problem]:
    """Judge the resources of the pod as a whole, on their own and compared with those of its containers."""
    requirements = pod["resources"]
    here = (*path, "resources")
    if "claims" in requirements:
        yield forbidden(
            RULE,
            (*here, "claims"),
            "pod-level resources cannot have `claims`",
            anchor="key",
            write="move them to the containers",
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
                f"`{name}: {shown(amount)}` for the pod is less than the sum of its containers",
                write="a larger amount here, or smaller amounts in the containers",
                related=(Related((*path[:-1], "containers"), "the containers", "key"),),
            )


def container_sums(pod: Data, side: str) -> dict[str, int]:
    """Return the total of the containers in nano units: running ones added, init containers one by one."""
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
                    f"the limit `{name}: {shown(limit)}` is above the limit of the whole pod, {shown(most)}",
                    field=field_text((*path, "resources", "containers", index, MapKey(name), "limits")),
                    write=f"at most {shown(most)}, or a larger limit for the pod",
                    related=(Related((*path, "resources", "limits", MapKey(name)), "the pod's limit"),),
                )
