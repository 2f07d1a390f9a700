"""Texts with all their quirks: whether `kubectl create --dry-run=server` takes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import dslint
from tests.conformance.vectors import RECORDED


def compare(case: dict[str, Any]) -> Iterator[str]:
    """Yield what differs from kubectl and a real API server on one text."""
    report = dslint.lint(case["yaml"], kubernetes=RECORDED, config={"profile": "server"})
    yield from (f"crash: {crash}" for crash in report.crashes)
    refusals = [finding for finding in report.findings if finding.refused]
    if case["expect"]["accepted"]:
        yield from (
            f"unwanted: {refusal.source} {refusal.rule} {refusal.field}: {refusal.message}"
            for refusal in refusals
        )
    elif not refusals and any(isinstance(item, dict) for item in dslint.read(case["yaml"]).documents):
        yield "accepted, and should be refused"
