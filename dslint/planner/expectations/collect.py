"""Collect expectations from the command line, files and manifests, and check a plan against them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from dslint.planner.expectations.evaluate import check
from dslint.planner.expectations.grammar import Expectation, parse_expectation
from dslint.planner.expectations.in_manifest import (
    VERB,
    Beside,
    expectations_beside,
    expectations_in_comments,
)
from dslint.planner.expectations.subjects import Failure, Planned
from dslint.planner.inventory.contents import Sourced
from dslint.planner.on_pools.answers import expected_nodes
from dslint.planner.outcomes import placement_of, trouble_now
from dslint.planner.plan import Planned as Plan
from dslint.planner.scheduling.node_load import PODS
from dslint.planner.values import Outcome, Reason
from dslint.planner.where import MisreadError
from dslint.planner.workload.workloads import Workload
from dslint.reader.directives import directives_in, directives_of
from dslint.reader.lines import Lines
from dslint.reader.objects import Told, objects_of
from dslint.reader.stream import Stream
from dslint.values.limits import EXPECTATION_CHECKS
from dslint.values.problem import Problem
from dslint.values.span import Span

RULE = "expectation-failed"

Text = tuple[str, Stream]
"""The name of a text, and what was read from it."""


class Written(NamedTuple):
    """One expectation and its place; those from the command line have neither `file` nor `span`."""

    expectation: Expectation
    file: str = ""
    span: Span | None = None


def expectations_in(text: str, file: str) -> Iterator[Written]:
    """Return the expectations of a file: one per line, `#` begins a comment, a leading `- ` is allowed.

    Raises MisreadError with the message `file:line:column: what is wrong`.
    """
    for number, line in enumerate(text.splitlines(), 1):
        words = line.strip().removeprefix("- ").strip()
        if not words or words.startswith("#"):
            continue
        column = line.index(words)
        try:
            expectation = parse_expectation(words)
        except MisreadError as error:
            place = f"{file}:{number}:{column + error.column + 1}"
            raise MisreadError(column + error.column, f"{place}: {error.message}") from None
        yield Written(expectation, file, Span(number, column + 1, number, column + len(words) + 1))


def unmet(
    planned: Plan, written: Iterable[Written] = (), restarts: Mapping[str, int] | None = None
) -> Iterator[Told]:
    """Return every expectation that the plan does not meet: the given ones, then those in the manifests.

    For a difference, `restarts` is the number of replaced pods per DaemonSet.
    """
    views = [_view(planned, workload, restarts) for workload in planned.workloads]
    called: dict[str, list[Planned]] = {}
    for view in views:
        called.setdefault(view.key, []).append(view)
    sources = {workload.key: workload.source for workload in planned.workloads}
    possible = expected_nodes(planned)

    def failures(expectation: Written, sourced: Sourced | None = None) -> Iterator[Told]:
        meant = called.get(expectation.expectation.daemonset, views)
        for failure in check(expectation.expectation, meant, planned.index, possible):
            about = sources.get(failure.daemonset, sourced)
            manifest, file = (None, "--expect") if about is None else (about.manifest, about.file)
            yield Told(_problem(failure), manifest, expectation.file or file, expectation.span)

    for expectation in written:
        yield from failures(expectation)
    checked, too_many = _limited(planned.workloads)
    yield from too_many
    yield from _once_each(told for workload in checked for told in _beside(workload, failures))


def _limited(workloads: Iterable[Workload]) -> tuple[list[Workload], list[Told]]:
    """Return the workloads without those of Lists that need too many checks, and the findings about these."""
    documents: dict[int, list[Workload]] = {}
    for workload in workloads:
        documents.setdefault(id(workload.source.manifest.document), []).append(workload)
    checked: list[Workload] = []
    too_many: list[Told] = []
    for beside in documents.values():
        number = len(expectations_in_comments(beside[0].source.manifest.document))
        if number * len(beside) <= EXPECTATION_CHECKS:
            checked += beside
            continue
        problem = Problem(
            RULE,
            ("metadata", "name"),
            f"{number:,} expectations above a List of {len(beside):,} DaemonSets are more than "
            f"{EXPECTATION_CHECKS:,} checks",
            result="dslint checks none of them; an expectation that is not checked counts as failed.",
            write="the expectations into a file (--expectations FILE), or each above its own DaemonSet",
        )
        too_many.append(beside[0].source.told(problem, None))
    return checked, too_many


def _once_each(found: Iterable[Told]) -> Iterator[Told]:
    """Report a comment above a List once for all of its DaemonSets, with the number of failures."""
    first: dict[tuple[str, Span | None], Told] = {}
    more: dict[tuple[str, Span | None], int] = {}
    for told in found:
        place = (told.file, told.span)
        if first.setdefault(place, told) is not told:
            more[place] = more.get(place, 0) + 1
    for place, told in first.items():
        if place in more:
            message = f"{told.problem.message}; and {more[place]} more of the same document"
            yield told._replace(problem=told.problem._replace(message=message))
        else:
            yield told


def unchecked(texts: Iterable[Text]) -> Iterator[Told]:
    """Report expectations in comments of texts without a DaemonSet, which would never be checked."""
    for file, stream in texts:
        if "dslint:" not in stream.text:
            continue
        checked = {
            directive.start
            for document in stream.documents
            if any(manifest.name.kind == "DaemonSet" for manifest in objects_of(document))
            for directive in directives_of(document)
        }
        lines = Lines(stream.text)
        for directive in directives_in(stream.text, stream.documents):
            if directive.verb == VERB and directive.start not in checked:
                problem = Problem(
                    RULE,
                    (),
                    f"{directive.words!r} is not checked: this document contains no DaemonSet",
                    result="An expectation that is not checked counts as failed.",
                    write="the comment into the document of its DaemonSet",
                )
                yield Told(problem, None, file, lines.span(directive.start, directive.end))


def _beside(workload: Workload, failures: Callable[[Written, Sourced], Iterator[Told]]) -> Iterator[Told]:
    for beside in expectations_beside(workload.source.manifest):
        expectation = beside.expectation
        if expectation is None:
            yield _unclear(beside, workload)
            continue
        if not expectation.daemonset:
            expectation = expectation._replace(daemonset=workload.key)
        yield from failures(Written(expectation, workload.source.file, beside.span), workload.source)


def _unclear(beside: Beside, workload: Workload) -> Told:
    problem = Problem(
        RULE,
        (),
        f"invalid expectation {beside.words!r}: {beside.wrong}",
        result="dslint checks nothing here; an invalid expectation counts as failed.",
    )
    return workload.source.told(problem, beside.span)


def _problem(failure: Failure) -> Problem:
    whom = f"{failure.daemonset}: " if failure.daemonset else ""
    return Problem(
        RULE,
        ("metadata", "name"),
        f"{whom}expected {failure.expected}, got {failure.got}",
        result="\n".join(failure.reasons),
        note=f"expected: {failure.expectation.text.strip()}",
    )


def _view(planned: Plan, workload: Workload, restarts: Mapping[str, int] | None) -> Planned:
    trouble = trouble_now(planned, workload)

    def outcome(place: int) -> tuple[Outcome, tuple[Reason, ...]]:
        placement = placement_of(planned, workload, place)
        return placement.outcome, placement.reasons

    run = planned.decisions[workload.number].run
    requests = {**workload.shape.requests, PODS: 1}
    return Planned(
        key=workload.key,
        run=run,
        pending=trouble.pending,
        blocked=trouble.blocked,
        requests=requests,
        outcome=outcome,
        there=planned.there,
        definition=workload.definition,
        tolerations=workload.demands.tolerations,
        unset=workload.shape.unset,
        held=planned.held_back(workload.number),
        restarts=restarts.get(workload.key, 0) if restarts is not None else None,
    )
