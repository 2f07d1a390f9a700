"""A finding that does not hold for all versions of a run names those it holds for, in every format."""

from __future__ import annotations

import pytest

import dslint
from dslint.kubernetes.versions import NEWEST
from dslint.report.findings.formats import FORMATS, format_named
from tests.manifests import manifest_text

MANIFEST = manifest_text("""\
workloadRef: {name: a, podGroup: b}
containers:
  - {name: agent, image: "registry.example/agent:1.0", imagePullPolicy: Sometimes}
""")
UNKNOWN_IN = f"1.28 to 1.34, 1.36 to {NEWEST}"
LAST = "`spec.template.spec` has no field `workloadRef`; Kubernetes 1.35 was the last release that had it"
SOMETIMES = "`imagePullPolicy: Sometimes` is not a known value; it must be Always, IfNotPresent or Never"


def report(kubernetes: str) -> dslint.Report:
    return dslint.lint(MANIFEST, "agent.yaml", kubernetes, {"profile": "server"})


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_every_format_names_the_versions(name: str) -> None:
    text = format_named(name)(report(f"1.28..{NEWEST}"))
    if name in ("json", "jsonl"):
        assert "1.34" in text
    else:
        assert UNKNOWN_IN in text


def test_what_holds_for_all_names_none() -> None:
    lines = format_named("compact")(report("..")).splitlines()
    assert [line.partition(": error ")[2] for line in lines] == [
        f"unknown-field: {LAST} (Kubernetes {UNKNOWN_IN})",
        f"container-fields: {SOMETIMES}",
    ]


def test_a_single_version_is_not_repeated() -> None:
    assert "(Kubernetes" not in format_named("compact")(report(NEWEST))
