"""The decoder agrees with jsonschema on the same tables, and knows every field of every version."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from dslint.kubernetes.decode import LIMITS, Fault, decode, faults_of, fits
from dslint.kubernetes.fields import LIST, MAP, ROOT, table
from dslint.kubernetes.versions import KNOWN, NEWEST
from dslint.values.path import FieldPath

QUANTITY = r"^[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)([numkMGTPE]|[KMGTPE]i|[eE][-+]?[0-9]+)?$"
TIME = r"^[0-9]{4}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z$"
WORDS = ("", "a", "0644", "true", "100m", "1 Gi", "2006-01-02T15:04:05Z", "2006-01-02")
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from(WORDS),
    st.sampled_from([0, 1, -1, 80.0, 80.5, 2**31, -(2**31), 2**63, -(2**63) - 1]),
)


def schema_of(kind: str) -> dict[str, Any]:
    """A type of the tables as JSON Schema; a null is as good as nothing everywhere."""
    if kind.startswith(LIST):
        return {"type": ["array", "null"], "items": schema_of(kind[2:])}
    if kind.startswith(MAP):
        return {"type": ["object", "null"], "additionalProperties": schema_of(kind[2:])}
    if kind in LIMITS:
        return {"type": ["integer", "null"], "minimum": -LIMITS[kind], "maximum": LIMITS[kind] - 1}
    simple: dict[str, dict[str, Any]] = {
        "anything": {},
        "boolean": {"type": ["boolean", "null"]},
        "int-or-string": {"type": ["integer", "string", "null"], "minimum": -(2**31), "maximum": 2**31 - 1},
        "quantity": {"anyOf": [{"type": "string", "pattern": QUANTITY}, {"type": ["number", "null"]}]},
        "string": {"type": ["string", "null"]},
        "time": {"type": ["string", "null"], "pattern": TIME},
    }
    return simple.get(kind, {"$ref": f"#/$defs/{kind}"})


@cache
def objects(version: str) -> dict[str, Any]:
    return {
        name: {
            "type": ["object", "null"],
            "properties": {field: schema_of(kind) for field, kind in fields.items()},
            "additionalProperties": False,
        }
        for name, fields in table(version).items()
    }


def validator(kind: str) -> Draft202012Validator:
    return Draft202012Validator({"$defs": objects(NEWEST), **schema_of(kind)})


@st.composite
def values(draw: st.DrawFn, kind: str, depth: int = 0) -> Any:
    """A value of a type, or sometimes something else in its place."""
    if draw(st.integers(0, 11)) == 0:
        return draw(st.one_of(SCALARS, st.just([]), st.just({}), st.just([None]), st.just({"a": "b"})))
    if kind.startswith(LIST):
        return [draw(values(kind[2:], depth + 1)) for _ in range(draw(st.integers(0, 2)))]
    if kind.startswith(MAP):
        return {
            key: draw(values(kind[2:], depth + 1))
            for key in draw(st.sets(st.sampled_from("abc"), max_size=2))
        }
    fields = table(NEWEST).get(kind)
    if fields is None:
        return draw(SCALARS)
    known = draw(st.sets(st.sampled_from(sorted(fields)), max_size=3 if depth < 7 else 0))
    made = {name: draw(values(fields[name], depth + 1)) for name in sorted(known)}
    if draw(st.integers(0, 9)) == 0:
        made["zebra"] = draw(SCALARS)
    return made


def documents() -> st.SearchStrategy[tuple[str, Any]]:
    """An object of the tables by name, and a value for it, right or wrong."""
    return st.sampled_from(sorted(table(NEWEST))).flatmap(
        lambda kind: st.tuples(st.just(kind), values(kind).filter(lambda value: value is not None))
    )


@pytest.mark.slow
@settings(
    max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
@given(documents())
def test_decoder_and_jsonschema_object_to_the_same_places(document: tuple[str, Any]) -> None:
    kind, data = document
    faults = [fault for fault in faults_of(data, kind, NEWEST) if fault.kind != "gated"]
    assert {places(fault) for fault in faults} == set(schema_places(kind, data))


def places(fault: Fault) -> FieldPath:
    """Where jsonschema would object: at the object that has an unknown field, or at the value itself."""
    return tuple(fault.path[:-1] if fault.kind == "unknown" else fault.path)


def schema_places(kind: str, data: Any) -> Iterator[FieldPath]:
    for error in validator(kind).iter_errors(data):
        yield tuple(error.absolute_path)


def all_fields(kind: str, version: str, seen: frozenset[str] = frozenset()) -> Iterator[tuple[str, str, str]]:
    """Every (object, field, type) that can be reached from a type."""
    inner = kind.removeprefix(LIST).removeprefix(MAP)
    fields = table(version).get(inner)
    if fields is None or inner in seen:
        return
    for name, field_kind in fields.items():
        yield inner, name, field_kind
        yield from all_fields(field_kind, version, seen | {inner})


@pytest.mark.parametrize("version", KNOWN)
def test_every_field_of_every_table_is_known_to_the_walker(version: str) -> None:
    reached = set(all_fields(ROOT, version))
    assert {kind for kind, _, _ in reached} == set(table(version))
    for kind, name, field_kind in reached:
        assert fits({name: example(field_kind)}, kind, version), (kind, name)
        assert not fits({name: object()}, kind, version) or field_kind == "anything", (kind, name)
        assert not fits({name + "x": 1}, kind, version) or name + "x" in table(version)[kind], (kind, name)


def example(kind: str) -> Any:
    """The smallest value of a type."""
    if kind.startswith(LIST):
        return [example(kind[2:])]
    if kind.startswith(MAP):
        return {"a": example(kind[2:])}
    scalars = {
        "boolean": True,
        "int32": 1,
        "int64": 2**40,
        "quantity": "1Gi",
        "time": "2006-01-02T15:04:05Z",
        "string": "a",
        "int-or-string": "http",
    }
    return scalars.get(kind, {})


@pytest.mark.parametrize(
    "written,read",
    [
        ({"minReadySeconds": 80.0}, {"minReadySeconds": 80}),
        ({"minReadySeconds": None}, {}),
        ({"minReadySeconds": "80"}, {}),
        ({"selector": {"matchLabels": {"a": None}}}, {"selector": {"matchLabels": {"a": ""}}}),
        (
            {"selector": {"matchExpressions": [None, {"values": [None]}]}},
            {"selector": {"matchExpressions": [{}, {"values": [""]}]}},
        ),
        (
            {"selector": {"matchExpressions": [5, {"key": "a"}]}},
            {"selector": {"matchExpressions": [{}, {"key": "a"}]}},
        ),
    ],
)
def test_what_is_read(written: dict[str, Any], read: dict[str, Any]) -> None:
    spec = decode({"spec": written}, NEWEST).manifest["spec"]
    assert {name: spec[name] for name in spec if name in ("minReadySeconds", "selector")} == read


def test_the_manifest_as_written_is_left_alone() -> None:
    written = {"metadata": {"labels": {"a": None}}, "spec": {"template": {"spec": {"containers": [None]}}}}
    decode(written, NEWEST)
    assert written == {
        "metadata": {"labels": {"a": None}},
        "spec": {"template": {"spec": {"containers": [None]}}},
    }
