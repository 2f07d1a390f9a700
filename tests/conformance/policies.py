"""Admission policies: which the server refuses to store, what it denies and says, what it warns of."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import dslint


def compare(case: dict[str, Any]) -> Iterator[str]:
    """Yield what differs from the real admission code on one DaemonSet and its policies."""
    objects = (*case["policies"], *case["bindings"], *case["params"])
    old = json.dumps(case["old"]) if "old" in case else None
    admission = dslint.admit(
        json.dumps(case["daemonset"]),
        "\n---\n".join(map(json.dumps, objects)),
        old,
        namespace=case["namespace"],
    )
    expect = case["expect"]
    if admission.denied != expect["denied"]:
        yield f"denied: got {admission.denied}"
    if admission.message != expect.get("message", ""):
        yield f"message: got {admission.message!r}, want {expect.get('message', '')!r}"
    if set(admission.warnings) != set(expect.get("warnings", ())):
        yield f"warnings: got {admission.warnings}, want {expect.get('warnings', [])}"
    refused = {
        name: {(finding.reason, finding.field) for finding in findings}
        for name, findings in admission.invalid.items()
    }
    wanted = {name: {tuple(pair) for pair in pairs} for name, pairs in expect.get("invalid", {}).items()}
    if refused != wanted:
        yield f"invalid: got {refused}, want {wanted}"
    if admission.undecided:
        yield f"undecided: {admission.undecided}"
