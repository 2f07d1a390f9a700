"""One DaemonSet replaced by another: verdict, causes, and whether pods get replaced."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dslint.kubernetes.judgement import Judgement
from dslint.kubernetes.update import judge_update
from dslint.reader.stream import read_stream
from tests.conformance.validation import NEWEST, differences


def compare(case: dict[str, Any]) -> Iterator[str]:
    """Yield what differs from the real API server on one update."""
    old, new = (read_stream(case[side]).documents[0].data for side in ("old", "yaml"))
    expect = case["expect"][NEWEST]
    update = judge_update(old, new, NEWEST)
    yield from differences(Judgement(update.problems, {}), expect)
    if "templateChanged" in expect and update.template_changed != expect["templateChanged"]:
        yield f"templateChanged: got {update.template_changed}, want {expect['templateChanged']}"
