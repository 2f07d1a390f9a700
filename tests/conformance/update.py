"""One DaemonSet replaced by another: verdict, causes, and whether pods get replaced."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dslint
from tests.conformance.validation import NEWEST, differences


def compare(case: dict[str, Any]) -> Iterator[str]:
    """Yield what differs from the real API server on one update."""
    expect = case["expect"][NEWEST]
    update = dslint.lint_update(case["old"], case["yaml"], kubernetes=NEWEST)
    yield from (f"crash: {crash}" for crash in update.report.crashes)
    yield from differences(update.report.findings, expect)
    if "templateChanged" in expect and update.template_changed != expect["templateChanged"]:
        yield f"templateChanged: got {update.template_changed}, want {expect['templateChanged']}"
