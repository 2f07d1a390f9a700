"""Messages for what the server cannot decode: wrong types, invalid quantities and times, unknown fields.

Source: sigs.k8s.io/json for what is refused and how places are named.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from dslint.kubernetes.decode import LIMITS, Fault
from dslint.kubernetes.fields import LIST, MAP, table
from dslint.kubernetes.validation.api_versions import respelt_headers
from dslint.kubernetes.validation.intended_value import env_entry, meant, meant_object
from dslint.kubernetes.validation.unknown_fields import unknown_field_problem
from dslint.kubernetes.yaml_text import yaml_text
from dslint.values.path import FieldPath
from dslint.values.problem import Change, Problem, Related
from dslint.values.typed import Any

UNREAD = "The API server cannot decode the manifest and rejects it."

_WANTED = {
    "string": "a string",
    "boolean": "a boolean",
    "int32": "an integer",
    "int64": "an integer",
    "int-or-string": "an integer or a string",
    "quantity": "a quantity",
    "time": "a time",
}
_WRITE = {
    "boolean": "true or false, without quotes",
    "int32": "an integer, without quotes",
    "int64": "an integer, without quotes",
    "quantity": "a number, or one with a suffix such as 100m, 256Mi or 2Gi",
    "time": "remove it: the server sets it (a time looks like 2006-01-02T15:04:05Z)",
}
_PAIR = re.compile(r"([A-Za-z][A-Za-z0-9]*)\s*[=:]\s*(\S.*)\Z")
_LONGEST_SHOWN = 40
_GO_PRINTS_DIGITS_BELOW = 1e21
_GLUED = re.compile(r"([A-Za-z][-\w./]*):(\S+)\Z")
"""A key and a value without a space after the colon, which YAML reads as one string."""


def reading_problems(faults: Sequence[Fault], data: Mapping[str, Any], version: str) -> Iterator[Problem]:
    """Yield one problem per fault of decoding, except gated fields."""
    respelt = {(key,) for key in respelt_headers(data).values()}
    pairs = _lists_of_pairs(faults, version)
    for fault in faults:
        holder = fault.path[:-1]
        if fault.kind == "type" and holder in pairs:
            if pairs[holder][0] is fault:
                yield _pairs_problem(pairs[holder])
            continue
        if fault.kind == "type":
            yield type_problem(fault, version)
        elif fault.kind == "unknown" and fault.path not in respelt:
            yield unknown_field_problem(fault, data, version)


def type_problem(fault: Fault, version: str) -> Problem:
    """Report a value of the wrong type."""
    if fault.wanted == "string" and isinstance(fault.value, bool | int | float):
        return Problem(
            rule="unquoted-string",
            path=fault.path,
            message=f"{_place(fault)} must be a string; without quotes this is {_kind(fault.value)}",
            source="decode",
            result=UNREAD,
            write="the value in quotes",
            changes=(Change("quote", fault.path),),
            note=f"reads as {as_json(fault.value)}",
        )
    value = meant(fault.value, fault.wanted) or meant_object(fault.value, fault.wanted)
    lone = _lone_field(fault, version)
    if lone:
        value = f"{{{lone}: {yaml_text(str(fault.value))}}}"
    return Problem(
        rule="wrong-type",
        path=fault.path,
        message=f"{_place(fault)} must be {_wanted(fault.wanted)}, got {_found(fault)}",
        source="decode",
        result=UNREAD,
        write=f"- {value[1:-1]}" if lone else _written(fault, value),
        changes=(Change("replace", fault.path, value),) if value else (),
        safe=bool(lone),
    )


def _written(fault: Fault, value: str) -> str:
    return _entry(fault, value) if value else _WRITE.get(fault.wanted) or _reshaped(fault)


def _lone_field(fault: Fault, version: str) -> str:
    """Return the only required field of a list item if a string was written in its place."""
    fields = table(version).get(fault.wanted, {})
    is_item = bool(fault.path) and isinstance(fault.path[-1], int)
    names = list(fields)
    fits = is_item and isinstance(fault.value, str) and len(names) == 1 and fields[names[0]] == "string"
    return names[0] if fits else ""


def _lists_of_pairs(faults: Sequence[Fault], version: str) -> dict[FieldPath, list[Fault]]:
    """Report lists of objects whose items are strings such as `key=gpu`: the author meant one object."""
    found: dict[FieldPath, list[Fault]] = {}
    for fault in faults:
        if fault.kind == "type" and isinstance(fault.value, str):
            match = _PAIR.match(fault.value)
            if (
                match
                and fault.path
                and isinstance(fault.path[-1], int)
                and match[1] in table(version).get(fault.wanted, {})
            ):
                found.setdefault(fault.path[:-1], []).append(fault)
    return {path: pieces for path, pieces in found.items() if len(pieces) > 1}


def _pairs_problem(pieces: Sequence[Fault]) -> Problem:
    """Return one problem for all strings of such a list."""
    first = pieces[0]
    pairs = [match.groups() for piece in pieces if (match := _PAIR.match(piece.value))]
    meant_object = ", ".join(f"{key}: {yaml_text(value)}" for key, value in pairs)
    name = next(step for step in reversed(first.path) if isinstance(step, str))
    return Problem(
        rule="wrong-type",
        path=first.path,
        message=f"the items of `{name}` are strings such as `{first.value[:_LONGEST_SHOWN]}`, not mappings",
        source="decode",
        result=UNREAD,
        write=f"- {{{meant_object}}}",
        related=tuple(Related(piece.path, "a part of the same mapping") for piece in pieces[1:]),
    )


def _entry(fault: Fault, value: str) -> str:
    last = fault.path[-1] if fault.path else 0
    return f"{last}: {value}" if isinstance(last, str) else value


def _reshaped(fault: Fault) -> str:
    """Return the value in the required form, if the form is clear."""
    name = fault.path[-1] if fault.path else ""
    value, kind = fault.value, fault.wanted
    if kind.startswith(LIST) and isinstance(value, dict) and value:
        first, inner = next(iter(value.items()))
        if kind == f"{LIST}EnvVar" and isinstance(inner, str | int | float):
            return f"- {env_entry(str(first), inner if isinstance(inner, str) else as_json(inner))}"
        return f"- {first}: {inner}" if isinstance(inner, str) else f"- {first}: …"
    if kind == f"{LIST}string" and isinstance(value, str | int | float):
        text = value if isinstance(value, str) else as_json(value)
        quoted = text.replace("\\", "\\\\").replace('"', '\\"')
        return f'{name}: ["{quoted}"]' if text.isprintable() else ""
    if isinstance(value, str) and (glued := _GLUED.match(value)):
        return f"{glued[1]}: {glued[2]}"
    if not kind.startswith(LIST) and kind not in _WANTED and isinstance(value, list):
        return f"the entries of {name} without dashes"
    return ""


def _place(fault: Fault) -> str:
    """Return the place of a fault as a message names it."""
    if not fault.path:
        return "the manifest"
    last = fault.path[-1]
    if isinstance(last, int):
        owner = next((step for step in reversed(fault.path) if isinstance(step, str)), "the list")
        return f"item {last + 1} of `{owner}`"
    return f"`{last}`"


def _wanted(kind: str) -> str:
    """Return a type of the field tables in words."""
    if kind in _WANTED:
        return _WANTED[kind]
    if kind.startswith(LIST):
        return "a list"
    return "a mapping of names to values" if kind.startswith(MAP) else "a mapping"


def _found(fault: Fault) -> str:
    """Return a description of the actual value."""
    value, kind = fault.value, fault.wanted
    if kind in ("int32", "int64", "int-or-string") and type(value) in (int, float):
        if isinstance(value, float) and not value.is_integer():
            return f"the number {value}"
        limit = LIMITS["int64" if kind == "int64" else "int32"]
        return f"{as_json(value)}; it must lie between -{limit} and {limit - 1}"
    return _kind(value)


def _kind(value: Any) -> str:
    """A JSON value in words."""
    if isinstance(value, bool):
        return f"the boolean {as_json(value)}"
    if isinstance(value, int | float):
        return f"the number {as_json(value)}"
    if isinstance(value, str):
        return f"the string `{value}`" if value else "an empty string"
    return "a list" if isinstance(value, list) else "a mapping"


def as_json(value: Any) -> str:
    """Return a number or boolean as Kubernetes sees it: `true`, `80`, `1000`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    whole = isinstance(value, float) and value.is_integer() and abs(value) < _GO_PRINTS_DIGITS_BELOW
    return str(int(value) if whole else value)
