"""Derive `schemas/machines/ec2.csv.xz` from the machine types that a wheel of moto carries.

    pip download --no-deps moto==5.2.5
    python scripts/derive_machines.py moto-5.2.5-py3-none-any.whl            write the table
    python scripts/derive_machines.py moto-5.2.5-py3-none-any.whl --check    say whether it is up to date

moto (Apache-2.0, see NOTICE) keeps what EC2's DescribeInstanceTypes answers. The table holds what decides
over labels and room: one line for each type, in the columns of `dslint.planner.pools.machine_table`.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import io
import json
import lzma
import sys
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(REPOSITORY))

from dslint.planner.pools.machine_table import COLUMNS  # noqa: E402 - found through the line above

TABLE = REPOSITORY / "schemas" / "machines" / "ec2.csv.xz"
SOURCE = "moto/ec2/resources/instance_types.json.gz"
ARCHITECTURES = {"x86_64": "amd64", "arm64": "arm64"}
"""EC2's word -> Kubernetes' word; types with other architectures (Macs, 32 bits alone) are left out."""


def main() -> int:
    """Write or check the table; 1 when a check finds it out of date."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("wheel", type=Path, help="a wheel of moto")
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 when out of date")
    options = parser.parse_args()
    text = table_text(types_of(options.wheel))
    known = lzma.decompress(TABLE.read_bytes()).decode() if TABLE.is_file() else ""
    if known == text:
        print("the table is up to date")
        return 0
    if not options.check:
        TABLE.parent.mkdir(parents=True, exist_ok=True)
        TABLE.write_bytes(lzma.compress(text.encode(), preset=9 | lzma.PRESET_EXTREME))
    print(f"{'out of date' if options.check else 'written'}: {TABLE.name}")
    return int(options.check)


def types_of(wheel: Path) -> dict[str, dict[str, Any]]:
    """Machine type -> its description by EC2."""
    with zipfile.ZipFile(wheel) as archive:
        types: dict[str, dict[str, Any]] = json.loads(gzip.decompress(archive.read(SOURCE)))
    return types


def table_text(types: Mapping[str, Mapping[str, Any]]) -> str:
    """The table as CSV, sorted by name."""
    written = io.StringIO()
    writer = csv.DictWriter(written, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for name in sorted(types):
        writer.writerows(rows(name, types[name]))
    return written.getvalue()


def rows(name: str, data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """The row of one type; none for an architecture that no node has."""
    processor = data["ProcessorInfo"]
    architectures = [
        ARCHITECTURES[known] for known in processor["SupportedArchitectures"] if known in ARCHITECTURES
    ]
    if not architectures:
        return
    network = data["NetworkInfo"]
    cards = {card["NetworkCardIndex"]: card for card in network["NetworkCards"]}
    gpu = (data.get("GpuInfo") or {}).get("Gpus", [{}])[0]
    neuron = (data.get("NeuronInfo") or {}).get("NeuronDevices", [{}])[0]
    storage = data.get("InstanceStorageInfo") or {}
    clock = processor.get("SustainedClockSpeedInGhz")
    yield {
        "type": name,
        "arch": architectures[0],
        "cpu": data["VCpuInfo"]["DefaultVCpus"],
        "memory": data["MemoryInfo"]["SizeInMiB"],
        "interfaces": cards[network["DefaultNetworkCardIndex"]]["MaximumNetworkInterfaces"],
        "addresses": network["Ipv4AddressesPerInterface"],
        "hypervisor": data.get("Hypervisor", ""),
        "encrypted": "true" if network["EncryptionInTransitSupported"] else "false",
        "manufacturer": processor.get("Manufacturer", "").lower(),
        "clock": round(clock * 1000) if clock else "",
        "nvme": storage.get("TotalSizeInGB", "") if storage.get("NvmeSupport") != "unsupported" else "",
        "ebs": (data["EbsInfo"].get("EbsOptimizedInfo") or {}).get("MaximumBandwidthInMbps", ""),
        "gpu": kebab(gpu.get("Name", "")),
        "gpu_manufacturer": gpu.get("Manufacturer", "").lower(),
        "gpu_count": gpu.get("Count", ""),
        "gpu_memory": (gpu.get("MemoryInfo") or {}).get("SizeInMiB", ""),
        "accelerator": kebab(neuron.get("Name", "")),
        "accelerator_count": neuron.get("Count", ""),
    }


def kebab(name: str) -> str:
    """A name as a label has it: `Tesla T4` becomes `tesla-t4`."""
    return name.lower().replace(" ", "-")


if __name__ == "__main__":
    sys.exit(main())
