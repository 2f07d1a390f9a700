"""One DaemonSet replaced by another, by every version: verdict, causes, whether pods get replaced."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dslint.kubernetes.versions import KNOWN
from dslint.linter.updates import lint_update_each
from dslint.values.finding import Update
from tests.conformance.validation import NEWEST, Answer, differences


def compare(case: dict[str, Any]) -> Iterator[str]:
    """Yield what differs from the real API servers on one update."""
    expect = case["expect"]
    for versions, update in lint_update_each(case["old"], case["yaml"], "<new>", KNOWN):
        for version in versions:
            for difference in update_differences(update, expect.get(version, expect[NEWEST])):
                yield f"{version} {difference}"


def update_differences(update: Update, expect: Answer) -> Iterator[str]:
    """What differs from one server's answer."""
    yield from (f"crash: {crash}" for crash in update.report.crashes)
    yield from differences(update.report.findings, expect)
    if "templateChanged" in expect and update.template_changed != expect["templateChanged"]:
        yield f"templateChanged: got {update.template_changed}, want {expect['templateChanged']}"
