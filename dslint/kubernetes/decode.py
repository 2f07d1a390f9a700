"""Decode a manifest as the API server does: known fields, known types, defaults.

There is one reader per type of the field tables, created on first use. A reader takes a value and its path
and returns the decoded value, or DROPPED after it recorded a fault. Source: sigs.k8s.io/json (strict,
case-sensitive) and the UnmarshalJSON methods of Quantity, IntOrString and Time.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from dslint.kubernetes.defaults import filler, new
from dslint.kubernetes.fields import LIST, MAP, ROOT, Fields, Table, table
from dslint.kubernetes.formats.quantity import parse as parse_quantity
from dslint.kubernetes.formats.timestamps import is_timestamp
from dslint.kubernetes.releases.gates import FIELD_GATES, shut_gate
from dslint.kubernetes.releases.release import Fact, varying_fields
from dslint.kubernetes.versions import minor_number
from dslint.values.path import FieldPath, MapKey
from dslint.values.typed import Any, Final, Literal, NamedTuple


class Fault(NamedTuple):
    """A value that the server cannot decode, or will drop.

    kind     `unknown`: no such field; `type`: the value is not a `wanted`; `gated`: its gate is shut;
             `varies`: no fault, but other versions may read the field differently
    path     of the value (for `unknown` and `varies`, of the field)
    wanted   the type of the field tables; for `unknown`, the object that lacks the field; for
             `gated`, the gate; for `varies`, the object
    """

    kind: Literal["unknown", "type", "gated", "varies"]
    path: FieldPath
    wanted: str
    value: Any


class Decoded(NamedTuple):
    """A manifest reduced to what the server can read, with defaults, and the faults.

    Gated fields are still present: whether the server drops them depends on the stored object. `depends_on`
    holds the fields of the manifest that the requested versions read differently.
    """

    manifest: dict[str, Any]
    faults: list[Fault]
    depends_on: frozenset[Fact] = frozenset()


DROPPED: Final = object()
"""The result of a reader for a value of the wrong type."""
EMPTY: dict[str, Any] = {"string": "", "boolean": False, "int32": 0, "int64": 0, "quantity": "0"}
"""The value of a null item of a list or value of a map; objects are empty."""
LIMITS = {"int32": 2**31, "int64": 2**63}

Reader = Callable[[Any, FieldPath, list[Fault]], Any]


def decode(data: dict[str, Any], version: str, among: tuple[str, ...] = ()) -> Decoded:
    """Read a manifest by the field table of a version; `among` are the versions of the same request."""
    faults: list[Fault] = []
    manifest = _reader(ROOT, version, among)(data, (), faults)
    if not among:
        return Decoded(manifest, faults)
    varying = {Fact("field", str(fault.path[-1]), fault.wanted) for fault in faults if fault.kind == "varies"}
    return Decoded(manifest, [fault for fault in faults if fault.kind != "varies"], frozenset(varying))


def fits(value: Any, kind: str, version: str) -> bool:
    """Whether a value can be read as a type, without an error or an unknown field inside."""
    return value is None or all(fault.kind == "gated" for fault in faults_of(value, kind, version))


def faults_of(value: Any, kind: str, version: str) -> list[Fault]:
    """Return the faults of a value read as a type of the field tables; paths start at the value."""
    faults: list[Fault] = []
    _reader(kind, version)(value, (), faults)
    return faults


@cache
def _reader(kind: str, version: str, among: tuple[str, ...] = ()) -> Reader:
    if kind in _SCALARS:
        return _SCALARS[kind]
    if kind.startswith(LIST):
        return _list_reader(kind, version, among)
    if kind.startswith(MAP):
        return _map_reader(kind, version, among)
    return _object_reader(kind, table(version), version, among)


def _object_reader(  # noqa: C901 - the loop that every field of every manifest goes through
    kind: str, objects: Table, version: str, among: tuple[str, ...]
) -> Reader:
    fields: Fields = objects[kind]
    fill = filler(kind)
    gated = _shut_fields(kind, version)
    varying = varying_fields(kind, among)
    readers: dict[str, Reader] = {}

    def read(value: Any, path: FieldPath, faults: list[Fault]) -> Any:
        if type(value) is not dict:
            faults.append(Fault("type", path, kind, value))
            return DROPPED
        decoded = {}
        for field, written in value.items():
            if field in varying:
                faults.append(Fault("varies", (*path, field), kind, None))
            reader = readers.get(field)
            if reader is None:
                if field not in fields:
                    faults.append(Fault("unknown", (*path, field), kind, written))
                    continue
                reader = readers[field] = _reader(fields[field], version, among)
            if written is None:
                continue
            place = (*path, field)
            item = reader(written, place, faults)
            if item is not DROPPED:
                decoded[field] = item
                if field in gated:
                    faults.append(Fault("gated", place, gated[field], written))
        if fill is not None:
            fill(decoded)
        return decoded

    return read


def _shut_fields(kind: str, version: str) -> dict[str, str]:
    """Return the fields of an object whose gate is off in a version, with the gate."""
    minor = minor_number(version)
    return {
        field: gate
        for owner, field in FIELD_GATES
        if owner == kind and (gate := shut_gate(kind, field, minor))
    }


def _list_reader(kind: str, version: str, among: tuple[str, ...]) -> Reader:
    inner = kind[len(LIST) :]
    reader = _reader(inner, version, among)

    def read(value: Any, path: FieldPath, faults: list[Fault]) -> Any:
        if type(value) is not list:
            faults.append(Fault("type", path, kind, value))
            return DROPPED
        items = (
            _empty(inner) if item is None else reader(item, (*path, index), faults)
            for index, item in enumerate(value)
        )
        # An invalid item stays in the list as an empty one, so the others keep their indices.
        return [_empty(inner) if item is DROPPED else item for item in items]

    return read


def _map_reader(kind: str, version: str, among: tuple[str, ...]) -> Reader:
    inner = kind[len(MAP) :]
    reader = _reader(inner, version, among)

    def read(value: Any, path: FieldPath, faults: list[Fault]) -> Any:
        if type(value) is not dict:
            faults.append(Fault("type", path, kind, value))
            return DROPPED
        decoded = {}
        for key, written in value.items():
            item = _empty(inner) if written is None else reader(written, (*path, MapKey(key)), faults)
            if item is not DROPPED:
                decoded[key] = item
        return decoded

    return read


def _empty(kind: str) -> Any:
    return EMPTY[kind] if kind in EMPTY else new(kind)


def _string(value: Any, path: FieldPath, faults: list[Fault]) -> Any:
    if type(value) is str:
        return value
    faults.append(Fault("type", path, "string", value))
    return DROPPED


def _boolean(value: Any, path: FieldPath, faults: list[Fault]) -> Any:
    if type(value) is bool:
        return value
    faults.append(Fault("type", path, "boolean", value))
    return DROPPED


def _integer_reader(kind: str) -> Reader:
    limit = LIMITS[kind]

    def read(value: Any, path: FieldPath, faults: list[Fault]) -> Any:
        if type(value) is float and value.is_integer():
            value = int(value)
        if type(value) is int and -limit <= value < limit:
            return value
        faults.append(Fault("type", path, kind, value))
        return DROPPED

    return read


_int32 = _integer_reader("int32")


def _int_or_string(value: Any, path: FieldPath, faults: list[Fault]) -> Any:
    return value if type(value) is str else _int32(value, path, faults)


def _quantity(value: Any, path: FieldPath, faults: list[Fault]) -> Any:
    if isinstance(value, str | int | float) and parse_quantity(value) is not None:
        return value
    faults.append(Fault("type", path, "quantity", value))
    return DROPPED


def _time(value: Any, path: FieldPath, faults: list[Fault]) -> Any:
    if type(value) is str and is_timestamp(value):
        return value
    faults.append(Fault("type", path, "time", value))
    return DROPPED


def _anything(value: Any, _path: FieldPath, _faults: list[Fault]) -> Any:
    return value


_SCALARS: dict[str, Reader] = {
    "string": _string,
    "boolean": _boolean,
    "int32": _int32,
    "int64": _integer_reader("int64"),
    "int-or-string": _int_or_string,
    "quantity": _quantity,
    "time": _time,
    "anything": _anything,
}
