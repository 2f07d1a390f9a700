"""The checks that rule files can use, with their parameters, as text and as JSON."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

Schema = Mapping[str, Any]
_WIDTH = 96


def checks_text(checks: Mapping[str, Schema]) -> str:
    """Return every check with its parameters as text."""
    return "\n".join("\n".join(_check(name, schema)) + "\n" for name, schema in sorted(checks.items()))


def checks_json(checks: Mapping[str, Schema]) -> str:
    """Return the JSON Schemas of the parameters, by check."""
    return json.dumps(dict(sorted(checks.items())), indent=2, ensure_ascii=False) + "\n"


def _check(name: str, schema: Schema) -> Iterator[str]:
    yield f"{name}"
    yield from _wrapped(schema.get("description", ""), "  ")
    required = schema.get("required", ())
    for parameter, about in schema.get("properties", {}).items():
        kind = _kind(about)
        must = ", required" if parameter in required else ""
        yield f"    {parameter} ({kind}{must})"
        yield from _wrapped(about.get("description", ""), "        ")
    values = schema.get("x-values")
    if values:
        yield f"    in messages: {', '.join(f'{{{value}}}' for value in values)}"


_KINDS = {
    "string": "a string",
    "integer": "an integer",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
}


def _kind(about: Schema) -> str:
    if "title" in about:
        return str(about["title"])
    if "enum" in about:
        return " or ".join(map(str, about["enum"]))
    kinds = about.get("type", "any value")
    return " or ".join(_KINDS.get(kind, kind) for kind in ([kinds] if isinstance(kinds, str) else kinds))


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        text, _WIDTH, initial_indent=indent, subsequent_indent=indent, break_on_hyphens=False
    )
