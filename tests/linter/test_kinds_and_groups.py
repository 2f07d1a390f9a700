"""Objects without a kind, and DaemonSets of other API groups."""

from __future__ import annotations

import pytest

from dslint.linter.engine import lint_text
from dslint.linter.options import Options
from dslint.linter.selection import Selection

SERVER = Selection("server")
BODY = """\
metadata: {name: agent}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec:
      containers: [{name: agent, image: "registry.example/agent:1.0"}]
"""


def findings(text: str, found: str = "walked") -> list[tuple[str, str | None, str]]:
    report = lint_text(text, "a.yaml", Options(selection=SERVER, found=found))  # type: ignore[arg-type]
    return [(finding.source, finding.field, finding.message) for finding in report.findings]


@pytest.mark.parametrize("found", ["given", "named", "walked"])
def test_a_daemonset_without_a_kind_is_refused(found: str) -> None:
    assert findings(f"apiVersion: apps/v1\n{BODY}", found) == [("decode", "kind", "`kind` is missing")]


def test_the_shape_alone_is_enough_where_somebody_named_the_file() -> None:
    assert findings(BODY, "named") == [
        ("decode", "apiVersion", "`apiVersion` is missing"),
        ("decode", "kind", "`kind` is missing"),
    ]


def test_another_object_of_apps_without_a_kind_is_refused_too() -> None:
    text = "apiVersion: apps/v1\nmetadata: {name: a}\nspec: {replicas: 2}\n"
    assert findings(text) == [("decode", "kind", "`kind` is missing")]


@pytest.mark.parametrize("found", ["given", "named", "walked"])
@pytest.mark.parametrize("more", ["", "  burstReplicas: 10%\n"])
def test_an_advanced_daemonset_without_a_kind_is_refused(more: str, found: str) -> None:
    text = f"apiVersion: apps.kruise.io/v1beta1\n{BODY}{more}"
    assert findings(text, found) == [("decode", "kind", "`kind` is missing")]


def test_an_advanced_daemonset_with_a_misspelt_kind_is_refused() -> None:
    text = f"apiVersion: apps.kruise.io/v1beta1\nkind: Daemonset\n{BODY}"
    assert findings(text) == [("decode", "kind", "`kind: Daemonset` is not a DaemonSet")]


@pytest.mark.parametrize(
    "version, likely", [("apps/v1", "Deployment"), ("apps.kruise.io/v1alpha1", "DaemonSet")]
)
def test_what_has_no_kind_and_no_shape_is_told_the_likely_one(version: str, likely: str) -> None:
    text = f"apiVersion: {version}\nmetadata: {{name: a}}\nspec: {{replicas: 2}}\n"
    report = lint_text(text, "a.yaml", Options(selection=SERVER, found="walked"))
    (finding,) = report.findings
    assert (finding.message, finding.write) == (
        "`kind` is missing",
        f"kind: {likely}, or the kind it is meant to be",
    )


@pytest.mark.parametrize(
    "text",
    [
        "apiVersion: apps.kruise.io/v1alpha1\nkind: CloneSet\nmetadata: {name: a}\nspec: {replicas: 2}\n",
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec: {replicas: 2}\n",
        "image: {tag: a}\ntemplate: {spec: {containers: []}}\n",
        "apiVersion: v2\nname: chart\nversion: 1.0.0\n",
        "apiVersion: kustomize.config.k8s.io/v1beta1\nresources: [apps/v1.yaml]\n",
    ],
)
def test_what_is_no_daemonset_stays_without_a_finding(text: str) -> None:
    assert findings(text) == []


@pytest.mark.parametrize("found", ["given", "named", "walked"])
@pytest.mark.parametrize("group", ["example.com", "apps.openshift.io", "fleet.cattle.io"])
def test_a_daemonset_of_another_group_is_left_alone(group: str, found: str) -> None:
    text = f"apiVersion: {group}/v1\nkind: DaemonSet\nmetadata: {{name: a}}\nspec: {{size: 3}}\n"
    report = lint_text(text, "a.yaml", Options(selection=SERVER, found=found))  # type: ignore[arg-type]
    assert report.findings == ()
    assert [skipped.why for skipped in report.skipped] == [
        f"a DaemonSet of the API group {group}, which dslint does not know"
    ]


@pytest.mark.parametrize("version", ["app/v1", "apps.k8s.io/v1", "v1", "apps/v2"])
def test_a_group_that_was_meant_to_be_ours_is_refused(version: str) -> None:
    ((source, field, _),) = findings(f"apiVersion: {version}\nkind: DaemonSet\n{BODY}")
    assert (source, field) == ("decode", "apiVersion")
