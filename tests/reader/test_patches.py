"""Pieces of manifests told from whole ones, and slips in kind and apiVersion."""

from __future__ import annotations

from typing import Any

import pytest

import dslint
from dslint.reader.misspelt_kinds import kind_of
from dslint.reader.patches import JsonPatch, files_patched_with, json_patches_in, why_not_whole

HEAD = "apiVersion: apps/v1\nkind: DaemonSet\nmetadata: {name: a}\n"


def data(text: str) -> Any:
    return dslint.read(text).documents[0]


PIECES = [
    (
        HEAD + "spec: {template: {spec: {containers: [{name: a, resources: {}}]}}}\n",
        "neither a selector nor labels",
    ),
    (HEAD + "spec: {minReadySeconds: 5}\n", "neither a selector nor labels"),
    (
        HEAD + "spec: {selector: {}, template: {spec: {containers: [{name: a, $patch: delete}]}}}\n",
        "it says $patch",
    ),
    (HEAD + "spec: {selector: {}, $setElementOrder/x: []}\n", "it says $setElementOrder/x"),
    (HEAD + "status: {numberReady: 3}\n", "it has no spec"),
    ("kind: DaemonSet\nimage: {tag: '1'}\n", "a values file"),
]


@pytest.mark.parametrize("text, why", PIECES)
def test_pieces_are_not_judged_as_whole(text: str, why: str) -> None:
    assert why in (why_not_whole(data(text)) or "")


WHOLE = [
    HEAD + "spec: {template: {spec: {containers: [{name: a, image: b}]}}}\n",
    HEAD + "spec: {selector: {matchLabels: {a: b}}, template: {spec: {}}}\n",
    HEAD + "spec: {template: {metadata: {labels: {a: b}}}}\n",
    HEAD + "spec:\ntemplate:\nselector:\n",
    HEAD + "spec:\n",
    HEAD + "template: {spec: {containers: []}}\n",
    "kind: DaemonSet\nmetadata: {name: a}\nspec: {selector: {}, template: {}}\n",
]


@pytest.mark.parametrize("text", WHOLE)
def test_whole_ones_are_judged_however_broken(text: str) -> None:
    assert why_not_whole(data(text)) is None


def test_a_kustomization_names_its_patches() -> None:
    kustomization = data(
        "resources: [ds.yaml]\n"
        "patches: [{path: one.yaml}, {patch: '- op: add'}, {path: ../two.yaml, target: {kind: DaemonSet}}]\n"
        'patchesStrategicMerge: [three.yaml, "kind: DaemonSet\\nmetadata: {}"]\n'
        "patchesJson6902: [{path: four.yaml}]\n"
    )
    assert list(files_patched_with(kustomization, "deploy/base")) == [
        "deploy/base/one.yaml",
        "deploy/two.yaml",
        "deploy/base/four.yaml",
        "deploy/base/three.yaml",
    ]
    assert list(files_patched_with("no kustomization", ".")) == []


@pytest.mark.parametrize(
    "text", ["kind: Daemonset", "kind: daemonSet", "Kind: DaemonSet", "kind: 'DaemonSet '", "KIND: deamonset"]
)
def test_a_misspelt_kind_is_what_was_meant(text: str) -> None:
    assert kind_of(data(text + "\n")) == "DaemonSet"


@pytest.mark.parametrize("text", ["kind: Deployment", "kind: 5", "a: DaemonSet", "kind: [DaemonSet]"])
def test_other_kinds_are_themselves(text: str) -> None:
    assert kind_of(data(text + "\n")) != "DaemonSet"


def test_a_json_patch_names_its_file_and_target() -> None:
    kustomization = data(
        "patches:\n"
        "- {path: a.yaml, target: {kind: DaemonSet, name: agent}}\n"
        "- {path: ../b.yaml, target: {kind: DaemonSet|Deployment}}\n"
        "- {path: c.yaml, target: {kind: Deployment, name: agent}}\n"
    )
    assert list(json_patches_in(kustomization, "base/x")) == [
        JsonPatch("agent", "base/x/a.yaml"),
        JsonPatch("", "base/b.yaml"),
    ]
