"""Values at a path that must be valid against a JSON Schema, whose patterns use the linear engine."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache

from dslint.checks.base import Hit, Subject
from dslint.checks.policy.conditions import shown
from dslint.checks.policy.paths import MISSING
from dslint.checks.policy.patterns import PatternError, compiled
from dslint.checks.policy.value import both
from dslint.values.path import field_text
from dslint.values.typed import Any

_MOST = 20
"""The maximum number of reported errors in one value."""


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at each invalid value; a missing value is ignored."""
    validator = _validator(json.dumps(params["schema"], sort_keys=True))
    for place in both(subject, params["path"]):
        if place.value is MISSING:
            continue
        for count, error in enumerate(validator.iter_errors(place.value)):
            if count == _MOST:
                break
            path = (*place.path, *error.absolute_path)
            values = {
                "path": field_text(path),
                "value": shown(error.instance),
                "wanted": shown(error.message),
            }
            yield Hit(path, values)


def schema_fault(schema: bool | Mapping[str, Any]) -> str | None:  # noqa: FBT001 - JSON Schema has both
    """Return the error in a schema, or None."""
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - slow to import, and few rules need it
    from jsonschema.exceptions import SchemaError  # noqa: PLC0415 - as above

    try:
        Draft202012Validator.check_schema(schema)
    except SchemaError as error:
        where = field_text(tuple(error.absolute_path))
        return f"{where}: {error.message}" if where else str(error.message)
    for keyword, value in _keywords(schema):
        if keyword in ("$ref", "$dynamicRef") and not str(value).startswith("#/"):
            return f"{keyword} {value!r}: only references into the schema itself (#/$defs/…) are followed"
        for pattern in (value,) if keyword == "pattern" else value if keyword == "patternProperties" else ():
            try:
                compiled(pattern)
            except PatternError as error:
                return f"the pattern {pattern!r} is not supported: {error}"
    return None


def _keywords(schema: object) -> Iterator[tuple[str, Any]]:
    waiting = [schema]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            yield from value.items()
            waiting.extend(value.values())
        elif isinstance(value, list):
            waiting.extend(value)


@lru_cache(maxsize=32)
def _validator(schema: str) -> Any:
    from jsonschema import Draft202012Validator, ValidationError  # noqa: PLC0415 - as above
    from jsonschema.validators import extend  # noqa: PLC0415 - as above
    from referencing import Registry  # noqa: PLC0415 - as above

    def pattern(_: Any, wanted: str, instance: object, __: Any) -> Iterator[ValidationError]:
        if isinstance(instance, str) and not compiled(wanted).found_in(instance):
            yield ValidationError(f"{shown(instance)} does not match {wanted}")

    def pattern_properties(
        validator: Any, wanted: Mapping[str, Any], instance: object, _: Any
    ) -> Iterator[ValidationError]:
        if not isinstance(instance, dict):
            return
        for each, subschema in wanted.items():
            for key, value in instance.items():
                if compiled(each).found_in(key):
                    yield from validator.descend(value, subschema, path=key, schema_path=each)

    safe = {"pattern": pattern, "patternProperties": pattern_properties}
    made: Any = extend
    return made(Draft202012Validator, safe)(json.loads(schema), registry=Registry())
