"""A manifest of an API version that is gone means the same after its migration."""

from __future__ import annotations

from typing import Any

import pytest

from dslint.kubernetes.migration import migrate
from dslint.values.problem import Change

TEMPLATE = {"metadata": {"labels": {"app": "agent", "on": "1"}}}
SELECTOR = {"matchLabels": {"app": "agent", "on": "1"}}
ROWS = "selector:\n  matchLabels:\n    app: agent\n    'on': '1'"
TO_V1 = Change("replace", ("apiVersion",), "apps/v1")
ON_DELETE = Change("insert", ("spec",), "updateStrategy:\n  type: OnDelete", "template")
STRATEGY = ("spec", "updateStrategy")


def old(version: str, **spec: Any) -> dict[str, Any]:
    return {"apiVersion": version, "kind": "DaemonSet", "spec": spec}


@pytest.mark.parametrize(
    "data, spec, changes",
    [
        pytest.param(
            old("extensions/v1beta1", template=TEMPLATE),
            {"template": TEMPLATE, "selector": SELECTOR, "updateStrategy": {"type": "OnDelete"}},
            (TO_V1, Change("insert", ("spec",), ROWS, "template"), ON_DELETE),
            id="old defaults",
        ),
        pytest.param(
            old("extensions/v1beta1", selector=None, template=TEMPLATE, updateStrategy=None),
            {"template": TEMPLATE, "selector": SELECTOR, "updateStrategy": {"type": "OnDelete"}},
            (
                TO_V1,
                Change("replace", ("spec", "selector"), "{matchLabels: {app: agent, 'on': '1'}}"),
                Change("replace", STRATEGY, "{type: OnDelete}"),
            ),
            id="written as null",
        ),
        pytest.param(
            old(
                "extensions/v1beta1",
                selector=SELECTOR,
                updateStrategy={"rollingUpdate": {"maxUnavailable": 2}},
            ),
            {
                "selector": SELECTOR,
                "updateStrategy": {"rollingUpdate": {"maxUnavailable": 2}, "type": "OnDelete"},
            },
            (TO_V1, Change("insert", STRATEGY, "type: OnDelete")),
            id="a strategy without a type",
        ),
        pytest.param(
            old(
                "extensions/v1beta1",
                selector=SELECTOR,
                updateStrategy={"type": "RollingUpdate"},
                templateGeneration=3,
            ),
            {"selector": SELECTOR, "updateStrategy": {"type": "RollingUpdate"}},
            (TO_V1, Change("remove", ("spec", "templateGeneration"))),
            id="all written",
        ),
        pytest.param(
            old("apps/v1beta2", selector=SELECTOR, templateGeneration=None),
            {"selector": SELECTOR},
            (TO_V1, Change("remove", ("spec", "templateGeneration"))),
            id="a generation without a number",
        ),
        pytest.param(
            old("apps/v1beta2", template=TEMPLATE),
            {"template": TEMPLATE, "selector": SELECTOR},
            (TO_V1, Change("insert", ("spec",), ROWS, "template")),
            id="apps/v1beta2 rolls updates out already",
        ),
        pytest.param(
            old("apps/v1beta1", template={"metadata": {"labels": {"app": 1}}}),
            {"template": {"metadata": {"labels": {"app": 1}}}},
            (TO_V1,),
            id="labels that are none",
        ),
    ],
)
def test_the_old_defaults_are_written_out(
    data: dict[str, Any], spec: dict[str, Any], changes: tuple[Change, ...]
) -> None:
    migrated = migrate(data)
    assert migrated.data == {"apiVersion": "apps/v1", "kind": "DaemonSet", "spec": spec}
    assert migrated.changes == changes


@pytest.mark.parametrize(
    "data", [{}, {"apiVersion": "apps/v1", "spec": {}}, {"apiVersion": ["apps/v1beta1"]}]
)
def test_what_is_not_old_comes_back_as_it_is(data: dict[str, Any]) -> None:
    assert migrate(data) == (data, ())


def test_the_manifest_itself_is_not_changed() -> None:
    data = old("extensions/v1beta1", template=TEMPLATE)
    migrate(data)
    assert data == old("extensions/v1beta1", template=TEMPLATE)


@pytest.mark.parametrize("spec", [None, [], "x"])
def test_a_spec_that_is_none_is_left_alone(spec: Any) -> None:
    data = {"apiVersion": "extensions/v1beta1", "spec": spec}
    assert migrate(data) == ({"apiVersion": "apps/v1", "spec": spec}, (TO_V1,))
