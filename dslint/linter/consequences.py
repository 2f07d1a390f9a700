"""Faults that follow from another one: shown with their cause, not before it.

A misspelt or misplaced `metadata` also means that the name is missing, and a rejected volume that its mounts
have none. The server lists all of them; a person needs the cause.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from dslint.kubernetes.access import text
from dslint.values.path import POD_SPEC, FieldPath
from dslint.values.problem import Problem, Related
from dslint.values.typed import Any, Final

_SHOWN: Final = 5
_VOLUME: Final = (*POD_SPEC, "volumes")
_MOUNT: Final = "volume-mount"
_OF_VOLUMES: Final = ("volume-source", "volume-name")

_NAMESPACE: Final = ("metadata", "namespace")
_FOR_AN_OPERATOR: Final = re.compile(r"[A-Z]+(?: [A-Z]+)+\Z")

Versions = tuple[str, ...]


def with_their_causes(problems: Mapping[Problem, Versions]) -> dict[Problem, Versions]:
    """The problems without those that follow from another one, which become places related to it."""
    causes = _causes(problems)
    if not causes:
        return dict(problems)
    follow: dict[Problem, list[Problem]] = {}
    for problem, versions in problems.items():
        cause = _cause_of(problem, causes)
        if cause is not None and cause is not problem and problems[cause] == versions:
            follow.setdefault(cause, []).append(problem)
    hidden = {problem for found in follow.values() for problem in found}
    return {
        _with(problem, follow.get(problem, [])): versions
        for problem, versions in problems.items()
        if problem not in hidden
    }


def without_operators_notes(problems: Mapping[Problem, Versions], data: Any) -> dict[Problem, Versions]:
    """The problems without that of a namespace such as `FILLED BY THE OPERATOR`, which comes later."""
    if not _FOR_AN_OPERATOR.match(text(data, *_NAMESPACE)):
        return dict(problems)
    return {problem: versions for problem, versions in problems.items() if problem.path != _NAMESPACE}


def _causes(problems: Mapping[Problem, Versions]) -> dict[FieldPath, Problem]:
    """The place that a problem leaves empty or broken -> the problem. A key is missing where it belongs."""
    found: dict[FieldPath, Problem] = {}
    for problem in problems:
        if problem.rule == "unknown-field" and problem.changes and problem.changes[0].action == "rename":
            found[(*problem.path[:-1], problem.changes[0].text)] = problem
        elif problem.belongs:
            found.setdefault(problem.belongs, problem)
        elif problem.rule in _OF_VOLUMES and problem.path[: len(_VOLUME)] == _VOLUME:
            found.setdefault(problem.path[: len(_VOLUME) + 1], problem)
    return found


def _cause_of(problem: Problem, causes: Mapping[FieldPath, Problem]) -> Problem | None:
    if problem.source != "api":
        return None
    if problem.rule == _MOUNT and problem.reason == "FieldValueNotFound" and problem.related:
        return causes.get(problem.related[0].path[: len(_VOLUME) + 1])
    for length in range(len(problem.path), 0, -1):
        cause = causes.get(problem.path[:length])
        if cause is not None and cause.rule not in _OF_VOLUMES:
            return cause
    return None


def _with(problem: Problem, follow: list[Problem]) -> Problem:
    if not follow:
        return problem
    related = tuple(_place(problem, found) for found in follow[:_SHOWN])
    return problem._replace(related=(*problem.related, *related))


def _place(cause: Problem, found: Problem) -> Related:
    """Where a fault shows; below a misspelt key nothing is written, so there it is the key."""
    words = f"follows from it: {found.message}"
    return Related(found.path, words) if found.rule == _MOUNT else Related(cause.path, words, "key")
