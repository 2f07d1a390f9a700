"""Expressions: whether they compile, where they do not, whether they fail, their values and types."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Iterator
from functools import cache
from typing import Any

from dslint.cel import types
from dslint.cel.environment import ORDER, Environment, Program
from dslint.cel.errors import CelError, CelUnknown
from dslint.cel.values import of_key
from tests.conformance.vectors import FOLDER

_LARGEST_IN_JSON = 2**53
"""From here on the vectors write integers as strings."""
_ENVIRONMENT = Environment({"object": types.DYN, "oldObject": types.DYN})


@cache
def _object() -> Any:
    return json.loads((FOLDER / "cel-object.json").read_bytes())


def compare(case: dict[str, Any]) -> Iterator[str]:
    """Yield what differs from Kubernetes' own environment on one expression."""
    expect = case["expect"]
    program = _ENVIRONMENT.compile(case["cel"])
    if not isinstance(program, Program):
        yield from _compile_differences(program[0].line, program[0].column, program[0].message, expect)
        return
    if expect["compile"] != "ok":
        yield f"compiles, want an error at {expect.get('line')}:{expect.get('column')}"
        return
    try:
        value = program.evaluate(_object(), None)
    except CelError as problem:
        if not expect.get("error"):
            yield f"fails: {problem}"
        return
    except CelUnknown as problem:
        # The server itself answers at random here; what it said once is no answer.
        if str(problem) != ORDER:
            yield f"unknown: {problem}"
        return
    if expect.get("error"):
        yield f"gives {value!r}, want an error"
    elif str(program.type) != expect["type"]:
        yield f"type: got {program.type}, want {expect['type']}"
    elif not _same(_shown(value), expect["value"]):
        yield f"value: got {value!r}, want {expect['value']!r}"


def _compile_differences(line: int, column: int, message: str, expect: dict[str, Any]) -> Iterator[str]:
    if expect["compile"] != "error":
        yield f"does not compile: {message}"
    elif (line, column) != (expect.get("line", 0), expect.get("column", 0)):
        yield f"error at {line}:{column}, want {expect.get('line')}:{expect.get('column')}"


def _shown(value: object) -> object:
    """A value as the vectors write it."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, list):
        return [_shown(item) for item in value]
    if isinstance(value, dict):
        return {str(of_key(key)): _shown(item) for key, item in value.items()}
    return value


def _same(got: Any, want: Any) -> bool:
    if isinstance(got, list | dict):
        return _same_inside(got, want)
    if isinstance(want, dict) and set(want) == {"unshown"}:
        return isinstance(got, float) and (math.isnan(got) or math.isinf(got))
    if isinstance(got, bool) or isinstance(want, bool):
        return got is want
    if isinstance(got, float):
        return not isinstance(want, str) and got == float(want)
    if isinstance(got, int) and abs(got) > _LARGEST_IN_JSON:
        return str(got) == str(want)
    return bool(got == want)


def _same_inside(got: Any, want: Any) -> bool:
    if isinstance(got, list) and isinstance(want, list):
        return len(got) == len(want) and all(map(_same, got, want))
    return (
        isinstance(want, dict)
        and got.keys() == want.keys()
        and all(_same(item, want[key]) for key, item in got.items())
    )
