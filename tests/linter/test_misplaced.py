"""Keys at a wrong depth are moved back where only one depth fits, and then nothing else moves."""

from __future__ import annotations

import pytest

from dslint.linter.apply_fixes import fix_text
from dslint.linter.engine import lint_text
from dslint.reader.stream import read_stream
from dslint.values.finding import Finding

AGENT = """\
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: agent
spec:
  selector:
    matchLabels:
      app: agent
  template:
    metadata:
      labels:
        app: agent
    spec:
      containers:
        - name: agent
          image: example.com/agent:1.4.2
          livenessProbe:
            exec:
              command: [alive]
            periodSeconds: 5 # often
      tolerations:
        - key: reserved
          operator: Exists
"""


def lint(text: str) -> tuple[Finding, ...]:
    return lint_text(text, "agent.yaml").findings


@pytest.mark.parametrize(
    "right, wrong",
    [
        ("            periodSeconds: 5", "              periodSeconds: 5"),
        (
            "      tolerations:\n        - key: reserved\n          operator: Exists\n",
            "    tolerations:\n      - key: reserved\n        operator: Exists\n",
        ),
        (
            "      tolerations:\n        - key: reserved\n          operator: Exists\n",
            "  tolerations:\n    - key: reserved\n      operator: Exists\n",
        ),
    ],
)
def test_a_key_at_a_wrong_depth_is_moved_back(right: str, wrong: str) -> None:
    text = AGENT.replace(right, wrong)
    assert {finding.rule for finding in lint(text)} == {"unknown-field"}
    assert fix_text(text, lint, unsafe=True).text == AGENT


def test_tabs_become_blanks() -> None:
    text = AGENT.replace("  ", "\t")
    assert [finding.rule for finding in lint(text)] == ["tabs-as-indentation"]
    done = fix_text(text, lint, unsafe=True)
    assert read_stream(done.text).documents[0].data == read_stream(AGENT).documents[0].data
    assert done.text.replace(" ", "") == AGENT.replace(" ", "")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            AGENT.replace("      tolerations:", "    containers:\n      - name: other\n      tolerations:"),
            id="it would end up in a list that is there",
        ),
        pytest.param(AGENT.replace("periodSeconds", "periodSecs"), id="no field has this name"),
        pytest.param(
            AGENT.replace("  template:", "  nodeName: a\n  template:").replace(
                "      tolerations:", "      nodeName: b\n      tolerations:"
            ),
            id="what it would be is there already",
        ),
    ],
)
def test_nothing_is_moved_where_that_would_not_do(text: str) -> None:
    assert not any(
        "only way that fits" in finding.fix.title for finding in lint(text) if finding.fix is not None
    )
