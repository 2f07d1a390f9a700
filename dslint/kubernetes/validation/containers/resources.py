"""Requests and limits of containers, and the overhead of a pod.

Source: validateResourceRequirements in pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from dslint.kubernetes.formats.quantity import MILLI, nanos, parse, round_up
from dslint.kubernetes.formats.quantity_form import in_64_bits, is_whole
from dslint.kubernetes.validation.containers.resource_names import (
    COMPUTE,
    COUNTED,
    HUGE_PAGES,
    can_overcommit,
    container_resource_name_problems,
    is_extended,
)
from dslint.kubernetes.validation.problem_constructors import forbidden, invalid, required
from dslint.kubernetes.validation.value_checks import shown
from dslint.values.path import FieldPath, MapKey, field_text
from dslint.values.problem import Change, Problem, Related
from dslint.values.typed import Any

Data = Mapping[str, Any]
NameProblems = Callable[[str, FieldPath, FieldPath], Iterator[Problem]]
"""(resource, path, server's path) -> what is wrong with the name."""

RULE = "container-resources"


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
        from dslint.kubernetes.validation.scheduling.device_claims import used_claim_problems

        yield from used_claim_problems(requirements["claims"], (*path, "claims"), claims)


def milli_nanos(amount: Any) -> int:
    """An amount as the server stores it: rounded up to thousandths, in nano units."""
    return round_up(nanos(amount), MILLI)


def _amount_problems(
    name: str, amount: Any, path: FieldPath, server: FieldPath, *, huge_page_fractions: bool
) -> Iterator[Problem]:
    size = milli_nanos(amount)
    said = f"`{name}: {shown(amount)}`"
    if size < 0:
        yield invalid(RULE, path, f"{said} must not be negative", field=field_text(server))
    if (name in COUNTED or is_extended(name)) and not is_whole(amount):
        yield invalid(RULE, path, f"{said} must be a whole number", field=field_text(server))
    if name.startswith(HUGE_PAGES) and not huge_page_fractions and not whole_pages(name, amount):
        page = name.removeprefix(HUGE_PAGES)
        yield invalid(
            RULE, path, f"{said} is not a multiple of the page size {page}", field=field_text(server)
        )


def whole_pages(name: str, amount: Any) -> bool:
    """Whether an amount of huge pages is a whole number of pages of the size in the resource's name."""
    size = name.removeprefix(HUGE_PAGES)
    if (parse(size) or 0) <= 0 or not is_whole(size):
        return False
    return in_64_bits(amount) % in_64_bits(size) == 0


def _balance_problems(requests: Data, limits: Data, path: FieldPath) -> Iterator[Problem]:
    """Compare each request with its limit. The server names the map, not the resource."""
    for name, request in requests.items():
        place, limit = (*path, "requests", MapKey(name)), limits.get(name)
        if limit is None:
            if not can_overcommit(name):
                yield required(
                    RULE,
                    place,
                    f"`{name}` is requested without a limit; both are required and must be equal",
                    field=field_text((*path, "limits")),
                    write=f"limits: {{{name}: {shown(request)}}}",
                    changes=(Change("insert", (*path, "limits"), f"{name}: {request}"),) if limits else (),
                )
            continue
        asked, most = milli_nanos(request), milli_nanos(limit)
        if asked != most and not can_overcommit(name):
            fault = f"the request `{name}: {shown(request)}` must equal its limit {shown(limit)}"
        elif asked > most:
            fault = f"the request `{name}: {shown(request)}` is above its limit {shown(limit)}"
        else:
            continue
        yield invalid(
            RULE,
            place,
            fault,
            field=field_text((*path, "requests")),
            write=f"requests: {{{name}: {shown(limit)}}}, or a higher limit",
            related=(Related((*path, "limits", MapKey(name)), "the limit"),),
        )


def _huge_page_problems(requests: Data, limits: Data, path: FieldPath) -> Iterator[Problem]:
    asked = [*requests, *limits]
    if any(name.startswith(HUGE_PAGES) for name in asked) and not any(name in COMPUTE for name in asked):
        yield forbidden(
            RULE,
            path,
            "huge pages require a cpu or memory request as well",
            anchor="key",
            write="a request for cpu or memory",
        )
