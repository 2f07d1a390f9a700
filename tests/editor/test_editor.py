"""Hover, completion, quick fixes and units, without any editor."""

from __future__ import annotations

import pytest

from dslint.editor.actions import actions
from dslint.editor.completion import NodeFacts, completions
from dslint.editor.cursor import Cursor, cursor_at
from dslint.editor.hover import hover
from dslint.editor.outline import Typing, typing_at
from dslint.editor.units import Encoding, Lines, Place
from dslint.kubernetes.releases.meanings import meaning
from dslint.linter.engine import daemonsets_of, lint_text
from dslint.reader.objects import Manifest
from dslint.reader.stream import read_stream

AGENT = """\
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: agent
spec:
  selector:
    matchLabels: {app: agent}
  updateStrategy:
    type: OnDelete
  template:
    metadata:
      labels: {app: agent}
    spec:
      tolerations:
      - key: gpu
        operator: Exists
      containers:
      - name: agent
        image: agent:1.2.3
"""
FACTS = NodeFacts({"pool": ("edge", "general"), "zone": ("a",)}, ("gpu", "spot"))


def manifests(text: str) -> tuple[Manifest, ...]:
    return tuple(daemonsets_of(read_stream(text)))


def at(words: str, text: str = AGENT) -> Cursor:
    cursor = cursor_at(manifests(text), text.index(words))
    assert cursor is not None
    return cursor


def typed(text: str) -> Typing:
    """What is typed at the mark |."""
    before, _, _ = text.partition("|")
    lines = before.split("\n")
    return typing_at(lines, len(lines) - 1, len(lines[-1]))


def labels(text: str) -> list[str]:
    return [item.label for item in completions(typed(text), manifests(AGENT)[0].data, "1.37", FACTS)]


def test_a_cursor_knows_key_and_value() -> None:
    key, value = at("OnDelete"), at("type: OnDelete")
    assert (key.path, key.on_key) == (("spec", "updateStrategy", "type"), False)
    assert (value.path, value.on_key) == (("spec", "updateStrategy", "type"), True)
    assert at("gpu").path == ("spec", "template", "spec", "tolerations", 0, "key")


def test_hover_says_type_default_age_and_what_is_wrong() -> None:
    shown = hover(at("OnDelete"), lint_text(AGENT, "a.yaml").findings, "1.37")
    assert shown is not None
    assert shown.markdown.split("\n\n")[:4] == [
        "**`type`** — string",
        meaning("DaemonSetUpdateStrategy", "type"),
        "`spec.updateStrategy.type`",
        "Default: `RollingUpdate`",
    ]
    assert "**warning** `update-on-delete`: " in shown.markdown
    assert shown.span[:2] == (9, 11)


def test_hover_names_the_release_that_brought_a_field() -> None:
    text = AGENT.replace("      containers:", "      hostnameOverride: x\n      containers:")
    shown = hover(at("hostnameOverride", text), (), "1.37")
    assert shown is not None
    assert "Since Kubernetes 1.34" in shown.markdown


@pytest.mark.parametrize(
    "text, want",
    [
        ("spec:\n  te|", Typing(("spec",), None, "te")),
        ("spec:\n  updateStrategy:\n    type: Roll|", Typing(("spec", "updateStrategy"), "type", "Roll")),
        ("a:\n- name: x\n  im|", Typing(("a", 0), None, "im")),
        ("a:\n  - name: x\n  - im|", Typing(("a", 1), None, "im")),
        ("a:\n  b:\n    c: 1\n  |", Typing(("a",), None, "")),
        ("a: 1\n---\nb:\n  |", Typing(("b",), None, "")),
        ("a:\n- b:\n  - c: 1\n  - |", Typing(("a", 0, "b", 1), None, "")),
    ],
)
def test_the_place_that_is_typed_is_told_by_indentation(text: str, want: Typing) -> None:
    assert typed(text) == want


POD = "spec:\n  template:\n    spec:\n      "


def test_completion_offers_the_fields_of_the_place() -> None:
    assert labels(POD + "hostNet|") == ["hostNetwork"]
    assert labels(POD + "tolerat|") == []  # is there already
    assert labels(POD + "containers:\n      - imagePull|") == ["imagePullPolicy"]
    assert labels("spec:\n  updateStrategy:\n    rolling|") == ["rollingUpdate"]


def test_completion_offers_the_words_the_server_accepts() -> None:
    assert labels("spec:\n  updateStrategy:\n    type: |") == ["OnDelete", "RollingUpdate"]
    assert labels(POD + "tolerations:\n      - effect: No|") == ["NoExecute", "NoSchedule"]
    assert labels(POD + "hostNetwork: |") == ["true", "false"]
    assert labels(POD + "serviceAccountName: |") == []


def test_completion_offers_labels_and_taints_of_the_inventory() -> None:
    assert labels(POD + "nodeSelector:\n        po|") == ["pool"]
    assert labels(POD + "nodeSelector:\n        pool: |") == ["edge", "general"]
    assert labels(POD + "tolerations:\n      - key: |") == ["gpu", "spot"]


def test_quick_fixes_bring_the_fix_and_a_suppression() -> None:
    text = AGENT.replace("operator: Exists", "operator: exists")
    findings = [finding for finding in lint_text(text, "a.yaml").findings if finding.severity == "error"]
    found = actions(findings, text.split("\n"))
    assert [action.title for action in found] == [
        "set operator to Exists",
        "Suppress toleration-invalid here, with a reason",
    ]
    edit = found[1].edits[0]
    changed = text[: edit.start] + edit.text + text[edit.end :]
    assert "        # dslint: ignore[toleration-invalid] why: \n        operator: exists" in changed


@pytest.mark.parametrize(
    "encoding, character", [("utf-16", 3), ("utf-8", 5), ("utf-32", 2)], ids=["utf-16", "utf-8", "utf-32"]
)
def test_columns_are_counted_in_the_units_of_the_client(encoding: Encoding, character: int) -> None:
    lines = Lines("x\na𝄞b", encoding)
    assert lines.place(4) == Place(1, character)
    assert lines.offset(Place(1, character)) == 4
    assert lines.place_of_column(2, 3) == Place(1, character)
