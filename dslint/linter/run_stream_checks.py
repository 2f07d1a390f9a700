"""Run the checks that look at a whole stream: once, and only if it has a DaemonSet to judge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dslint.checks.stream.base import StreamHit
from dslint.checks.stream.stream_objects import StreamObjects
from dslint.linter.findings import finding_of
from dslint.linter.rule import Rule, filled
from dslint.reader.locate import locate
from dslint.values.finding import Crash, Finding, RelatedPlace
from dslint.values.problem import Problem


def advise_stream(
    objects: StreamObjects, rules: Iterable[Rule], file: str, versions: tuple[str, ...]
) -> Iterator[Finding | Crash]:
    """Yield the findings of the rules in a stream.

    A check that crashes yields a Crash, and the others go on.
    """
    from dslint.checks.stream.table import STREAM_CHECKS  # noqa: PLC0415 - most streams hold one object

    objects.version = versions[-1]
    for rule in rules:
        check = STREAM_CHECKS.get(rule.check or "")
        if check is None:
            continue
        try:
            for hit in check(objects, rule.params):
                if hit.on.here and hit.on.wanted and (hit.about is None or hit.about.wanted):
                    yield _finding(rule, hit, file, versions)
        except Exception as error:  # noqa: BLE001 - a rule that fails must be named, whatever it raised
            yield Crash(rule.id, file, f"{type(error).__name__}: {error}")


def _finding(rule: Rule, hit: StreamHit, file: str, versions: tuple[str, ...]) -> Finding:
    problem = Problem(
        rule=rule.id,
        path=hit.path,
        message=filled(rule.message, hit.values),
        anchor=hit.anchor,
        result=filled(rule.result, hit.values),
        write=filled(rule.write, hit.values),
        changes=hit.changes,
        safe=hit.safe,
        note=hit.note or filled(rule.note, hit.values),
        severity="info" if rule.preview else hit.severity or rule.severity,
    )
    related = tuple(
        RelatedPlace(
            file,
            locate(place.on.manifest.document, place.on.manifest.node, place.path, place.anchor),
            place.message,
        )
        for place in hit.elsewhere
        if place.on.here
    )
    return finding_of(problem, hit.on.manifest, file, versions)._replace(related=related)
