"""`$(NAME)` that Kubernetes does not replace, because NAME is defined further down or nowhere.

Parameter: `defined`, one of `later` and `nowhere`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import name_of
from dslint.kubernetes.access import items
from dslint.kubernetes.node import commands
from dslint.kubernetes.spelling import nearest
from dslint.kubernetes.yaml_text import yaml_text
from dslint.values.path import FieldPath
from dslint.values.problem import Change, Related
from dslint.values.typed import Any

_USUAL_NAME = re.compile(r"[A-Z_][A-Z0-9_]*\Z")


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the value with the reference."""
    find = _later if params["defined"] == "later" else _nowhere
    for path, container in subject.all_containers:
        yield from find(path, container)


def _later(path: FieldPath, container: Mapping[str, Any]) -> Iterator[Hit]:
    """Report references to variables further down, which are not known yet."""
    variables = [variable if isinstance(variable, dict) else {} for variable in items(container, "env")]
    last = {variable.get("name"): index for index, variable in enumerate(variables) if _is_name(variable)}
    seen: set[Any] = set()
    for index, variable in enumerate(variables):
        value = variable.get("value")
        names = commands.references(value) if isinstance(value, str) and "$(" in value else ()
        for name in names:
            if name not in seen and last.get(name, -1) > index and not _may_come_from_elsewhere(container):
                place = (*path, "env", index)
                yield Hit(
                    (*place, "value"),
                    {"name": name, "variable": variable.get("name", ""), "container": name_of(container)},
                    related=(Related((*path, "env", last[name], "name"), f"{name} is defined here"),),
                    changes=_moved(path, variables, index),
                    safe=True,
                )
                break
        if _is_name(variable):
            seen.add(variable["name"])


def _is_name(variable: Mapping[str, Any]) -> bool:
    return isinstance(variable.get("name"), str)


def _moved(path: FieldPath, variables: list[dict[str, Any]], index: int) -> tuple[Change, ...]:
    """Move the variable after all others, if it is a plain value that none of those uses."""
    variable = variables[index]
    name = variable.get("name")
    if set(variable) != {"name", "value"} or not isinstance(name, str) or "\n" in variable["value"]:
        return ()
    for other in variables[index + 1 :]:
        value = other.get("value")
        if other.get("name") == name or (isinstance(value, str) and f"$({name})" in value):
            return ()
    text = f"- name: {name}\n  value: {yaml_text(variable['value'])}"
    return Change("remove", (*path, "env", index)), Change("insert", (*path, "env"), text)


def _may_come_from_elsewhere(container: Mapping[str, Any]) -> bool:
    return bool(items(container, "envFrom"))


def _nowhere(path: FieldPath, container: Mapping[str, Any]) -> Iterator[Hit]:
    """Report names that look like variables, except in a shell script, where `$(NAME)` runs a program."""
    if _may_come_from_elsewhere(container):
        return
    known: set[str] | None = None
    for place, value in _values(path, container):
        if "$(" not in value:
            continue
        if known is None:
            known = set(commands.defined(container))
        for name in commands.references(value):
            if name not in known and _USUAL_NAME.match(name) and not commands.is_service_variable(name):
                near = nearest(name, known)
                written = value.replace(f"$({name})", f"$({near})")
                write = f"$({near})" if near else f"a variable {name} under env, or the value itself"
                yield Hit(
                    place,
                    {"name": name, "container": name_of(container), "write": write},
                    changes=(Change("replace", place, yaml_text(written)),)
                    if near and "\n" not in written
                    else (),
                )
                break


def _values(path: FieldPath, container: Mapping[str, Any]) -> Iterator[tuple[FieldPath, str]]:
    for index, variable in enumerate(items(container, "env")):
        if isinstance(variable, dict) and isinstance(variable.get("value"), str):
            yield (*path, "env", index, "value"), variable["value"]
    words = commands.words(container.get("command"), container.get("args"))
    if commands.reads_scripts(words):
        return
    for field in ("command", "args"):
        for index, word in enumerate(items(container, field)):
            if isinstance(word, str):
                yield (*path, field, index), word
