"""A cluster whose kubelets are of several versions is judged by the newest, and that is said."""

from __future__ import annotations

import pytest

from dslint.planner.inventory.reading import read_inventory
from dslint.planner.session import version_for

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
