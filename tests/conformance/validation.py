"""One DaemonSet, judged by every version: verdict, decode errors, unknown fields, causes, warnings."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

import dslint
from dslint.kubernetes.versions import KNOWN
from dslint.values.finding import Finding
from dslint.values.path import without_brackets

Answer = dict[str, Any]
NEWEST = KNOWN[-1]
RANGE = f"{KNOWN[0]}..{NEWEST}"


def compare(case: dict[str, Any]) -> Iterator[str]:
    """Yield what differs from the real API servers on one manifest."""
    report = dslint.lint(case["yaml"], kubernetes=RANGE, config={"profile": "server"})
    yield from (f"crash: {crash}" for crash in report.crashes)
    for version in KNOWN:
        findings = [
            finding for finding in report.findings if version in finding.versions or not finding.versions
        ]
        for difference in differences(findings, case["expect"].get(version, case["expect"][NEWEST])):
            yield f"{version} {difference}"


def differences(findings: Collection[Finding], expect: Answer) -> Iterator[str]:
    """What differs from one server's answer."""
    refused = any(finding.refused for finding in findings)
    if refused != (expect["verdict"] == "refused"):
        yield f"verdict: got {'refused' if refused else 'accepted'}, want {expect['verdict']}"
    if "read" in expect:
        yield from _decode_differences(findings, expect.get("field"))
        return
    unread = [
        finding.field or finding.message for finding in findings if finding.source in ("decode", "yaml")
    ]
    if unread:
        yield f"decode: unwanted {unread}"
    unknown = {finding.field for finding in findings if finding.source == "strict"}
    yield from _set_differences("unknown", unknown, set(expect.get("unknown", ())))
    causes = {(finding.reason, finding.field) for finding in findings if finding.source == "api"}
    yield from _set_differences("errors", causes, {tuple(pair) for pair in expect.get("errors", ())})
    if expect["verdict"] == "accepted":
        yield from _warning_differences(findings, expect.get("warnings", ()))


def _decode_differences(findings: Collection[Finding], field: str | None) -> Iterator[str]:
    found = {without_brackets(finding.field or "") for finding in findings if finding.source == "decode"}
    if not found:
        yield "decode: nothing found"
    elif field is not None and field not in found:
        yield f"decode: got {sorted(found)}, want {field}"


def _warning_differences(findings: Collection[Finding], warnings: Collection[str]) -> Iterator[str]:
    """Warnings that are about a place must be there; more of them, and those without a place, may be."""
    warned = {finding.field for finding in findings if finding.source == "api-warning"}
    wanted = {field for field in warnings if field.startswith(("spec.", "metadata."))}
    for field in sorted(wanted - warned):
        yield f"warnings: missing {field}"


def _set_differences(what: str, got: set[Any], want: set[Any]) -> Iterator[str]:
    for item in sorted(want - got, key=str):
        yield f"{what}: missing {item}"
    for item in sorted(got - want, key=str):
        yield f"{what}: unwanted {item}"
