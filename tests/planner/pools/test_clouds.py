"""An agent as people write it, on pools as clouds make them: one story for each cloud."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from dslint.planner.on_pools.answers import pool_answers
from tests.planner.cases import daemonset, plan_of

FIXTURES = Path(__file__).parent / "fixtures"
EVERYTHING = {"tolerations": [{"operator": "Exists"}]}
REQUESTS = {"resources": {"requests": {"cpu": "100m", "memory": "128Mi"}}}
LINUX = {"kubernetes.io/os": "linux"}
CONTAINERS = [{"name": "c", "image": "example.com/agent:1", **REQUESTS}]


def answers(fixture: str, **pod: Any) -> dict[str, str]:
    """Pool -> every, some or none, for one agent on the pools of a fixture."""
    text = (FIXTURES / fixture).read_text(encoding="utf-8")
    planned = plan_of(daemonset(containers=CONTAINERS, **pod), nodes=text)
    return {answer.pool.name: answer.answer for answer in pool_answers(planned, planned.workloads[0])}


@pytest.mark.parametrize(
    "fixture, pod, expected",
    [
        (
            "eksctl.yaml",
            {"nodeSelector": LINUX},
            {"general": "every", "gpu": "none", "windows": "none", "self-managed": "none", "jobs": "none"},
        ),
        ("aws.json", {"nodeSelector": {"kubernetes.io/arch": "arm64"}}, {"workers": "none"}),
        (
            "aws.json",
            {"nodeSelector": {"kubernetes.io/arch": "arm64"}, "tolerations": [{"operator": "Exists"}]},
            {"workers": "every"},
        ),
        ("gcloud.json", {"tolerations": [{"key": "team", "operator": "Exists"}]}, {"arm": "none"}),
        (
            "gcloud.json",
            {"tolerations": [{"key": key, "operator": "Exists"} for key in ("team", "kubernetes.io/arch")]},
            {"arm": "every"},
        ),
        (
            "gke-compute-class.yaml",
            {"tolerations": [{"key": "batch", "operator": "Exists"}]},
            {"burst": "none"},
        ),
        (
            "gke-compute-class.yaml",
            {
                "tolerations": [{"operator": "Exists"}],
                "nodeSelector": {"cloud.google.com/gke-spot": "true"},
            },
            {"burst": "some"},
        ),
        ("az.json", {"tolerations": [{"key": "team", "operator": "Exists"}]}, {"spot1": "none"}),
        ("az.json", EVERYTHING, {"spot1": "every"}),
        (
            "cluster-api.yaml",
            {"tolerations": [{"operator": "Exists"}], "nodeSelector": {"rack": "r1"}},
            {"edge": "every", "burst": "none"},
        ),
        ("kind.yaml", {}, {"ci-control-plane": "none", "ci-worker": "none", "ci-worker2": "every"}),
        ("kind-single.yaml", {}, {"kind-control-plane": "every"}),
        ("openshift.yaml", {}, {"shop-infra-eu-west-1a": "none"}),
        (
            "kops.yaml",
            {"nodeSelector": {"node-role.kubernetes.io/node": ""}},
            {"nodes-eu-central-1a": "none", "gpu": "none", "control-plane-eu-central-1a": "none"},
        ),
        ("talos-node-config.yaml", {}, {"talos-controlplane": "none"}),
        (
            "talos-node-config.yaml",
            {"tolerations": [{"operator": "Exists"}]},
            {"talos-controlplane": "every"},
        ),
        (
            "k3d.yaml",
            {"nodeSelector": {"tier": "edge"}},
            {
                "k3d-dev-server-0": "none",
                "k3d-dev-agent-0": "every",
                "k3d-dev-agent-1": "none",
                "k3d-dev-agent-2": "none",
            },
        ),
    ],
)
def test_where_an_agent_runs(fixture: str, pod: dict[str, Any], expected: dict[str, str]) -> None:
    assert answers(fixture, **pod) == expected


def test_an_agent_on_the_pools_of_a_terraform_plan() -> None:
    text = (FIXTURES / "terraform.json").read_text(encoding="utf-8")
    tolerations = [{"key": "team", "operator": "Exists"}, {"key": "nvidia.com/gpu", "operator": "Exists"}]
    planned = plan_of(daemonset(containers=CONTAINERS, tolerations=tolerations), nodes=text)
    found = [(answer.pool.name, answer.answer) for answer in pool_answers(planned, planned.workloads[0])]
    assert found == [
        ("workers", "every"),
        ("jobs", "none"),
        ("edge", "none"),
        ("spot", "every"),  # Karpenter launches none of the smallest machines
        ("main", "every"),
        ("system", "none"),
        ("spot", "none"),
    ]
