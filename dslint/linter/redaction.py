"""Remove private strings from a manifest while it keeps the same findings."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from dslint.linter.engine import lint_text
from dslint.linter.options import Options
from dslint.reader.nodes import Json
from dslint.values.typed import Any, Final

MOST_STRINGS: Final = 2_000
"""The maximum number of tried strings. Others are replaced in any case."""

_LETTERS: Final = re.compile(r"[A-Za-z]+")
_PUBLIC: Final = frozenset(
    {
        "apiVersion",
        "dnsPolicy",
        "effect",
        "fieldPath",
        "imagePullPolicy",
        "kind",
        "medium",
        "mountPropagation",
        "operator",
        "protocol",
        "resource",
        "restartPolicy",
        "topologyKey",
        "type",
        "whenUnsatisfiable",
    }
)
"""Fields whose values are words of the API, never private."""
_OWN_KEYS: Final = frozenset({"labels", "annotations", "matchLabels", "nodeSelector", "data", "stringData"})
"""Mappings whose keys may be private."""


def redacted(data: dict[str, Json], options: Options) -> dict[str, Json]:
    """Replace every string that the original's findings do not need.

    Equal strings stay equal, so a selector still matches its labels. A string that decides a finding keeps
    its punctuation and digits, or stays unchanged if even that is not enough.
    """
    wanted = _findings(data, options)
    known: dict[str, str] = {}
    for number, string in enumerate(dict.fromkeys(_strings(data, ""))):
        plain = f"x{number}"
        if number >= MOST_STRINGS:
            known[string] = plain
            continue
        known[string] = next(
            (
                form
                for form in (plain, _LETTERS.sub(lambda run: "x" * len(run[0]), string))
                if _findings(_replaced(data, {**known, string: form}, ""), options) == wanted
            ),
            string,
        )
    return dict(_replaced(data, known, ""))


def _findings(data: Json, options: Options) -> set[tuple[str, str, str | None]]:
    report = lint_text(json.dumps(data), "", options)
    return {(finding.rule, finding.severity, finding.reason) for finding in report.findings}


def _strings(value: Json, key: str) -> Iterator[str]:
    """Yield every string that may be private, including a user's own keys."""
    if isinstance(value, dict):
        for name, child in value.items():
            if key in _OWN_KEYS:
                yield name
            yield from _strings(child, name)
    elif isinstance(value, list):
        for child in value:
            yield from _strings(child, key)
    elif isinstance(value, str) and value and key not in _PUBLIC:
        yield value


def _replaced(value: Json, known: dict[str, str], key: str) -> Any:
    if isinstance(value, dict):
        return {
            known.get(name, name) if key in _OWN_KEYS else name: _replaced(child, known, name)
            for name, child in value.items()
        }
    if isinstance(value, list):
        return [_replaced(child, known, key) for child in value]
    return known.get(value, value) if isinstance(value, str) and key not in _PUBLIC else value
