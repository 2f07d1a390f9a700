"""The tools around the oracle that need no Go: comparing answers, and what to do about a missing module."""

from __future__ import annotations

import importlib
from types import ModuleType

import pytest

from tests.needs import ROOT

ACCEPTED = {"verdict": "accepted"}
DAEMONSET = """\
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: a}
spec:
  selector: {matchLabels: {a: b}}
  template:
    metadata: {labels: {a: b}}
    spec: {containers: [{name: c, image: "c:1", imagePullPolicy: POLICY}]}
"""


@pytest.fixture
def tool(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(ROOT / "tools" / "oracle"))
    return importlib.import_module(request.param)


def case(policy: str, old: str = "") -> dict[str, str]:
    found = {"id": "1", "yaml": DAEMONSET.replace("POLICY", policy)}
    return {**found, "old": DAEMONSET.replace("POLICY", old)} if old else found


@pytest.mark.parametrize("tool", ["compare"], indirect=True)
def test_only_what_differs_from_the_oracle_is_told(tool: ModuleType) -> None:
    assert list(tool.differing(case("Always"), ACCEPTED, "1.36")) == []
    field = "spec.template.spec.containers[0].imagePullPolicy"
    refused = {"verdict": "refused", "errors": [["FieldValueNotSupported", field]]}
    assert list(tool.differing(case("Sometimes"), refused, "1.36")) == []
    assert list(tool.differing(case("Sometimes"), ACCEPTED, "1.36")) == [
        "verdict: got refused, want accepted",
        f"errors: unwanted ('FieldValueNotSupported', '{field}')",
    ]


@pytest.mark.parametrize("tool", ["compare"], indirect=True)
def test_a_case_with_a_stored_object_is_an_update(tool: ModuleType) -> None:
    update = case("Never", old="Always")
    assert list(tool.differing(update, {**ACCEPTED, "templateChanged": True}, "1.36")) == []
    assert list(tool.differing(update, {**ACCEPTED, "templateChanged": False}, "1.36")) == [
        "templateChanged: got True, want False"
    ]


SAID = """\
go: downloading example.com/diff/v7 v7.0.1
/mod/a.go:32:2: example.com/diff/v7@v7.0.1: reading https://proxy/example.com/diff/v7.0.1.zip: 403 Forbidden
/mod/b.go:25:2: example.com/diff/v7@v7.0.1: reading https://proxy/example.com/diff/v7.0.1.zip: 403 Forbidden
"""


@pytest.mark.parametrize("tool", ["build"], indirect=True)
@pytest.mark.parametrize(
    "versions, offer",
    [("v7.0.0-rc.1 v7.0.0", "add --use example.com/diff/v7@v7.0.0"), ("", "it has no version of it")],
)
def test_a_module_that_the_proxy_lacks_comes_with_a_way_out(
    tool: ModuleType, versions: str, offer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Done:
        stdout = f"example.com/diff/v7 {versions}\n"

    monkeypatch.setattr(tool, "run", lambda *_: Done())
    assert list(tool.hints(SAID, ".")) == [f"\nThe proxy does not have example.com/diff/v7 v7.0.1: {offer}\n"]
