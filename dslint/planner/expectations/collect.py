"""Expectations wherever they are written (command line, file, beside a manifest), held against a plan."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from dslint.planner.difference.views import trouble_of
from dslint.planner.expectations.evaluate import Failure, Planned, check
from dslint.planner.expectations.grammar import Expectation, parse_expectation
from dslint.planner.expectations.in_manifest import Beside, expectations_beside
from dslint.planner.inventory.contents import Sourced
from dslint.planner.plan import Planned as Plan
from dslint.planner.scheduling.node_load import PODS
from dslint.planner.values import Outcome, Reason
from dslint.planner.where import MisreadError
from dslint.planner.workload.workloads import Workload
from dslint.reader.objects import Manifest
from dslint.values.problem import Problem
from dslint.values.span import Span

RULE = "expectation-failed"


class Written(NamedTuple):
    """One expectation and where it stands; those of a command line have neither `file` nor `span`."""

    expectation: Expectation
    file: str = ""
    span: Span | None = None


class Unmet(NamedTuple):
    """A failed expectation: the object it is about, if it is about one, and the place where it is written."""

    problem: Problem
    sourced: Sourced | None
    written_in: str = ""
    span: Span | None = None

    @property
    def file(self) -> str:
        """The file the finding is shown at."""
        return self.written_in or (self.sourced.file if self.sourced is not None else "--expect")

    @property
    def manifest(self) -> Manifest | None:
        """The object it is about, if it is about one."""
        return self.sourced.manifest if self.sourced is not None else None


def expectations_in(text: str, file: str) -> Iterator[Written]:
    """The expectations of a file: one a line, `#` begins a comment, a `- ` in front is allowed.

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


def unmet(planned: Plan, written: Iterable[Written] = ()) -> Iterator[Unmet]:
    """Every expectation that the plan does not meet: those given, then those beside the manifests."""
    views = [_view(planned, workload) for workload in planned.workloads]
    sources = {workload.key: workload.source for workload in planned.workloads}

    def failures(expectation: Written, sourced: Sourced | None = None) -> Iterator[Unmet]:
        for failure in check(expectation.expectation, views, planned.inventory.nodes):
            about = sources.get(failure.daemonset, sourced)
            yield Unmet(_problem(failure), about, expectation.file, expectation.span)

    for expectation in written:
        yield from failures(expectation)
    for workload in planned.workloads:
        yield from _beside(workload, failures)


def _beside(workload: Workload, failures: Callable[[Written, Sourced], Iterator[Unmet]]) -> Iterator[Unmet]:
    for beside in expectations_beside(workload.source.manifest):
        try:
            expectation = parse_expectation(beside.words)
        except MisreadError as error:
            yield _unclear(beside, error, workload)
            continue
        if not expectation.daemonset:
            expectation = expectation._replace(daemonset=workload.key)
        yield from failures(Written(expectation, workload.source.file, beside.span), workload.source)


def _unclear(beside: Beside, error: MisreadError, workload: Workload) -> Unmet:
    problem = Problem(
        RULE,
        (),
        f"{beside.words!r} cannot be understood: {error.message}",
        result="Nothing is checked; an expectation that says nothing counts as failed.",
    )
    return Unmet(problem, workload.source, workload.source.file, beside.span)


def _problem(failure: Failure) -> Problem:
    whom = f"{failure.daemonset}: " if failure.daemonset else ""
    return Problem(
        RULE,
        ("metadata", "name"),
        f"{whom}expected {failure.expected}, got {failure.got}",
        result="\n".join(failure.reasons),
        note=f"expected: {failure.expectation.text.strip()}",
    )


def _view(planned: Plan, workload: Workload) -> Planned:
    trouble = trouble_of(planned, workload)

    def outcome(place: int) -> tuple[Outcome, tuple[Reason, ...]]:
        placement = planned.placement(workload, place)
        return placement.outcome, placement.reasons

    run = planned.decisions[workload.number].run
    requests = {**workload.shape.requests, PODS: 1}
    return Planned(workload.key, run, trouble.pending, trouble.blocked, requests, outcome, planned.there)
