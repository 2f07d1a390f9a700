"""Strings with another meaning than intended, because of how they were written or rendered.

Parameter: `fault`, one of `folded` (a folded scalar that keeps line breaks before deeper lines) and
`scientific` (a number in scientific notation).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import name_of
from dslint.kubernetes.access import items
from dslint.values.path import FieldPath
from dslint.values.typed import Any

_SCIENTIFIC = r"(?<![\w.+-])\d(?:\.\d{1,17})?e\+\d{2}(?![\w.+-])"
_GOES_ON = ("\\", "&&", "|", ";", "(", "{", ",", "then", "do", "else")
"""Ends of lines after which a shell continues the command, or starts a new one."""


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the string."""
    find = _FAULTS[params["fault"]]
    for path, container in subject.all_containers:
        for place, value in _strings(path, container):
            values = find(subject, place, value)
            if values is not None:
                yield Hit(place, {"container": name_of(container), **values})


def _strings(path: FieldPath, container: Mapping[str, Any]) -> Iterator[tuple[FieldPath, str]]:
    for field in ("command", "args"):
        for index, word in enumerate(items(container, field)):
            if isinstance(word, str):
                yield (*path, field, index), word
    for index, variable in enumerate(items(container, "env")):
        if isinstance(variable, dict) and isinstance(variable.get("value"), str):
            yield (*path, "env", index, "value"), variable["value"]


def _folded(subject: Subject, path: FieldPath, value: str) -> Mapping[str, object] | None:
    if "\n " not in value:
        return None
    node = subject.node.at(path)
    if node is None or node.style != ">":
        return None
    before = ""
    for line in value.split("\n"):
        option = line.strip()
        if (
            line[:1] == " "
            and option.startswith("-")
            and not before.rstrip().endswith(_GOES_ON)
            and before.strip()
        ):
            return {"option": option[:60]}
        before = line
    return None


def _scientific(_: Subject, __: FieldPath, value: str) -> Mapping[str, object] | None:
    match = re.search(_SCIENTIFIC, value) if "e+" in value else None
    if match is None:
        return None
    number = float(match[0])
    return {"number": match[0], "meant": f"{number:.0f}"}


_FAULTS: dict[str, Callable[[Subject, FieldPath, str], Mapping[str, object] | None]] = {
    "folded": _folded,
    "scientific": _scientific,
}
