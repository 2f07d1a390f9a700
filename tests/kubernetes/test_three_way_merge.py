"""What a three-way merge leaves of lists that hold a merge key more than once.

`three_way_merge.json` holds what CreateThreeWayMergePatch and StrategicMergePatch of
k8s.io/apimachinery 1.37 made of variables: the old list, which is also the live one, the new list,
and the live list afterwards; `A1` is the variable A with the value 1.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from dslint.kubernetes.three_way_merge import Loss, merge_losses

ANSWERS = json.loads(Path(__file__).with_name("three_way_merge.json").read_bytes())


def manifest(pod: dict[str, Any]) -> dict[str, Any]:
    return {"spec": {"template": {"spec": pod}}}


def variables(names: list[str]) -> dict[str, Any]:
    env = [{"name": name[0], "value": name[1]} for name in names]
    return manifest({"containers": [{"name": "a", "env": env}]})


@pytest.mark.parametrize("old, new, left", ANSWERS)
def test_as_many_are_left_as_kubernetes_leaves(old: list[str], new: list[str], left: list[str]) -> None:
    losses = list(merge_losses(variables(old), variables(new)))
    names = Counter(name[0] for name in new)
    for loss in losses:
        names[str(loss.value)] = loss.left
    assert +names == +Counter(name[0] for name in left if name[0] in dict.fromkeys(n[0] for n in new))
    if not losses:
        assert sorted(new) == sorted(left)


def test_every_list_has_its_key() -> None:
    old = manifest(
        {
            "hostAliases": [{"ip": "1.1.1.1"}, {"ip": "1.1.1.1", "hostnames": ["a"]}],
            "initContainers": [{"name": "i", "ports": [{"containerPort": 53}]}],
        }
    )
    both = [{"containerPort": 53}, {"containerPort": 53, "protocol": "UDP"}]
    new = manifest(
        {
            "hostAliases": [{"ip": "1.1.1.1"}],
            "initContainers": [{"name": "i", "ports": both}],
        }
    )
    pod = ("spec", "template", "spec")
    assert list(merge_losses(old, new)) == [
        Loss((*pod, "hostAliases", 0, "ip"), "hostAliases", "ip", "1.1.1.1", 1, 0),
        Loss((*pod, "initContainers", 0, "ports", 1, "containerPort"), "ports", "containerPort", 53, 2, 1),
    ]


def test_what_was_not_there_is_taken_as_it_is_written() -> None:
    twice = {"containers": [{"name": "a", "ports": [{"containerPort": 53}, {"containerPort": 53}]}]}
    assert list(merge_losses(manifest({"containers": [{"name": "a"}]}), manifest(twice))) == []
    assert list(merge_losses(manifest({"containers": [{"name": "b"}]}), manifest(twice))) == []
    assert (
        list(merge_losses({}, {"spec": {"template": {"spec": {"containers": [None, 3, {"env": {}}]}}}})) == []
    )


def test_an_entry_that_is_there_once_may_change() -> None:
    assert list(merge_losses(variables(["A1", "B1"]), variables(["A2", "B1", "C1"]))) == []
