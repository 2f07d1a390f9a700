"""The effect of an upgrade on a manifest: what starts or stops being rejected, dropped or warned about.

It compares the answers of neighboring versions: a place with different answers is a change. `ENDS` lists
features that stop working at run time without a message of the API server.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise

from dslint.kubernetes.judgement import Judgement
from dslint.kubernetes.validation.volumes.volume_warnings import GONE_SOURCES
from dslint.kubernetes.versions import at_least, in_order
from dslint.values.path import POD_SPEC, TEMPLATE, FieldPath, field_text
from dslint.values.problem import REFUSALS, Problem, Severity
from dslint.values.typed import NamedTuple

REFUSED_RULE = "upgrade-refused"
CHANGED_RULE = "upgrade-changes"
ENDS = {name: gone.gone for name, gone in GONE_SOURCES.items()}
"""Type of volume -> the version since which pods with one wait forever."""
_VOLUMES = (*POD_SPEC, "volumes")
_RESTART = "The first apply after the upgrade changes the pod template, so every pod is replaced."


class State(NamedTuple):
    """What a version does with a place: `refused`, `dropped` or `warned`, and its message."""

    kind: str
    problem: Problem


class Change(NamedTuple):
    """A place that `version` treats differently from the version before it; None: it accepts the value."""

    version: str
    path: FieldPath
    before: State | None
    after: State | None


_WORST = ("refused", "dropped", "warned")
States = Mapping[FieldPath, State]


def upgrade_problems(judgements: Iterable[tuple[tuple[str, ...], Judgement]]) -> Iterator[Problem]:
    """Return the changes for a manifest from the oldest to the newest of the versions that judged it."""
    answers = list(judgements)
    if not answers:
        return
    newest, states = answers[0][1], _by_version(answers)
    versions = in_order(states)
    for change in _changes(versions, states):
        yield _problem_of(change)
    volumes = newest.manifest["spec"]["template"]["spec"].get("volumes") or ()
    for index, volume in enumerate(volumes):
        for name, version in ENDS.items():
            if name in volume and at_least(versions[-1], version) and not at_least(versions[0], version):
                yield _end_of(name, version, (*_VOLUMES, index, name))


def new_fields(judgements: Iterable[tuple[tuple[str, ...], Judgement]]) -> Iterator[Change]:
    """Return the places that the newest version accepts, and that an older one drops or rejects.

    Each comes with the first version that accepts it.
    """
    states = _by_version(judgements)
    versions = in_order(states)
    for change in _changes(versions, states):
        if (
            change.before is not None
            and change.before.kind in ("refused", "dropped")
            and _kind_at(states[versions[-1]], change.path) not in ("refused", "dropped")
            and (change.after is None or change.after.kind == "warned")
        ):
            yield change


def _by_version(judgements: Iterable[tuple[tuple[str, ...], Judgement]]) -> dict[str, States]:
    states: dict[str, States] = {}
    for together, judgement in judgements:
        states.update(dict.fromkeys(together, _states_of(judgement.problems)))
    return states


def _states_of(problems: Iterable[Problem]) -> States:
    """Return each place with the most severe state in a version."""
    found: dict[FieldPath, State] = {}
    for problem in problems:
        kind = _kind_of(problem)
        known = found.get(problem.path)
        if kind and (known is None or _WORST.index(kind) < _WORST.index(known.kind)):
            found[problem.path] = State(kind, problem)
    return found


def _kind_of(problem: Problem) -> str:
    if problem.source in REFUSALS:
        return "refused"
    if problem.rule == "field-dropped":
        return "dropped"
    return "warned" if problem.source == "api-warning" else ""


def _changes(versions: tuple[str, ...], states: Mapping[str, States]) -> Iterator[Change]:
    """Return the changes in order of the versions; a change of a whole object hides those of its fields."""
    for older, newer in pairwise(versions):
        before, after = states[older], states[newer]
        if before is after:
            continue
        changed = {
            path: Change(newer, path, before.get(path), after.get(path))
            for path in {**before, **after}
            if _kind_at(before, path) != _kind_at(after, path)
        }
        for path, change in changed.items():
            if not any(path[:length] in changed for length in range(len(path))):
                yield change


def _kind_at(states: States, path: FieldPath) -> str:
    state = states.get(path)
    return state.kind if state is not None else ""


def _problem_of(change: Change) -> Problem:
    before, after = change.before, change.after
    state = after or before
    if state is None:  # a change has at least one side
        msg = "a change without a state"
        raise ValueError(msg)
    start = f"from Kubernetes {change.version}"
    severity: Severity = "warning"
    rule, result, write = CHANGED_RULE, "", state.problem.write
    if after is None:
        severity, message, result, write = _accepted(change, start, state)
    elif after.kind == "refused":
        rule, severity = REFUSED_RULE, "error"
        message = f"{start}, the API server rejects this: {after.problem.message}"
        result = "The object that is stored stays as it is; the next apply fails."
    elif after.kind == "dropped":
        once = "no longer rejects this, but silently drops it" if before else "silently drops this"
        message = f"{start}, the API server {once}: {after.problem.message}"
        result = after.problem.result
    else:
        message = f"{start}, the API server warns about this: {after.problem.message}"
        result = after.problem.result
    return state.problem._replace(
        rule=rule,
        source="policy",
        reason=None,
        field=field_text(change.path),
        severity=severity,
        message=message,
        result=result,
        write=write,
        changes=state.problem.changes if after is not None and after.kind == "refused" else (),
    )


def _accepted(change: Change, start: str, state: State) -> tuple[Severity, str, str, str]:
    """Return severity, message, result and advice for a place that only the newer version accepts."""
    name = field_text((change.path[-1],)) if change.path else "this"
    if state.kind == "dropped":
        restarts = change.path[: len(TEMPLATE)] == TEMPLATE
        return (
            "warning",
            f"{start}, `{name}` takes effect; until then the API server silently drops it",
            _RESTART if restarts else "",
            f"nothing, if the pods are meant to have it; otherwise no {name}",
        )
    if state.kind == "refused":
        return "info", f"{start}, the API server accepts this; until then: {state.problem.message}", "", ""
    return "info", f"{start}, the API server no longer warns about this", "", ""


def _end_of(name: str, version: str, path: FieldPath) -> Problem:
    return Problem(
        rule=CHANGED_RULE,
        path=path,
        message=f"from Kubernetes {version}, volumes of type `{name}` no longer work",
        anchor="key",
        severity="warning",
        result="Pods that run keep the volume; new pods wait forever for it.",
        write="a volume of a CSI driver, or of another type",
    )
