"""Formulas of allocatable against what the clouds and Karpenter publish."""

from __future__ import annotations

import pytest

from dslint.planner.pools import named_machines
from dslint.planner.pools.allocatable import MEBI, Capacity, aks, eks, gke
from dslint.planner.pools.machine_table import ec2

PUBLISHED = {
    "m6idn.large": (1930, 6903, 29),
    "m6idn.xlarge": (3920, 14162, 58),
    "m6idn.2xlarge": (7910, 29317, 58),
    "m6idn.4xlarge": (15890, 57691, 234),
    "m6idn.8xlarge": (31850, 118312, 234),
    "m6idn.12xlarge": (47810, 178933, 234),
    "m6idn.16xlarge": (63770, 234021, 737),
    "m6idn.24xlarge": (95690, 355262, 737),
    "m6idn.32xlarge": (127610, 480277, 394),
    "i3.16xlarge": (63770, 453771, 737),
    "i3en.large": (1930, 14481, 29),
    "i3en.3xlarge": (11900, 89938, 58),
    "i3en.6xlarge": (23870, 178933, 234),
    "i4g.large": (1930, 14422, 29),
    "i4g.4xlarge": (15890, 118253, 234),
    "i4g.16xlarge": (63770, 476445, 737),
}
"""Type -> cpu in thousandths, memory in MiB and pods, as Karpenter's documentation lists them."""


@pytest.mark.parametrize("name", PUBLISHED)
def test_ec2_types_have_the_room_that_karpenter_publishes(name: str) -> None:
    machine = ec2().machine(name)
    pods = machine.interfaces * (machine.addresses - 1) + 2
    capacity = Capacity(machine.cpu * 1000, machine.memory, pods, arm=machine.arch == "arm64")
    assert eks(capacity, None) == PUBLISHED[name]


def test_the_table_holds_what_labels_need() -> None:
    machine = ec2().machine("g5.xlarge")
    labels = {
        name: machine.label(f"karpenter.k8s.aws/instance-{name}") for name in ("category", "generation")
    }
    assert labels == {"category": "g", "generation": "5"}
    assert machine.label("karpenter.k8s.aws/instance-gpu-name") == "a10g"
    assert machine.label("karpenter.k8s.aws/instance-local-nvme") == "250"
    assert machine.devices == {"nvidia.com/gpu": 1}
    assert ec2().machine("m6i.large").label("karpenter.k8s.aws/instance-gpu-name") is None
    assert len(ec2().machines) > 1300


@pytest.mark.parametrize(
    "cores, reserved", [(1, 60), (2, 100), (4, 140), (8, 180), (16, 260), (32, 420), (64, 740)]
)
def test_aks_reserves_processors_as_documented(cores: int, reserved: int) -> None:
    assert aks(Capacity(cores * 1000, 8192), 30).cpu == cores * 1000 - reserved


def test_aks_reserves_memory_by_the_number_of_pods_and_at_most_a_quarter() -> None:
    assert aks(Capacity(2000, 7 * 1024), 30).memory == 7 * 1024 - 650 - 100
    assert aks(Capacity(2000, 4 * 1024), 70).memory == 4 * 1024 - 1024 - 100
    assert aks(Capacity(2000, 8 * 1024, windows=True), 30).memory == 8 * 1024 - 650 - 100 - 2048


def test_gke_reserves_a_falling_share_of_memory() -> None:
    room = gke(Capacity(4000, 16 * 1024), None)
    kernel = 16384 // 64 + 16 + 64 + 28
    assert room == (3920, 16384 - kernel - 1024 - 819 - 819 - 100, 110)


@pytest.mark.parametrize(
    "name, cores, gib",
    [
        ("e2-medium", 2, 4),
        ("n2-standard-8", 8, 32),
        ("n2-highmem-4", 4, 32),
        ("n1-highmem-2", 2, 13),
        ("n2-custom-48-184320", 48, 180),
        ("custom-4-8192", 4, 8),
        ("t2a-standard-4", 4, 16),
    ],
)
def test_names_of_google_tell_the_size(name: str, cores: int, gib: int) -> None:
    capacity = named_machines.gce(name)
    assert capacity is not None
    assert (capacity.cpu, capacity.memory) == (cores * 1000, gib * 1024)
    assert capacity.arm == name.startswith("t2a")


@pytest.mark.parametrize(
    "name, cores, gib",
    [
        ("Standard_D4s_v5", 4, 16),
        ("Standard_D4ps_v5", 4, 16),
        ("Standard_D4ls_v5", 4, 8),
        ("Standard_E8ds_v4", 8, 64),
        ("Standard_F8s_v2", 8, 16),
        ("Standard_DS2_v2", 2, 7),
        ("Standard_B2ms", 2, 8),
    ],
)
def test_names_of_azure_tell_the_size(name: str, cores: int, gib: int) -> None:
    capacity = named_machines.azure(name)
    assert capacity is not None
    assert (capacity.cpu, capacity.memory) == (cores * 1000, gib * 1024)


@pytest.mark.parametrize("name", ["m3-ultramem-32", "a2-highgpu-1g", "n2-standard-", "", "x"])
def test_other_types_of_google_have_no_known_size(name: str) -> None:
    assert named_machines.gce(name) is None


@pytest.mark.parametrize("name", ["Standard_E96as_v5", "Standard_D2", "Standard_M64", "Standard_NC6s_v3", ""])
def test_other_sizes_of_azure_are_not_known(name: str) -> None:
    assert named_machines.azure(name) is None


def test_memory_is_counted_in_bytes() -> None:
    assert MEBI == 1024 * 1024
