"""One DaemonSet, judged by every version: verdict, decode errors, unknown fields, causes, warnings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dslint.kubernetes.judgement import Judgement
from dslint.kubernetes.validation import judge
from dslint.kubernetes.versions import KNOWN
from dslint.reader.stream import read_stream
from dslint.values.path import field_text, without_brackets
from dslint.values.problem import REFUSALS, Problem

Answer = dict[str, Any]
NEWEST = KNOWN[-1]


def compare(case: dict[str, Any]) -> Iterator[str]:
    """Yield what differs from the real API servers on one manifest."""
    data = read_stream(case["yaml"]).documents[0].data
    for version in KNOWN:
        expect = case["expect"].get(version, case["expect"][NEWEST])
        for difference in differences(judge(data, version), expect):
            yield f"{version} {difference}"


def differences(judgement: Judgement, expect: Answer) -> Iterator[str]:
    """What differs from one server's answer."""
    problems = judgement.problems
    refused = any(problem.source in REFUSALS for problem in problems)
    if refused != (expect["verdict"] == "refused"):
        yield f"verdict: got {'refused' if refused else 'accepted'}, want {expect['verdict']}"
    if "read" in expect:
        yield from _decode_differences(problems, expect.get("field"))
        return
    unread = [text_of(problem) for problem in problems if problem.source in ("decode", "yaml")]
    if unread:
        yield f"decode: unwanted {unread}"
    unknown = {text_of(problem) for problem in problems if problem.source == "strict"}
    yield from _set_differences("unknown", unknown, set(expect.get("unknown", ())))
    causes = {(problem.reason, text_of(problem)) for problem in problems if problem.source == "api"}
    yield from _set_differences("errors", causes, {tuple(pair) for pair in expect.get("errors", ())})
    if expect["verdict"] == "accepted":
        warned = {text_of(problem) for problem in problems if problem.source == "api-warning"}
        wanted = {field for field in expect.get("warnings", ()) if field.startswith(("spec.", "metadata."))}
        for field in sorted(wanted - warned):
            yield f"warnings: missing {field}"


def text_of(problem: Problem) -> str:
    """What the server calls the place of a problem."""
    return problem.field if problem.field is not None else field_text(problem.path)


def _decode_differences(problems: tuple[Problem, ...], field: str | None) -> Iterator[str]:
    found = {without_brackets(text_of(problem)) for problem in problems if problem.source == "decode"}
    if not found:
        yield "decode: nothing found"
    elif field is not None and field not in found:
        yield f"decode: got {sorted(found)}, want {field}"


def _set_differences(what: str, got: set[Any], want: set[Any]) -> Iterator[str]:
    for item in sorted(want - got, key=str):
        yield f"{what}: missing {item}"
    for item in sorted(got - want, key=str):
        yield f"{what}: unwanted {item}"
