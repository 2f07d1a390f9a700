"""A cluster whose kubelets are of several versions is judged by the newest, and that is said."""

from __future__ import annotations

import pytest

import dslint
from dslint.planner.inventory.reading import read_inventory
from dslint.planner.session import version_for
from tests.manifests import manifest_text

EFFECT = "has no effect on the older nodes"


def note(*kubelets: str) -> str:
    nodes = "".join(f"- {{name: n{number}, kubelet: {kubelet}}}\n" for number, kubelet in enumerate(kubelets))
    return version_for(None, read_inventory(f"nodes:\n{nodes}", "nodes.yaml")).note


@pytest.mark.parametrize(
    "kubelets,said",
    [
        (("v1.36.1", "v1.36.4"), ""),
        (
            ("v1.36.1", "v1.33.2", "v1.34.0"),
            (
                "kubelets are 1.33 to 1.36: manifests are judged by 1.36; what 1.33 does not know "
                f"{EFFECT} (dslint lint --upgrade 1.33..1.36 lists it)"
            ),
        ),
        (
            ("v1.28.1", "v1.20.2"),
            f"kubelets are 1.20 to 1.28: manifests are judged by 1.28; what 1.20 does not know {EFFECT}",
        ),
    ],
)
def test_mixed_kubelets_are_said(kubelets: tuple[str, ...], said: str) -> None:
    assert note(*kubelets) == said


MANIFEST = manifest_text("""\
SPEC
containers: [{name: agent, image: "registry.example/agent:1.0", env: [{name: ENV, value: a}]}]
""")
RULES = "[{action: Restart, exitCodes: {operator: In, values: [42]}}]"
NODES = (
    "nodes: [{name: new, kubelet: v1.36.0}, {name: old-1, kubelet: v1.33.2}, {name: old-2, kubelet: v1.33.2},"
    " {name: older, kubelet: v1.29.1}, {name: away, kubelet: v1.29.1, taints: ['a:NoSchedule']}]"
)


def told_of_old(text: str, **options: str) -> list[str]:
    plan = dslint.plan(text, NODES, **options)
    return [line for line in plan.assumptions if "(kubelet" in line]


def test_a_field_that_older_kubelets_do_not_know_is_told_with_its_nodes() -> None:
    assert told_of_old(MANIFEST.replace("SPEC", "hostnameOverride: agent")) == [
        (
            "default/agent: spec.template.spec.hostnameOverride has no effect on old-1..2, older "
            "(kubelet 1.29 to 1.33): Kubernetes 1.29 to 1.33 does not know it"
        )
    ]


def test_a_value_that_older_releases_refuse_is_told() -> None:
    assert told_of_old(MANIFEST.replace("SPEC", "").replace("ENV", "'a b'")) == [
        (
            "default/agent: spec.template.spec.containers[0].env[0].name may not work on older "
            "(kubelet 1.29): Kubernetes 1.29 does not accept it"
        )
    ]


def test_many_fields_are_counted() -> None:
    names = "".join(
        f", {{name: c{number}, image: 'example/a:1', restartPolicyRules: {RULES}, restartPolicy: Never}}"
        for number in range(4)
    )
    lines = told_of_old(MANIFEST.replace("SPEC", "").replace("}]}]", f"}}]}}{names}]"))
    named = ", ".join(f"spec.template.spec.containers[{number}].restartPolicyRules" for number in (1, 2, 3))
    where = "on old-1..2, older (kubelet 1.29 to 1.33): Kubernetes 1.29 to 1.33 does not"
    assert lines[0] == f"default/agent: {named} and 1 more have no effect {where} know them"
    assert lines[1] == (
        f"default/agent: {named} and 1 more may not work {where} accept them".replace("Rules", "")
    )


@pytest.mark.parametrize(
    "spec,options",
    [
        ("hostNetwork: true", {}),  # known to all
        ("hostnameOverride: agent", {"kubernetes": "1.29"}),  # judged by the oldest: nothing is older
        ("tolerations: [{key: a, operator: Gt, value: '1'}]", {}),  # the kubelet has no part in it
    ],
)
def test_where_nothing_differs_nothing_is_told(spec: str, options: dict[str, str]) -> None:
    assert told_of_old(MANIFEST.replace("SPEC", spec), **options) == []
