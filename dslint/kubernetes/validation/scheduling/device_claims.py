"""Claims of devices: those of the pod, and the containers that use them.

Source: validatePodResourceClaims and validateResourceClaimNames in
pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dslint.kubernetes.formats import names
from dslint.kubernetes.validation.problem_constructors import duplicate, invalid, not_found, required
from dslint.kubernetes.validation.tables import LABEL, RESOURCE_CLAIM
from dslint.kubernetes.validation.value_checks import check_fields, missing, shown
from dslint.values.path import FieldPath
from dslint.values.problem import Problem, Related
from dslint.values.typed import Any

Data = Mapping[str, Any]

RULE = "resource-claims"
OBJECTS = ("resourceClaimName", "resourceClaimTemplateName")


def claim_problems(claims: Sequence[Data], path: FieldPath) -> Iterator[Problem]:
    """Judge the claims of the pod at `path`."""
    seen: dict[str, int] = {}
    for index, claim in enumerate(claims):
        place = (*path, index)
        yield from _claim_name_problems(claim, place, seen, path)
        yield from check_fields(claim, RESOURCE_CLAIM, place)
        given = [name for name in OBJECTS if name in claim]
        if len(given) != 1:
            has = "both are set" if given else "neither is set"
            yield invalid(
                RULE,
                place,
                f"a claim needs either `resourceClaimName` or `resourceClaimTemplateName`; {has}",
                write="one of the two",
            )


def _claim_name_problems(
    claim: Data, place: FieldPath, seen: dict[str, int], path: FieldPath
) -> Iterator[Problem]:
    name, here = claim.get("name", ""), (*place, "name")
    if not name:
        yield missing(RULE, claim, here, "a name for the claim; containers refer to it")
    elif name in seen:
        yield duplicate(
            RULE,
            here,
            f"two claims are named `{shown(name)}`",
            related=(Related((*path, seen[name], "name"), "the first one"),),
        )
    else:
        seen[name] = int(place[-1])
        fault = LABEL(name)
        if fault:
            yield invalid(RULE, here, f"`name: {shown(name)}` {fault.says}")


def used_claim_problems(
    entries: Sequence[Data], path: FieldPath, claims: Sequence[Data]
) -> Iterator[Problem]:
    """Judge the claims a container uses; `claims` are the pod's."""
    known = {claim.get("name") for claim in claims} - {"", None}
    seen: dict[str, int] = {}
    for index, entry in enumerate(entries):
        place = (*path, index)
        name, request = entry.get("name", ""), entry.get("request", "")
        if not name:
            yield required(
                RULE, place, "the claim has no `name`", write="the name of one of the pod's resourceClaims"
            )
            continue
        earlier = _covered_by(name, request, seen)
        if earlier is not None:
            yield duplicate(
                RULE,
                place,
                f"the claim `{name}` is a duplicate",
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
                write=f"- {{name: {name}, resourceClaimName: …}}, under resourceClaims of the pod",
            )


def _covered_by(name: str, request: str, seen: Mapping[str, int]) -> int | None:
    """An earlier entry for the same claim or request, or for a part of what is now taken whole."""
    if name in seen:
        return seen[name]
    if request:
        return seen.get(f"{name}/{request}")
    return next((index for key, index in seen.items() if key.partition("/")[0] == name), None)
