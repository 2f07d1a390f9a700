"""A fault that follows from another one is shown with its cause, where a person reads the findings."""

from __future__ import annotations

from dslint.linter.engine import lint_text
from dslint.linter.options import Options

MANIFEST = """\
apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: agent
spec:
  selector:
    matchLabels: {app: agent}
  template:
    metadata:
      labels: {app: agent}
    spec:
      containers:
        - name: agent
          image: example.com/agent:1.4.2
          volumeMounts:
            - name: scripts
              mountPath: /scripts
      volumes:
        - name: scripts
          configMap:
            name: agent-scripts
            defaultMode: 0755
"""
NAMED = Options(found="named")


def refused(text: str, options: Options = NAMED) -> list[tuple[str, int]]:
    return [
        (finding.rule, finding.span.line)
        for finding in lint_text(text, "agent.yaml", options).findings
        if finding.source in ("strict", "api") and finding.span is not None
    ]


def test_a_mount_of_a_rejected_volume_is_shown_with_the_volume() -> None:
    text = MANIFEST.replace("0755", "755")
    assert refused(text) == [("volume-source", 22)]
    (finding,) = [found for found in lint_text(text, "agent.yaml", NAMED).findings if found.source == "api"]
    assert [(place.span and place.span.line, place.message[:16]) for place in finding.related] == [
        (16, "follows from it:")
    ]


def test_what_is_missing_behind_a_misspelt_key_is_shown_with_the_key() -> None:
    assert refused(MANIFEST.replace("metadata:\n  name", "metadat:\n  name")) == [("unknown-field", 3)]
    assert refused(MANIFEST.replace("\nspec:", "\nspecs:")) == [("unknown-field", 5)]


def test_what_is_missing_because_a_key_lies_elsewhere_is_shown_with_the_key() -> None:
    head, _, rest = MANIFEST.partition("spec:\n")
    inside = "".join(f"  {line}\n" for line in ("spec:\n" + rest).splitlines())
    assert refused(head + inside) == [("unknown-field", 5)]
    (finding,) = lint_text(head + inside, "agent.yaml", NAMED).findings
    assert finding.message == "`spec` belongs at the top level, and is one level too deep"
    assert finding.write == "spec at the top level"
    selector = "  selector:\n    matchLabels: {app: agent}\n"
    below = MANIFEST.replace(selector, "").replace(
        "      containers:\n", "      selector:\n        matchLabels: {app: agent}\n      containers:\n"
    )
    assert refused(below) == [("unknown-field", 10)]


def test_a_fault_of_its_own_stays() -> None:
    text = MANIFEST.replace("metadata:\n  name", "metadat:\n  name").replace(
        "mountPath: /scripts", "mountPath: ''"
    )
    assert refused(text) == [("unknown-field", 3), ("volume-mount", 17)]


def test_a_program_gets_every_refusal_of_the_server() -> None:
    text = MANIFEST.replace("0755", "755")
    assert refused(text, Options()) == [("volume-mount", 16), ("volume-source", 22)]


def test_a_namespace_that_an_operator_fills_in_is_no_fault_of_a_file() -> None:
    text = MANIFEST.replace(
        "  name: agent\nspec", '  name: agent\n  namespace: "FILLED BY THE OPERATOR"\nspec'
    )
    assert refused(text) == []
    assert refused(text, Options()) == [("object-metadata", 5)]
    assert refused(text.replace("FILLED BY THE OPERATOR", "Agents")) == [("object-metadata", 5)]
