"""Template expressions that are left in a text that can be read as YAML.

To the API server, `{{ .Values.pool }}` in quotes and `${POOL}` are strings. In free text (arguments,
variables, annotations) they may be for the program that reads it; anywhere else, a value should have replaced
them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dslint.reader.nodes import Json
from dslint.values.path import FieldPath
from dslint.values.typed import NamedTuple

_FREE_TEXT = frozenset(
    {"args", "command", "annotations", "env", "httpHeaders", "subPathExpr", "data", "stringData"}
)
"""Keys below which a program may read braces and dollar signs itself."""
_BRACES = r"\{\{[^{}\n]{0,200}\}\}"
_VARIABLE = r"\$\{(\w{1,100})(?::?[=?+-][^}\n]{0,200})?\}"
_ENOUGH = 20


class Leftover(NamedTuple):
    """One expression and its place; `variable` is the name in `${NAME}`, empty for braces."""

    path: FieldPath
    text: str
    variable: str = ""


def leftovers_in(data: Json) -> list[Leftover]:
    """Return the expressions in the values of a manifest outside free text, in order; at most 20."""
    found: list[Leftover] = []
    for path, text in _strings(data):
        if "{{" in text:
            found.extend(Leftover(path, match[0]) for match in re.finditer(_BRACES, text))
        if "${" in text:
            found.extend(Leftover(path, match[0], match[1]) for match in re.finditer(_VARIABLE, text))
        if len(found) >= _ENOUGH:
            break
    return found[:_ENOUGH]


def _strings(data: Json) -> Iterator[tuple[FieldPath, str]]:
    """Yield every string outside free text with its path, in written order; keys of maps count too."""
    waiting: list[tuple[FieldPath, Json]] = [((), data)]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, str):
            yield path, value
        elif isinstance(value, dict):
            for key in reversed(value):
                if str(key) not in _FREE_TEXT:
                    waiting.append(((*path, key), value[key]))
                    if "{{" in str(key) or "${" in str(key):
                        waiting.append(((*path, key), str(key)))
        elif isinstance(value, list):
            waiting.extend(((*path, index), value[index]) for index in reversed(range(len(value))))
