"""Merge mistakes that follow from another one into their cause.

For example, a misspelt or misplaced `metadata` also means that the name is missing, and a rejected volume
makes its mounts invalid. The server lists all of them; a user needs only the cause.
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
    """Return the problems without consequences, which become related places of their cause."""
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
    """Drop the problem about a namespace such as `FILLED BY THE OPERATOR`, which is set later."""
    if not _FOR_AN_OPERATOR.match(text(data, *_NAMESPACE)):
        return dict(problems)
    return {problem: versions for problem, versions in problems.items() if problem.path != _NAMESPACE}


def _causes(problems: Mapping[Problem, Versions]) -> dict[FieldPath, Problem]:
    """Return the place that a problem leaves empty or broken -> the problem."""
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
    """Return the place of a fault; below a misspelt key it is the key."""
    words = f"follows from it: {found.message}"
    return Related(found.path, words) if found.rule == _MOUNT else Related(cause.path, words, "key")
