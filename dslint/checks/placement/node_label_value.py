"""A required node label with a value that no node has.

Parameters: `labels` maps a label key, which may end in `*`, to the values it can have; `instead`
maps what people write to what they mean, where the label can have that; `tolerated` lists values
that only some clusters use (their finding is an info).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import pod_spec
from dslint.kubernetes.affinity import Requirement, required_terms, selector_requirements
from dslint.values.path import POD_SPEC, FieldPath
from dslint.values.problem import Change
from dslint.values.typed import Any


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the value, in nodeSelector or in required node affinity."""
    for path, requirement, value in _wanted(subject):
        known = _values_of(requirement.key, params["labels"])
        if known is None or value in known:
            continue
        meant = params.get("instead", {}).get(value.lower())
        meant = meant if meant in known else None
        yield Hit(
            path,
            {"key": requirement.key, "value": value, "meant": meant or " or ".join(known)},
            changes=(Change("replace", path, meant),) if meant else (),
            severity="info" if value in params.get("tolerated", ()) else None,
        )


def _wanted(subject: Subject) -> Iterator[tuple[FieldPath, Requirement, str]]:
    spec = pod_spec(subject)
    for requirement in selector_requirements(spec):
        yield (*POD_SPEC, *requirement.path), requirement, requirement.values[0]
    for term in required_terms(spec) or ():
        for expression in term.expressions:
            if expression.operator in ("In", "NotIn"):
                for index, value in enumerate(expression.values):
                    yield (*POD_SPEC, *expression.path, "values", index), expression, value


def _values_of(key: str, labels: Mapping[str, list[str]]) -> list[str] | None:
    for pattern, values in labels.items():
        if key == pattern or (pattern.endswith("*") and key.startswith(pattern[:-1])):
            return values
    return None
