"""The answers of a plan about pools in words: on every node, on some, on none; equal answers together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dslint.planner.node_names import some
from dslint.planner.on_pools.answers import (
    ANSWERS,
    TOO_SMALL,
    Answer,
    Elsewhere,
    PoolAnswer,
    Split,
    splits_of,
    told_parts,
)
from dslint.planner.outcomes import Group
from dslint.planner.pools.expand import Variant
from dslint.planner.pools.pool import Counts
from dslint.planner.values import Reason
from dslint.planner.workload.workloads import Workload
from dslint.report.layout import with_place, wrapped
from dslint.report.plan.how_to_run_there import to_run_there
from dslint.report.plan.view import PlanView, place_of
from dslint.values.words import counted

_INDENT = 15
_MOST_ROWS = 12
_MOST_PARTS = 3
_PENDING = {"pending": "Pending", "blocked": "blocked"}


class PoolRow(NamedTuple):
    """Pools with the same outcome of a DaemonSet, for the same reasons."""

    answer: Answer
    answers: tuple[PoolAnswer, ...]

    @property
    def first(self) -> PoolAnswer:
        """Return the pool that represents all."""
        return self.answers[0]


def pool_rows(view: PlanView, workload: Workload) -> list[PoolRow]:
    """Return the pools in rows, those with a pod on every node first."""
    together: dict[object, list[PoolAnswer]] = {}
    for answer in view.pools(workload):
        parts = tuple(
            (part.outcome, tuple(reason.text for reason in part.reasons), split_words(answer, part.variants))
            for part in told_parts(answer, workload.shape)
        )
        together.setdefault((answer.answer, parts, waiting_words(answer)), []).append(answer)
    rows = [PoolRow(answers[0].answer, tuple(answers)) for answers in together.values()]
    return sorted(rows, key=lambda row: ANSWERS.index(row.answer))


def pool_lines(view: PlanView, workload: Workload) -> Iterator[str]:
    """Return the pools of one DaemonSet as lines of text."""
    label = ""
    rows = pool_rows(view, workload)
    for row in rows[:_MOST_ROWS]:
        shown = {"every": "every", "some": "some", "none": "none"}[row.answer]
        head = f"  {'' if shown == label else shown:<9}{'of':>3}  "
        label = shown
        first, *more = wrapped(pool_names(row.answers), len(head))
        yield head + first.lstrip()
        yield from more
        for part in told_parts(row.first, workload.shape):
            yield from _part_lines(workload, row.first, part)
        if words := waiting_words(row.first):
            yield from wrapped(words, _INDENT)
    if len(rows) > _MOST_ROWS:
        left = sum(len(row.answers) for row in rows[_MOST_ROWS:])
        yield from wrapped(f"{counted(left, 'more pool')}: -o json has all of them", _INDENT)


def _part_lines(workload: Workload, answer: PoolAnswer, part: Elsewhere) -> Iterator[str]:
    is_split = has_split(answer, part) or part.outcome == "pending"
    where = split_words(answer, part.variants) if is_split else ""
    for number, reason in enumerate(part.reasons):
        words = f"{_begin(part, where)}{reason.text}" if not number else reason.text
        yield from with_place(words, _place(workload, reason), _INDENT)
    yield from _pool_places(part)
    for line in to_run_there(Group(part.outcome, part.reasons, 0)):
        yield " " * _INDENT + line


def has_split(answer: PoolAnswer, part: Elsewhere) -> bool:
    """Whether something distinguishes a part of a pool from its other nodes."""
    is_never_launched = any(reason.code == TOO_SMALL for reason in part.reasons)
    return answer.answer == "some" or (answer.answer == "every" and is_never_launched)


def part_words(part: Elsewhere, where: str) -> str:
    """`not on arch=arm64`, `Pending on m5.large`; `where` may be empty."""
    if part.outcome in _PENDING:
        return f"{_PENDING[part.outcome]}{f' on {where}' if where else ''}"
    return f"not on {where}" if where else ""


def _begin(part: Elsewhere, where: str) -> str:
    """`not on arch=arm64: `, `Pending on m5.large: `."""
    words = part_words(part, where)
    return f"{words}: " if words else ""


def _place(workload: Workload, reason: Reason) -> str:
    return place_of(workload, reason) if reason.path else ""


def _pool_places(part: Elsewhere) -> Iterator[str]:
    """Return the places in the pool files that the reasons refer to."""
    for origin in part.origins[:_MOST_PARTS]:
        why = f" ({origin.assumed})" if origin.assumed else ""
        yield from with_place(f"as the pool has it{why}", str(origin.place), _INDENT)


def pool_sentences(view: PlanView, workload: Workload) -> Iterator[str]:
    """Return the pools of one DaemonSet as sentences without places, for a comment."""
    rows = pool_rows(view, workload)
    for row in rows[:_MOST_ROWS]:
        why = "; ".join(
            _begin(part, split_words(row.first, part.variants) if has_split(row.first, part) else "")
            + "; ".join(reason.text for reason in part.reasons)
            for part in told_parts(row.first, workload.shape)
        )
        waits = waiting_words(row.first)
        rest = "; ".join(words for words in (why, waits) if words)
        answer = {"every": "every node", "some": "some nodes", "none": "no node"}[row.answer]
        yield f"runs on {answer} of {pool_names(row.answers)}{f': {rest}' if rest else ''}"
    if len(rows) > _MOST_ROWS:
        yield f"{counted(sum(len(row.answers) for row in rows[_MOST_ROWS:]), 'more pool')}"


def pool_names(answers: Sequence[PoolAnswer]) -> str:
    """Return the pools, with their counts if they are few."""
    if len(answers) > _MOST_PARTS:
        return some([answer.pool.name for answer in answers])
    return ", ".join(_with_count(answer) for answer in answers)


def _with_count(answer: PoolAnswer) -> str:
    words = count_words(answer.pool.counts)
    return f"{answer.pool.name} ({words})" if words else answer.pool.name


def count_words(counts: Counts) -> str:
    """`3 nodes`, `0 to 20 nodes`, `3 of 2 to 6 nodes`; empty where nothing is known."""
    least, now, most = counts
    if most is not None and least == most:
        return counted(most, "node")
    if most is None:
        return counted(now, "node") if now is not None else ""
    bounds = f"{least} to {counted(most, 'node')}"
    return f"{now} of {bounds}" if now is not None else bounds


def split_words(answer: PoolAnswer, variants: Sequence[Variant]) -> str:
    """Return what distinguishes some nodes of a pool: labels, machine types, or both."""
    words = [_split(split) for split in splits_of(answer, variants)]
    return " or ".join([word for word in dict.fromkeys(words) if word][:_MOST_PARTS])


def _split(split: Split) -> str:
    labels = [f"no {key}" if value is None else f"{key}={value}" for key, value in split.labels]
    return ", ".join([*labels, *([some(split.types, 2)] if split.types else [])])


def waiting_words(answer: PoolAnswer) -> str:
    """Return what pods wait for on a new node."""
    if not answer.waits:
        return ""
    first = answer.waits[0]
    more = f" and {counted(len(answer.waits) - 1, 'more taint')}" if len(answer.waits) > 1 else ""
    return f"on a new node not before {first.taint}{more} is removed by {first.until}"
