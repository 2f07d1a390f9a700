"""Small pods for tests, and all that is said of them, as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from dslint.kubernetes.validation import judge
from dslint.kubernetes.validation.problem_constructors import REFUSED, WARNED
from dslint.reader.stream import read_stream
from dslint.values.path import field_text
from dslint.values.problem import Problem
from tests.manifests import daemonset_of

POD = "spec.template.spec."
TEMPLATE = "spec.template."
VOLUMES = "volumes: [{name: data, hostPath: {path: /d}}, {name: disk, persistentVolumeClaim: {claimName: c}}]"

KINDS: dict[str, Callable[[str], str]] = {
    "pod": lambda text: text,
    "container": lambda text: f"containers: [{{name: c, image: i, {text}}}]",
    "init container": lambda text: f"initContainers: [{{name: i, image: i, {text}}}]",
    "container with volumes": lambda text: f"containers: [{{name: c, image: i, {text}}}]\n{VOLUMES}",
    "volume": lambda text: f"volumes: [{{name: v, {text}}}]",
}
"""What a fragment is part of: the pod spec around it, in YAML."""


def daemonset(pod: str, annotations: dict[str, str] | None = None) -> dict[str, Any]:
    """A DaemonSet without fault but for what the pod spec, given as YAML, brings."""
    spec: dict[str, Any] = {"containers": [{"name": "c", "image": "i"}]}
    spec.update(read_stream(pod).documents[0].data)
    return daemonset_of(spec, annotations=annotations or {})


def problems(
    pod: str, version: str = "1.37", annotations: dict[str, str] | None = None
) -> tuple[Problem, ...]:
    """What one version says of a DaemonSet with this pod spec."""
    return judge(daemonset(pod, annotations), version).problems


def said(found: tuple[Problem, ...]) -> str:
    """Problems as text: reason, the server's field, rule, message, and everything that is not as usual."""
    return "\n".join(line for problem in found for line in _lines(problem)) or "    accepted"


def _lines(problem: Problem) -> Iterator[str]:
    place = field_text(problem.path)
    field = problem.field if problem.field is not None else place
    reason = (problem.reason or problem.source).removeprefix("FieldValue")
    yield f"    {reason} {_short(field)} ({problem.rule})"
    yield f"        {problem.message}"
    if problem.result not in (REFUSED, WARNED):
        yield f"        result: {problem.result}"
    if problem.write:
        yield f"        write: {problem.write}"
    if place != field:
        yield f"        at: {_short(place)}"
    for related in problem.related:
        yield f"        see: {_short(field_text(related.path))}: {related.message}"
    for change in problem.changes:
        yield f"        fix: {change.action} {_short(field_text(change.path))} {change.text}".rstrip()


def _short(field: str) -> str:
    return field.removeprefix(POD).removeprefix(TEMPLATE)
