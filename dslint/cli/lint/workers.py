"""Judge many files on all cores. The output does not depend on the number of processes.

Workers are forked when the texts are in memory, so only the finished reports pass between processes. Without
fork (Windows), one process does the work.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence

from dslint.cli.exits import UsageError
from dslint.values.finding import Report
from dslint.values.typed import Final

Judge = Callable[[int], Report]
"""The number of a text -> its report."""

LEAST_BYTES: Final = 150_000
"""For less text (about 150 ms of work), starting workers costs more than it saves."""
BATCHES_EACH: Final = 4
"""Batches per worker: few enough to be cheap, and enough for all workers to end at the same time."""

_work: list[Judge] = []
"""The task of forked workers, set before the fork."""


def worker_count(asked: int | None, sizes: Sequence[int]) -> int:
    """Return the number of processes for texts of these sizes (in bytes), or the requested number."""
    if not hasattr(os, "fork") or len(sizes) <= 1:
        return 1
    if asked is not None:
        return min(asked, len(sizes))
    return 1 if sum(sizes) < LEAST_BYTES else min(_cores(), len(sizes))


def _cores() -> int:
    """Return the number of cores that this process may use."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def judge_all(judge: Judge, sizes: Sequence[int], workers: int) -> Iterator[Report]:
    """Return the reports of all texts in their order. Raises UsageError if a worker is killed."""
    if workers <= 1:
        yield from map(judge, range(len(sizes)))
        return
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    _work[:] = [judge]
    executor = ProcessPoolExecutor(workers, mp_context=get_context("fork"), initializer=_leave_ctrl_c)
    try:
        for reports in executor.map(_judge_batch, batches(sizes, workers * BATCHES_EACH)):
            yield from reports
    except KeyboardInterrupt:
        _leave_ctrl_c()  # a second one, while the workers finish what they have begun, must not stop that
        raise
    except BrokenProcessPool:
        message = "a worker process was killed; dslint lint --jobs 1 does without them"
        raise UsageError(message) from None
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
        _work.clear()


def batches(sizes: Sequence[int], number: int) -> list[range]:
    """Split the texts into at most this many batches of similar size, in their order."""
    share = max(1, sum(sizes) // number)
    found: list[range] = []
    begin = filled = 0
    for index, size in enumerate(sizes):
        filled += size
        if filled >= share or index + 1 == len(sizes):
            found.append(range(begin, index + 1))
            begin, filled = index + 1, 0
    return found


def _judge_batch(batch: range) -> list[Report]:
    return [_work[0](index) for index in batch]


def _leave_ctrl_c() -> None:
    """Ignore Ctrl-C from now on. Workers always do: the parent reacts to it, and then ends them."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
