"""Which template fields differ: labels that people understand, paths that lead to the new text."""

from __future__ import annotations

from typing import Any

import pytest

from dslint.planner.difference.template import ABSENT, template_changes
from dslint.values.path import MapKey

CONTAINER = {"name": "c", "image": "x:1"}
TOLERATION = {"key": "gpu", "operator": "Exists"}
NODE_AFFINITY: dict[str, Any] = {"nodeAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": []}}


def changes(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[object, ...]]:
    def manifest(spec: dict[str, Any]) -> dict[str, Any]:
        return {"spec": {"template": {"spec": spec}}}

    return [
        (change.label, change.path[3:], change.old, change.new)
        for change in template_changes(manifest(old), manifest(new))
    ]


CASES: list[tuple[dict[str, Any], dict[str, Any], list[tuple[object, ...]]]] = [
    ({"containers": [CONTAINER]}, {"containers": [CONTAINER]}, []),
    ({"tolerations": []}, {"hostAliases": None, "schedulerName": ""}, []),
    (
        {"containers": [{"name": "b"}, CONTAINER]},
        {"containers": [{"name": "b"}, {"name": "c", "image": "x:2"}]},
        [("containers[c].image", ("containers", 1, "image"), "x:1", "x:2")],
    ),
    (
        {"containers": [CONTAINER]},
        {"containers": [CONTAINER, {"name": "d"}]},
        [("containers[d]", ("containers", 1), ABSENT, {"name": "d"})],
    ),
    (
        {"containers": [CONTAINER, {"name": "d"}]},
        {"containers": [CONTAINER]},
        [("containers[d]", ("containers",), {"name": "d"}, ABSENT)],
    ),
    (
        {"containers": [CONTAINER, {"name": "d"}]},
        {"containers": [{"name": "d"}, CONTAINER]},
        [("containers", ("containers",), ["c", "d"], ["d", "c"])],
    ),
    ({}, {"tolerations": [TOLERATION]}, [("tolerations", ("tolerations", 0), ABSENT, TOLERATION)]),
    (
        {"tolerations": [TOLERATION, {"key": "a"}]},
        {"tolerations": [{"key": "a"}, TOLERATION]},
        [("tolerations", ("tolerations",), [TOLERATION, {"key": "a"}], [{"key": "a"}, TOLERATION])],
    ),
    (
        {},
        {"nodeSelector": {"pool": "a"}},
        [("nodeSelector[pool]", ("nodeSelector", MapKey("pool")), ABSENT, "a")],
    ),
    ({"hostNetwork": True}, {}, [("hostNetwork", ("hostNetwork",), True, ABSENT)]),
    ({}, {"affinity": NODE_AFFINITY}, [("affinity", ("affinity",), ABSENT, NODE_AFFINITY)]),
    (
        {"volumes": [{"name": "v", "emptyDir": {}}]},
        {"volumes": [{"name": "v"}]},
        [("volumes[v].emptyDir", ("volumes", 0, "emptyDir"), {}, ABSENT)],
    ),
    (
        {"containers": [{"name": "c", "args": ["-v", "-v"]}]},
        {"containers": [{"name": "c", "args": ["-v"]}]},
        [("containers[c].args", ("containers", 0, "args"), ["-v", "-v"], ["-v"])],
    ),
]


@pytest.mark.parametrize("old, new, want", CASES)
def test_what_differs(old: dict[str, Any], new: dict[str, Any], want: list[tuple[object, ...]]) -> None:
    assert changes(old, new) == want


def test_labels_of_the_template_are_part_of_it() -> None:
    old = {"spec": {"template": {"metadata": {"labels": {"v": "1"}}}}}
    new = {"spec": {"template": {"metadata": {"labels": {"v": "2"}}}}}
    (change,) = template_changes(old, new)
    assert change == ("metadata.labels[v]", ("spec", "template", "metadata", "labels", MapKey("v")), "1", "2")
