"""Suppression comments: which line they cover, what they hide, and what is wrong with them."""

from __future__ import annotations

import pytest

from dslint.linter.engine import lint_text
from dslint.linter.options import Options
from dslint.linter.rulebook import rule
from dslint.linter.selection import Selection
from dslint.linter.suppressing.comments import Suppression, suppressions_of
from dslint.linter.suppressions import Applied, Judged, apply
from dslint.reader.stream import read_stream
from dslint.values.finding import Finding
from dslint.values.problem import Source
from dslint.values.span import Span


def read(text: str) -> tuple[Suppression, ...]:
    stream = read_stream(text)
    return suppressions_of(stream.text, stream.documents)


def finding(line: int, rule: str, source: Source = "policy") -> Finding:
    return Finding(rule, "warning", "m", "x.yaml", Span(line, 3, line, 9), None, source, None, None)


def applied(text: str, *findings: Finding) -> Applied:
    return apply(findings, read(text), "x.yaml", Judged(rule, lambda _: True))


COVERED = [
    ("at the end of a line", "a: 1\nb: 2 # dslint: ignore[node-name-set] why\n", 2),
    ("on a line of its own", "a: 1\n# dslint: ignore[node-name-set] why\nb: 2\n", 3),
    ("above other comments", "# dslint: ignore[node-name-set] why\n# more\n\nb: 2\n", 4),
    ("indented", "a:\n  # dslint: ignore[node-name-set] why\n  b: 2\n", 3),
    ("the last line of all", "a: 1\n# dslint: ignore[node-name-set] why", 2),
    ("behind another comment", "a: 1 # note # dslint: ignore[node-name-set] why\n", 1),
    ("in a later document", "a: 1\n---\nb: 2 # dslint: ignore[node-name-set] why\n", 3),
    ("behind a quoted scalar", "a: 'x # y' # dslint: ignore[node-name-set] why\n", 1),
    ("behind the header of a block scalar", "a: | # dslint: ignore[node-name-set] why\n  text\n", 1),
    ("after a block scalar", "a: |\n  text\n# dslint: ignore[node-name-set] why\nb: 2\n", 4),
    ("with other spacing and line ends", "a: 1 #dslint:ignore[node-name-set] why\r\n", 1),
]


@pytest.mark.parametrize("text,line", [case[1:] for case in COVERED], ids=[case[0] for case in COVERED])
def test_covers_a_line(text: str, line: int) -> None:
    (suppression,) = read(text)
    assert (line, "why", ["node-name-set"]) == (
        suppression.line,
        suppression.reason,
        [name.written for name in suppression.names],
    )


NO_COMMENTS = [
    ("in double quotes", 'a: "x # dslint: ignore[node-name-set] why"\n'),
    ("in single quotes", "a: 'x # dslint: ignore[node-name-set] why'\n"),
    ("in a quoted key", '"x # dslint: ignore[node-name-set] why": 1\n'),
    ("in a block scalar", "a: |\n  # dslint: ignore[node-name-set] why\n  text\n"),
    ("in a folded scalar", "a: >-\n  x\n  # dslint: ignore[node-name-set] why\nb: 1\n"),
    ("without a space before it", "a: x# dslint: ignore[node-name-set] why\n"),
]


@pytest.mark.parametrize("text", [case[1] for case in NO_COMMENTS], ids=[case[0] for case in NO_COMMENTS])
def test_only_comments_count(text: str) -> None:
    assert read(text) == ()


def test_hides_the_named_rules_on_its_line_only() -> None:
    text = "a: 1 # dslint: ignore[node-name-set, update-on-delete] pinned, and rolled by hand\n"
    named, other_line, other_rule = (
        finding(1, "node-name-set"),
        finding(2, "node-name-set"),
        finding(1, "image-tag-floating"),
    )
    result = applied(text, named, finding(1, "update-on-delete"), other_line, other_rule)
    assert result.kept == (other_line, other_rule)
    assert [(hidden.finding.rule, hidden.why) for hidden in result.suppressed] == [
        ("node-name-set", "pinned, and rolled by hand"),
        ("update-on-delete", "pinned, and rolled by hand"),
    ]
    assert result.complaints == ()


def test_a_refusal_is_hidden_only_with_a_reason() -> None:
    refusal = finding(1, "replicas-set", "strict")
    with_reason = applied("a: 1 # dslint: ignore[replicas-set] a patch adds it\n", refusal)
    without = applied("a: 1 # dslint: ignore[replicas-set]\n", refusal)
    assert (with_reason.kept, len(with_reason.suppressed)) == ((), 1)
    assert (without.kept, without.suppressed) == ((refusal,), ())
    assert [complaint.rule for complaint in without.complaints] == ["suppression-without-reason"]


COMPLAINTS = [
    (
        "a: 1 # dslint: ignore[node-nam-set] why\n",
        (
            "unknown-suppression",
            Span(1, 23, 1, 35),
            "unknown rule 'node-nam-set'",
            "ignore[node-name-set]",
        ),
    ),
    (
        "a: 1 # dslint: ignore[zzz] why\n",
        (
            "unknown-suppression",
            Span(1, 23, 1, 26),
            "unknown rule 'zzz'",
            "an id that `dslint rules` lists",
        ),
    ),
    (
        "a: 1 # dslint: ignore[update-on-delete] why\n",
        (
            "unused-suppression",
            Span(1, 23, 1, 39),
            "unused suppression: update-on-delete reports nothing on line 1",
            "no comment",
        ),
    ),
    (
        "a: 1 # dslint: ignore[node-name-set]\n",
        (
            "suppression-without-reason",
            Span(1, 6, 1, 37),
            "suppression without a reason",
            "# dslint: ignore[node-name-set] <why>",
        ),
    ),
    (
        "a: 1 # dslint: ignore all of it\n",
        (
            "unknown-suppression",
            Span(1, 6, 1, 32),
            "suppression without a rule",
            ("# dslint: ignore[<rule>] <why>"),
        ),
    ),
    (
        "a: 1 # dslint: ignore[] why\n",
        (
            "unknown-suppression",
            Span(1, 6, 1, 28),
            "suppression without a rule",
            ("# dslint: ignore[<rule>] <why>"),
        ),
    ),
    (
        "a: 1 # dslint: disable[node-name-set] why\n",
        (
            "unknown-suppression",
            Span(1, 6, 1, 42),
            "unknown directive 'disable'",
            "# dslint: ignore[<rule>] <why>",
        ),
    ),
]


@pytest.mark.parametrize("text,expected", COMPLAINTS, ids=[case[0].strip() for case in COMPLAINTS])
def test_complains_about_itself(text: str, expected: tuple[str, Span, str, str]) -> None:
    (complaint,) = applied(text, finding(1, "node-name-set")).complaints
    assert (complaint.rule, complaint.span, complaint.message, complaint.write) == expected
    assert (complaint.severity, complaint.source, complaint.file) == ("warning", "policy", "x.yaml")


def test_a_rule_this_run_does_not_look_for_is_not_called_unused() -> None:
    suppressions = read("a: 1 # dslint: ignore[node-name-set] why\n")
    assert apply((), suppressions, "x.yaml", Judged(rule, lambda _: False)).complaints == ()


def test_a_finding_without_a_place_is_never_hidden() -> None:
    placeless = finding(1, "node-name-set")._replace(span=None)
    assert applied("a: 1 # dslint: ignore[node-name-set] why\n", placeless).kept == (placeless,)


def test_comments_of_an_unreadable_text_count() -> None:
    (suppression,) = read("a: [1 # dslint: ignore[invalid-yaml] a template fills it in\n")
    assert (suppression.line, suppression.reason) == (1, "a template fills it in")


def test_the_engine_hides_before_it_selects() -> None:
    """A rule that the profile does not show is no reason to call its suppression unused."""
    text = (
        "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: agent}\nspec:\n"
        "  selector: {matchLabels: {app: agent}}\n  template:\n    metadata: {labels: {app: agent}}\n"
        "    spec:\n      hostPID: true # dslint: ignore[host-namespace] counts the processes of the node\n"
        "      containers: [{name: agent, image: 'example.com/agent:1.4.2'}]\n"
    )
    recommended = lint_text(text, "x.yaml", Options(selection=Selection("recommended")))
    everything = lint_text(text, "x.yaml", Options(selection=Selection("all")))
    assert (recommended.findings, recommended.suppressed) == ((), ())
    assert "host-namespace" not in {finding.rule for finding in everything.findings}
    assert [(hidden.finding.rule, hidden.why) for hidden in everything.suppressed] == [
        ("host-namespace", "counts the processes of the node")
    ]


def test_the_engine_complains_of_dead_suppressions() -> None:
    text = "kind: DaemonSet\nspec: {} # dslint: ignore[node-name-set] no longer\n"
    found = lint_text(text, "x.yaml", Options()).findings
    assert [finding.span for finding in found if finding.rule == "unused-suppression"] == [Span(2, 27, 2, 40)]
