"""Which lists of a patch take the place of others, and what is lost by that."""

from __future__ import annotations

from typing import Any

import pytest

from dslint.kubernetes.strategic_merge import replaced_lists

POD = ("spec", "template", "spec")


def manifest(pod: dict[str, Any]) -> dict[str, Any]:
    return {"spec": {"template": {"spec": pod}}}


def container(**fields: Any) -> dict[str, Any]:
    return {"containers": [{"name": "a"}, {"name": "b", **fields}]}


SOURCES = [{"configMapRef": {"name": "x"}}, {"configMapRef": {"name": "y"}}]
REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
HOSTS = {"nodeSelectorTerms": [{"matchFields": [{"key": "metadata.name"}]}]}


@pytest.mark.parametrize(
    "patch, base, place, lost",
    [
        ({"tolerations": [{"key": "b"}]}, {"tolerations": [{"key": "a"}]}, ("tolerations",), ({"key": "a"},)),
        ({"tolerations": []}, {"tolerations": [{"key": "a"}]}, ("tolerations",), ({"key": "a"},)),
        (
            container(envFrom=SOURCES[:1]),
            {"containers": [{"name": "b", "envFrom": SOURCES}]},
            ("containers", 1, "envFrom"),
            (SOURCES[1],),
        ),
        (
            {"affinity": {"nodeAffinity": {REQUIRED: {**HOSTS}}}},
            {"affinity": {"nodeAffinity": {REQUIRED: {
                "nodeSelectorTerms": [{"matchExpressions": []}]}}}},
            ("affinity", "nodeAffinity", REQUIRED, "nodeSelectorTerms"),
            ({"matchExpressions": []},),
        ),
        (
            {"containers": [7, {"name": "b", "envFrom": SOURCES[:1]}]},
            {"containers": [{"name": "b", "envFrom": SOURCES}]},
            ("containers", 1, "envFrom"),
            (SOURCES[1],),
        ),
        (
            {"hostAliases": [{"ip": "::1", "hostnames": ["a"]}]},
            {"hostAliases": [{"ip": "::2"}, {"ip": "::1", "hostnames": ["b", "a"]}]},
            ("hostAliases", 0, "hostnames"),
            ("b",),
        ),
    ],
)  # fmt: skip
def test_a_list_without_a_merge_key_is_replaced(
    patch: dict[str, Any], base: dict[str, Any], place: tuple[str | int, ...], lost: tuple[Any, ...]
) -> None:
    (found,) = replaced_lists(manifest(patch), manifest(base))
    assert found.path == (*POD, *place)
    assert found.lost == lost
    known: Any = manifest(base)
    for step in found.base:
        known = known[step]
    assert all(entry in known for entry in lost)


@pytest.mark.parametrize(
    "patch, base",
    [
        (container(env=[{"name": "X"}]), container(env=[{"name": "Y"}])),
        (container(ports=[{"containerPort": 1}]), container(ports=[{"containerPort": 2}])),
        (container(args=["--b"]), container(args=["--a"])),
        ({"tolerations": [{"key": "a"}, {"key": "b"}]}, {"tolerations": [{"key": "b"}, {"key": "a"}]}),
        ({"tolerations": [{"key": "a"}]}, {}),
        ({"tolerations": None}, {"tolerations": [{"key": "a"}]}),
        ({"$patch": "replace", "tolerations": []}, {"tolerations": [{"key": "a"}]}),
        ({"tolerations": {"key": "a"}}, {"tolerations": [{"key": "a"}]}),
        ({"tolerations": [7]}, {"tolerations": 7}),
        ({"containers": [7, {"name": ["a"]}]}, {"containers": [{"name": ["a"]}, 7]}),
    ],
)
def test_nothing_is_said_of_lists_that_are_merged_or_lose_nothing(
    patch: dict[str, Any], base: dict[str, Any]
) -> None:
    assert list(replaced_lists(manifest(patch), manifest(base))) == []


def test_without_a_base_every_list_is_named_that_would_replace_one() -> None:
    pod = {"tolerations": [{"key": "a"}], "readinessGates": [], **container(envFrom=SOURCES, env=[])}
    found = [entry.path for entry in replaced_lists(manifest(pod), None)]
    assert found == [(*POD, "tolerations"), (*POD, "containers", 1, "envFrom")]
