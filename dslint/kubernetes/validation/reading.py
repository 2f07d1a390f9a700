"""What the server cannot decode, in words: wrong types, bad quantities and times, fields it does not know.

Source: sigs.k8s.io/json for what is refused and how places are named.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from dslint.kubernetes.decode import LIMITS, Fault
from dslint.kubernetes.fields import LIST, MAP
from dslint.kubernetes.validation.building import REFUSED
from dslint.kubernetes.validation.unknown_fields import unknown_field_problem
from dslint.values.problem import Problem

UNREAD = "The API server cannot read the manifest and refuses it."
_WANTED = {
    "string": "text",
    "boolean": "true or false",
    "int32": "a whole number",
    "int64": "a whole number",
    "int-or-string": "a whole number or text",
    "quantity": "a quantity",
    "time": "a time",
}
_WRITE = {
    "boolean": "true or false, without quotes",
    "quantity": "a number with a suffix such as 100m, 1.5, 256Mi or 2Gi",
    "time": "a time such as 2006-01-02T15:04:05Z",
}


def reading_problems(faults: Sequence[Fault], data: Mapping[str, Any], version: str) -> Iterator[Problem]:
    """One problem for every fault of decoding; gated fields are not this module's business."""
    for fault in faults:
        if fault.kind == "type":
            yield type_problem(fault)
        elif fault.kind == "unknown":
            yield unknown_field_problem(fault, data, version)


def type_problem(fault: Fault) -> Problem:
    """A value of a type the API does not take."""
    name = shown_name(fault)
    if fault.wanted == "string" and isinstance(fault.value, bool | int | float):
        return Problem(
            rule="unquoted-string",
            path=fault.path,
            message=f"{name} must be text, and Kubernetes reads {kind_of(fault.value)} here",
            source="decode",
            reason=None,
            result=UNREAD,
            write=f'the value in quotes: "{shown(fault.value)}"',
        )
    return Problem(
        rule="wrong-type",
        path=fault.path,
        message=f"{name} must be {wanted(fault.wanted)}, and is {found(fault)}",
        source="decode",
        result=UNREAD,
        write=_WRITE.get(fault.wanted, ""),
    )


def shown_name(fault: Fault) -> str:
    """How a message calls the place of a fault."""
    last = fault.path[-1] if fault.path else "the manifest"
    if isinstance(last, int):
        owner = next((step for step in reversed(fault.path) if isinstance(step, str)), "list")
        return f"item {last + 1} of {owner}"
    return str(last)


def wanted(kind: str) -> str:
    """A type of the field tables in words."""
    if kind in _WANTED:
        return _WANTED[kind]
    if kind.startswith(LIST):
        return "a list"
    return "a mapping of names to values" if kind.startswith(MAP) else "a mapping"


def found(fault: Fault) -> str:
    """What stands where something else is wanted."""
    value, limit = fault.value, LIMITS.get("int64" if fault.wanted == "int64" else "int32")
    if fault.wanted in ("int32", "int64", "int-or-string") and type(value) in (int, float):
        if isinstance(value, float) and not value.is_integer():
            return f"the fraction {value}"
        return f"{shown(value)}, beyond {limit}"
    if fault.wanted in ("quantity", "time") and isinstance(value, str):
        return repr(value)
    return kind_of(value)


def kind_of(value: Any) -> str:
    """A JSON value in words."""
    if isinstance(value, bool | int | float):
        return f"the {'truth value' if isinstance(value, bool) else 'number'} {shown(value)}"
    if isinstance(value, str):
        return f"the text {value!r}"
    return "a list" if isinstance(value, list) else "a mapping" if isinstance(value, dict) else "nothing"


def shown(value: Any) -> str:
    """A scalar as Kubernetes reads it: `true`, `80`, `1000`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e21:  # noqa: PLR2004 - as Go prints it
        return str(int(value))
    return str(value)


__all__ = ["REFUSED", "UNREAD", "reading_problems", "shown", "type_problem"]
