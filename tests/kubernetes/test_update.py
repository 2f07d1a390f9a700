"""Whether an update replaces pods, and what it may keep."""

from __future__ import annotations

from typing import Any

import pytest

from dslint.kubernetes.equality import ALWAYS_THERE
from dslint.kubernetes.fields import table
from dslint.kubernetes.update import judge_update
from dslint.kubernetes.versions import NEWEST
from tests.kubernetes.validation.pods import daemonset

Pod = dict[str, Any]
CONTAINER = {"name": "c", "image": "i"}


def template_changes(before: Pod, after: Pod) -> bool:
    """Whether pods get replaced when the pod spec changes like this."""
    both = (daemonset("{}"), daemonset("{}"))
    for manifest, pod in zip(both, (before, after), strict=True):
        manifest["spec"]["template"]["spec"].update(pod)
    return judge_update(*both, NEWEST).template_changed


def with_container(**fields: Any) -> Pod:
    return {"containers": [{**CONTAINER, **fields}]}


@pytest.mark.parametrize(
    "before,after",
    [
        ({}, {}),
        ({}, {"restartPolicy": "Always"}),
        ({}, {"terminationGracePeriodSeconds": 30.0}),
        ({}, {"securityContext": {}}),
        ({}, {"hostNetwork": False}),
        ({}, {"nodeSelector": {}}),
        ({}, {"tolerations": []}),
        ({}, {"tolerations": None}),
        ({}, {"nodeName": ""}),
        ({"serviceAccount": "a"}, {"serviceAccountName": "a"}),
        ({}, {"evictionResponders": [{"name": "gated"}]}),
        ({}, {"zebra": True}),
        (with_container(), with_container(resources={}, stdin=False, args=[], imagePullPolicy="Always")),
        (
            with_container(resources={"limits": {"cpu": "1000m", "memory": "1Gi"}}),
            with_container(resources={"limits": {"cpu": 1, "memory": "1024Mi"}}),
        ),
        (
            with_container(resources={"limits": {"cpu": "0.0001"}}),
            with_container(resources={"limits": {"cpu": "1m"}}),
        ),
    ],
)
def test_the_same_to_the_server(before: Pod, after: Pod) -> None:
    assert not template_changes(before, after)
    assert not template_changes(after, before)


@pytest.mark.parametrize(
    "before,after",
    [
        ({}, {"hostNetwork": True}),
        ({}, {"hostUsers": True}),
        ({}, {"enableServiceLinks": False}),
        ({}, {"affinity": {}}),
        ({}, {"terminationGracePeriodSeconds": 0}),
        (with_container(image="i:1"), with_container(image="i:2")),
        (with_container(), with_container(securityContext={})),
        (with_container(), with_container(securityContext={"privileged": False})),
        (with_container(securityContext={}), with_container(securityContext={"privileged": False})),
        (with_container(args=["a", "b"]), with_container(args=["b", "a"])),
        (
            {"containers": [{**CONTAINER, "name": "a"}, {**CONTAINER, "name": "b"}]},
            {"containers": [{**CONTAINER, "name": "b"}, {**CONTAINER, "name": "a"}]},
        ),
        (
            with_container(livenessProbe={"tcpSocket": {"port": 80}}),
            with_container(livenessProbe={"tcpSocket": {"port": "80"}}),
        ),
    ],
)
def test_pods_are_replaced(before: Pod, after: Pod) -> None:
    assert template_changes(before, after)
    assert template_changes(after, before)


def test_the_strategy_is_no_part_of_the_template() -> None:
    old, new = daemonset("{}"), daemonset("{}")
    new["spec"]["updateStrategy"] = {"type": "OnDelete"}
    new["metadata"]["labels"] = {"a": "b"}
    assert judge_update(old, new, NEWEST) == ((), False)


def test_a_first_object_that_is_none_at_all_crashes_nothing() -> None:
    assert judge_update(None, daemonset("{}"), NEWEST).template_changed


def test_the_tables_of_equality_name_fields_that_exist() -> None:
    for kind, fields in ALWAYS_THERE.items():
        assert fields <= table(NEWEST)[kind].keys(), kind


def test_another_time_of_creation_is_silently_ignored() -> None:
    """The registry puts the stored time back before it validates an update (BeforeUpdate)."""
    old, new = daemonset("{}"), daemonset("{}")
    old["metadata"]["creationTimestamp"] = "2020-01-01T00:00:00Z"
    new["metadata"]["creationTimestamp"] = "2021-01-01T00:00:00Z"
    assert judge_update(old, new, NEWEST).problems == ()
