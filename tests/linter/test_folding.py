"""One fault of the text is said once, where it begins; what it replaces is kept; other faults stay."""

from __future__ import annotations

import pytest

from dslint.linter.apply_fixes import apply_edits
from dslint.linter.engine import lint_text
from dslint.reader.stream import read_stream
from dslint.values.finding import Finding

AGENT = """\
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: agent
  namespace: kube-system
spec:
  selector:
    matchLabels:
      app: agent
  updateStrategy:
    type: RollingUpdate
  template:
    metadata:
      labels:
        app: agent
    spec:
      containers:
        - name: agent
          image: example.com/agent:1.4.2
"""
ROWS = AGENT.splitlines(keepends=True)
FLAT = "".join(row.lstrip() for row in ROWS)
SHALLOW = "".join(
    row[2:] if number >= ROWS.index("      containers:\n") else row for number, row in enumerate(ROWS)
)
OUTDENTED = AGENT.replace("        - name: agent\n", "- name: agent\n")
AMBIGUOUS = FLAT.replace("containers:\n", "nodeSelector:\ndisk: ssd\nhostname: agent\ncontainers:\n")


def lint(text: str) -> tuple[Finding, ...]:
    return lint_text(text, "agent.yaml").findings


def only(text: str) -> Finding:
    findings = lint(text)
    assert [finding.rule for finding in findings] == [findings[0].rule], findings
    return findings[0]


def mended(text: str, finding: Finding) -> str:
    assert finding.fix is not None
    return apply_edits(text, finding.fix.edits)


@pytest.mark.parametrize(
    "text, line, key",
    [
        pytest.param(FLAT, 3, "metadata", id="all of it"),
        pytest.param(SHALLOW, 16, "spec", id="containers one level too shallow"),
        pytest.param(OUTDENTED, 17, "containers", id="an item at column one"),
        pytest.param(FLAT.replace("\n", "\r\n"), 3, "metadata", id="with carriage returns"),
    ],
)
def test_lost_indentation_is_said_once_at_the_first_empty_key(text: str, line: int, key: str) -> None:
    finding = only(text)
    column = text.splitlines()[line - 1].index(key) + 1
    assert (finding.rule, finding.severity) == ("lost-indentation", "error")
    assert finding.span == (line, column, line, column + len(key))
    assert finding.message == f"indentation lost: `{key}` is empty and its fields are at the same level"
    assert finding.refused
    assert finding.fix is not None
    assert not finding.fix.safe
    assert read_stream(mended(text, finding)).documents[0].data == read_stream(AGENT).documents[0].data


def test_what_is_replaced_is_kept_as_related() -> None:
    finding = only(SHALLOW)
    assert ("unknown-field", (17, 5)) in [
        (place.rule, place.span[:2]) for place in finding.related if place.span
    ]
    assert (finding.source, finding.reason, finding.field) == (
        "strict",
        "unknown",
        "spec.template.containers",
    )
    assert finding.object is not None
    assert finding.object.name == "agent"


def test_the_key_that_fits_in_several_places_is_named() -> None:
    finding = only(AMBIGUOUS)
    assert finding.fix is None
    place = finding.related[0]
    assert place.message == "`hostname` fits in spec.template.spec.nodeSelector and in spec.template.spec"
    assert place.span == (19, 1, 19, 9)
    assert finding.write.startswith(
        "the lines indented again; dslint does not guess because in line 19 `hostname`"
    )


@pytest.mark.parametrize(
    "text, rules",
    [
        pytest.param(AGENT, [], id="nothing is wrong"),
        pytest.param(
            AGENT.replace("      containers", "      replicas: 1\n      containers"),
            ["unknown-field"],
            id="typo",
        ),
        pytest.param(
            AGENT.replace("    spec:\n", "    hostNetwork: true\n    spec:\n"),
            ["unknown-field"],
            id="one field too shallow",
        ),
    ],
)
def test_a_single_misplaced_key_stays_what_it_is(text: str, rules: list[str]) -> None:
    assert [finding.rule for finding in lint(text)] == rules


def test_an_empty_spec_alone_is_not_lost_nesting() -> None:
    text = "apiVersion: apps/v1\nkind: DaemonSet\nmetadata:\n  name: agent\nspec:\n"
    assert "lost-indentation" not in [finding.rule for finding in lint(text)]


def test_a_syntax_error_keeps_its_name_and_gets_the_fix() -> None:
    text = AGENT.replace("          image", "           image")
    finding = only(text)
    assert finding.rule == "invalid-yaml"
    assert mended(text, finding) == AGENT


def test_other_documents_of_the_file_are_left_alone() -> None:
    broken = AGENT.replace("image: example.com/agent:1.4.2", "restartPolicy: Sometimes")
    text = f"{broken}---\n{FLAT}---\nkind: Service\napiVersion: v1\n"
    findings = lint(text)
    alone = lint(broken)
    assert [finding for finding in findings if finding.rule != "lost-indentation"] == list(alone)
    assert [
        finding.span[0] for finding in findings if finding.rule == "lost-indentation" and finding.span
    ] == [len(ROWS) + 4]


def test_json_in_front_of_a_document_without_indentation_changes_nothing() -> None:
    text = f'{{"apiVersion": "v1", "kind": "Service", "metadata": {{"name": "a"}}}}\n---\n{FLAT}'
    places = [(finding.rule, finding.span and finding.span.line) for finding in lint(text)]
    assert places == [("lost-indentation", 5)]


NBSP = AGENT.replace("  ", "\u00a0\u00a0")


def test_non_breaking_spaces_are_said_once_for_the_file() -> None:
    finding = only(NBSP)
    count = NBSP.count("\u00a0")
    assert finding.message == (
        f"{count} characters are not what they seem: Unicode spaces "
        "that are not plain spaces, left over from a copy and paste"
    )
    assert (finding.rule, finding.span) == ("pasted-characters", (4, 1, 4, 3))
    assert finding.note == "U+00A0 NO-BREAK SPACE"
    assert finding.refused
    assert finding.fix is not None
    assert not finding.fix.safe
    assert mended(NBSP, finding) == AGENT


@pytest.mark.parametrize(
    "plain, pasted, place",
    [
        ("name: agent", "name: \u201cagent\u201d", (4, 9)),
        ("name: agent", "name: a\u200bgent", (4, 10)),
        ("name: agent", "name:\u00a0agent", (4, 8)),
        ("name: agent", "name\uff1aagent", (4, 7)),
        ("- name: agent", "\u2013 name: agent", (18, 9)),
        ("app: agent\n  update", "app: \u2018agent\u2019\n  update", (9, 12)),
    ],
)
def test_each_kind_of_pasted_character(plain: str, pasted: str, place: tuple[int, int]) -> None:
    text = AGENT.replace(plain, pasted, 1)
    findings = [finding for finding in lint(text) if finding.rule == "pasted-characters"]
    assert [finding.span[:2] for finding in findings if finding.span] == [place]
    data = read_stream(mended(text, findings[0])).documents[0].data
    assert data == read_stream(AGENT).documents[0].data


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(AGENT.replace("kind:", "# \u201cquoted\u201d\u00a0remark\nkind:"), id="comment"),
        pytest.param(
            AGENT.replace(
                "  namespace", "  annotations:\n    about: It\u2019s \u201cfine\u201d\n  namespace"
            ),
            id="in a text",
        ),
        pytest.param(
            AGENT.replace("  namespace", '  annotations:\n    about: "\u201cfine\u201d"\n  namespace'),
            id="in quotes",
        ),
        pytest.param(
            f"{AGENT}          args:\n            - |\n              echo \u201cfine\u201d\u00a0x\n",
            id="block",
        ),
        pytest.param(f"\ufeff{AGENT}".encode().decode("utf-8-sig"), id="byte order mark"),
    ],
)
def test_where_such_characters_belong_nothing_is_said(text: str) -> None:
    assert [finding.rule for finding in lint(text)] == []


def test_quotes_that_break_nothing_are_said_too() -> None:
    text = f"{AGENT}          env:\n            - name: LEVEL\n              value: \u201cinfo\u201d\n"
    finding = only(text)
    assert (finding.rule, finding.source) == ("pasted-characters", "policy")
    assert mended(text, finding) == text.replace("\u201c", '"').replace("\u201d", '"')


def test_a_fault_beside_a_pasted_quote_stays() -> None:
    text = AGENT.replace("name: agent\n  name", "name: \u201cagent\u201d\n  name").replace(
        "type: Rolling", "type: rolling"
    )
    assert sorted(finding.rule for finding in lint(text)) == sorted(
        [
            "pasted-characters",
            *(finding.rule for finding in lint(text) if finding.span and finding.span.line == 11),
        ]
    )
    assert any(finding.span and finding.span.line == 11 for finding in lint(text))
