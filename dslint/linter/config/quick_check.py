"""A fast check whether data is valid against one of dslint's schemas, without a library.

Importing the library costs more than linting a file, and most configurations are valid. This check knows only
some keywords; for any other it answers no, and the library decides.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dslint.values.typed import Any

Schema = Mapping[str, Any]

_ABOUT = frozenset({"$schema", "$id", "$defs", "title", "description", "x-values"})
"""Keywords without a requirement for the data."""
_TYPES: Mapping[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: isinstance(value, int) and not isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "null": lambda value: value is None,
}


def is_plainly_valid(schema: Schema, data: object) -> bool:
    """Whether the schema certainly allows the data."""
    return _allows(schema, data, schema.get("$defs", {}))


def _allows(schema: Schema, data: object, definitions: Mapping[str, Schema]) -> bool:
    return all(
        keyword in _ABOUT
        or (
            keyword in _KEYWORDS
            and _KEYWORDS[keyword](value, data, schema, lambda part, item: _allows(part, item, definitions))
        )
        or (
            keyword == "$ref"
            and str(value).removeprefix("#/$defs/") in definitions
            and _allows(definitions[value.removeprefix("#/$defs/")], data, definitions)
        )
        for keyword, value in schema.items()
    )


Inner = Callable[[Schema, object], bool]


def _type(value: Any, data: object, _schema: Schema, _inner: Inner) -> bool:
    return any(_TYPES[name](data) for name in ([value] if isinstance(value, str) else value))


def _properties(value: Any, data: object, _schema: Schema, inner: Inner) -> bool:
    return not isinstance(data, dict) or all(
        inner(part, data[key]) for key, part in value.items() if key in data
    )


def _additional(value: Any, data: object, schema: Schema, inner: Inner) -> bool:
    if not isinstance(data, dict) or value is True:
        return True
    others = [key for key in data if key not in schema.get("properties", {})]
    return not others if value is False else all(inner(value, data[key]) for key in others)


def _enum(value: Any, data: object, _schema: Schema, _inner: Inner) -> bool:
    return any(type(data) is type(allowed) and data == allowed for allowed in value)


_KEYWORDS: Mapping[str, Callable[[Any, object, Schema, Inner], bool]] = {
    "type": _type,
    "properties": _properties,
    "additionalProperties": _additional,
    "enum": _enum,
    "required": lambda value, data, _schema, _inner: not isinstance(data, dict) or data.keys() >= set(value),
    "items": lambda value, data, _schema, inner: (
        not isinstance(data, list) or all(inner(value, item) for item in data)
    ),
    "minLength": lambda value, data, _schema, _inner: not isinstance(data, str) or len(data) >= value,
    "minItems": lambda value, data, _schema, _inner: not isinstance(data, list) or len(data) >= value,
    "minimum": lambda value, data, _schema, _inner: not isinstance(data, int | float) or data >= value,
    "anyOf": lambda value, data, _schema, inner: any(inner(part, data) for part in value),
    "oneOf": lambda value, data, _schema, inner: sum(inner(part, data) for part in value) == 1,
}
