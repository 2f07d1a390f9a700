"""The script that derives the table of machine types, on a small package."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

from tests.needs import ROOT

sys.path.insert(0, str(ROOT / "scripts"))

import derive_machines


def machine(architecture: str = "x86_64", **more: Any) -> dict[str, Any]:
    """What EC2 says of a machine, in short."""
    return {
        "ProcessorInfo": {"SupportedArchitectures": ["i386", architecture], "Manufacturer": "Intel"},
        "VCpuInfo": {"DefaultVCpus": 4},
        "MemoryInfo": {"SizeInMiB": 16384},
        "NetworkInfo": {
            "DefaultNetworkCardIndex": 1,
            "Ipv4AddressesPerInterface": 15,
            "EncryptionInTransitSupported": True,
            "NetworkCards": [
                {"NetworkCardIndex": 0, "MaximumNetworkInterfaces": 8},
                {"NetworkCardIndex": 1, "MaximumNetworkInterfaces": 4},
            ],
        },
        "EbsInfo": {"EbsOptimizedInfo": {"MaximumBandwidthInMbps": 3500}},
        **more,
    }


def wheel(folder: Path, types: dict[str, Any]) -> Path:
    """A wheel with these types in it."""
    path = folder / "moto.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(derive_machines.SOURCE, gzip.compress(json.dumps(types).encode()))
    return path


def test_a_row_for_each_type_that_can_be_a_node(tmp_path: Path) -> None:
    gpus = {
        "Gpus": [{"Name": "Tesla T4", "Manufacturer": "NVIDIA", "Count": 1, "MemoryInfo": {"SizeInMiB": 16}}]
    }
    types = {
        "g4dn.xlarge": machine(GpuInfo=gpus),
        "a1.large": machine("arm64"),
        "mac1.metal": machine("x86_64_mac"),
    }
    text = derive_machines.table_text(derive_machines.types_of(wheel(tmp_path, types)))
    header, *rows = text.splitlines()
    assert header.startswith("type,arch,cpu,memory,interfaces,addresses,")
    assert rows == [
        "a1.large,arm64,4,16384,4,15,,true,intel,,,3500,,,,,,",
        "g4dn.xlarge,amd64,4,16384,4,15,,true,intel,,,3500,tesla-t4,nvidia,1,16,,",
    ]


def test_the_table_in_the_repository_is_told_from_another_one(tmp_path: Path) -> None:
    other = wheel(tmp_path, {"a1.large": machine("arm64")})
    command = [sys.executable, "scripts/derive_machines.py", str(other), "--check"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "out of date: ec2.csv.xz\n")
