"""The machine types of EC2, with the labels that follow from them.

Karpenter gives nodes a label for nearly everything that is known of their type. The table ships packed and
is read when a pool needs it. Source of labels: pkg/providers/instancetype/types.go of Karpenter's AWS
provider; of the table: see NOTICE.
"""

from __future__ import annotations

import csv
import lzma
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from typing import NamedTuple

from dslint.data import data_path
from dslint.planner.pools.values import ANYTHING, Value, Values

COLUMNS = (
    "type",
    "arch",
    "cpu",
    "memory",
    "interfaces",
    "addresses",
    "hypervisor",
    "encrypted",
    "manufacturer",
    "clock",
    "nvme",
    "ebs",
    "gpu",
    "gpu_manufacturer",
    "gpu_count",
    "gpu_memory",
    "accelerator",
    "accelerator_count",
)
"""cpu in cores, memory in MiB, nvme in GB, ebs in Mbit/s, clock in MHz; empty where a type has none."""

INSTANCE_TYPE = "node.kubernetes.io/instance-type"
ARCH = "kubernetes.io/arch"
PREFIXES = ("karpenter.k8s.aws", "eks.amazonaws.com")
"""Karpenter's labels, and the same ones in EKS Auto Mode."""

_FROM_COLUMN = {
    "instance-cpu": "cpu",
    "instance-memory": "memory",
    "instance-hypervisor": "hypervisor",
    "instance-encryption-in-transit-supported": "encrypted",
    "instance-cpu-manufacturer": "manufacturer",
    "instance-cpu-sustained-clock-speed-mhz": "clock",
    "instance-local-nvme": "nvme",
    "instance-ebs-bandwidth": "ebs",
    "instance-gpu-name": "gpu",
    "instance-gpu-manufacturer": "gpu_manufacturer",
    "instance-gpu-count": "gpu_count",
    "instance-gpu-memory": "gpu_memory",
    "instance-accelerator-name": "accelerator",
    "instance-accelerator-count": "accelerator_count",
}
_FROM_NAME = ("instance-category", "instance-generation", "instance-family", "instance-size")
_NAME = re.compile(r"([a-z]+)(?:-[0-9]+tb)?([0-9]+).*\.")
_GPU_RESOURCE = {"nvidia": "nvidia.com/gpu", "amd": "amd.com/gpu"}


class Machine(NamedTuple):
    """One type: cpu in cores, memory in MiB; `devices` are extended resources and how many it has."""

    type: str
    arch: str
    cpu: int
    memory: int
    interfaces: int
    addresses: int
    devices: Mapping[str, int]
    facts: Mapping[str, str]

    def order(self) -> tuple[int, int, str]:
        """Return the sort key: from small to large."""
        return self.cpu, self.memory, self.type

    def label(self, key: str) -> Value:
        """Return the value of a label that follows from the type; None if it has none."""
        if key == INSTANCE_TYPE:
            return self.type
        if key == ARCH:
            return self.arch
        name = key.rpartition("/")[2]
        if name in _FROM_COLUMN:
            return self.facts[_FROM_COLUMN[name]] or None
        return _of_name(self.type, name)


def _of_name(machine_type: str, name: str) -> Value:
    family, _, size = machine_type.partition(".")
    match = _NAME.match(machine_type)
    category, generation = (match[1], match[2]) if match is not None else (None, None)
    values = {
        "instance-family": family,
        "instance-size": size,
        "instance-category": category,
        "instance-generation": generation,
    }
    return values[name]


def is_of_type(key: str) -> bool:
    """Whether a label follows from the machine type."""
    if key in (INSTANCE_TYPE, ARCH):
        return True
    prefix, _, name = key.partition("/")
    return prefix in PREFIXES and (name in _FROM_COLUMN or name in _FROM_NAME)


class Table:
    """The types from small to large, indexed for queries: sets of types are the bits of an integer."""

    def __init__(self, machines: Iterable[Machine]) -> None:
        self.machines = tuple(
            sorted(machines, key=lambda machine: (machine.cpu, machine.memory, machine.type))
        )
        self.every = (1 << len(self.machines)) - 1
        self._columns: dict[str, dict[Value, int]] = {}

    @cached_property
    def by_name(self) -> dict[str, int]:
        """Return type -> its index in `machines`."""
        return {machine.type: place for place, machine in enumerate(self.machines)}

    def machine(self, name: str) -> Machine:
        """The machine of a type."""
        return self.machines[self.by_name[name]]

    def column(self, key: str) -> Mapping[Value, int]:
        """Return the values of a label, and the types that have each."""
        name = key if key in (INSTANCE_TYPE, ARCH) else key.rpartition("/")[2]
        found = self._columns.get(name)
        if found is None:
            found = self._columns[name] = {}
            for place, machine in enumerate(self.machines):
                value = machine.label(key)
                found[value] = found.get(value, 0) | 1 << place
        return found

    def matching(self, labels: Iterable[tuple[str, Values]]) -> int:
        """Return the types whose labels may have the values of a pool."""
        types = self.every
        for key, values in labels:
            if values == ANYTHING or not is_of_type(key):
                continue
            column = self.column(key)
            allowed = 0
            for value, having in column.items():
                if values.may_be(value):
                    allowed |= having
            types &= allowed
        return types

    def among(self, types: int) -> Iterator[Machine]:
        """Return the machines of a set."""
        while types:
            lowest = types & -types
            yield self.machines[lowest.bit_length() - 1]
            types ^= lowest


@cache
def ec2() -> Table:
    """Return the table of EC2."""
    with lzma.open(
        data_path("schemas", "machines", "ec2.csv.xz"), "rt", encoding="utf-8", newline=""
    ) as file:
        return Table(_machine(row) for row in csv.DictReader(file))


def _machine(row: dict[str, str]) -> Machine:
    devices = {}
    if row["gpu_count"] and row["gpu_manufacturer"] in _GPU_RESOURCE:
        devices[_GPU_RESOURCE[row["gpu_manufacturer"]]] = int(row["gpu_count"])
    if row["accelerator_count"]:
        devices["aws.amazon.com/neuron"] = int(row["accelerator_count"])
    return Machine(
        type=row["type"],
        arch=row["arch"],
        cpu=int(row["cpu"]),
        memory=int(row["memory"]),
        interfaces=int(row["interfaces"]),
        addresses=int(row["addresses"]),
        devices=devices,
        facts=row,
    )
