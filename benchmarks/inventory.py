"""Read inventories of many nodes, and hold that against the standard library's json.

    python -m benchmarks.inventory [--nodes 5000] [--memory]

Writes a list of made-up Nodes as kubectl prints it (about 16 kB each) to a temporary file. `--memory` reads
it in a process of its own, mapped, and says how much memory that takes above the input; json.load is left
out there, because it needs several times the file.
"""

from __future__ import annotations

import argparse
import gc
import json
import mmap
import tempfile
import time
from pathlib import Path
from typing import Any

from dslint.planner.inventory.contents import Source
from dslint.planner.inventory.reading import read_contents

_ROUNDS = 3


def make_node(number: int) -> dict[str, Any]:
    """One Node with the images, conditions and managedFields that real ones carry."""
    name = f"node-{number}"
    conditions = ("MemoryPressure", "DiskPressure", "PIDPressure", "Ready")
    when = "2026-01-01T00:00:00Z"
    return {
        "apiVersion": "v1",
        "kind": "Node",
        "metadata": {
            "annotations": {"node.alpha.kubernetes.io/ttl": "0", "volumes": "true"},
            "creationTimestamp": when,
            "labels": {
                "kubernetes.io/arch": "amd64",
                "kubernetes.io/hostname": name,
                "kubernetes.io/os": "linux",
                "node.kubernetes.io/instance-type": "m5.2xlarge",
                "pool": f"pool-{number % 7}",
                "rack": f"rack-{number % 2000}",
                "topology.kubernetes.io/region": "eu-west-1",
                "topology.kubernetes.io/zone": f"eu-west-1{'abc'[number % 3]}",
            },
            "managedFields": [
                {
                    "apiVersion": "v1",
                    "fieldsType": "FieldsV1",
                    "fieldsV1": {
                        "f:metadata": {f"f:annotations{index}": {".": {}, "f:x": {}} for index in range(15)}
                    },
                    "manager": "kubelet",
                    "operation": "Update",
                    "time": when,
                }
            ],
            "name": name,
            "uid": f"00000000-0000-0000-0000-{number:012}",
        },
        "spec": {"taints": [{"effect": "NoSchedule", "key": "dedicated", "value": "batch"}]}
        if number % 5 == 0
        else {},
        "status": {
            "addresses": [
                {"address": "10.0.0.1", "type": "InternalIP"},
                {"address": name, "type": "Hostname"},
            ],
            "allocatable": {
                "cpu": "7910m",
                "ephemeral-storage": "93478772782",
                "memory": "31727836Ki",
                "pods": "110",
            },
            "capacity": {
                "cpu": "8",
                "ephemeral-storage": "104845292Ki",
                "memory": "32386268Ki",
                "pods": "110",
            },
            "conditions": [
                {
                    "lastHeartbeatTime": when,
                    "lastTransitionTime": when,
                    "message": "kubelet has enough of everything",
                    "reason": f"Kubelet{kind}",
                    "status": "True" if kind == "Ready" else "False",
                    "type": kind,
                }
                for kind in conditions
            ],
            "images": [
                {
                    "names": [
                        f"registry.example.com/{index}/x@sha256:{'a' * 64}",
                        f"registry.example.com/{index}/x:v{index}",
                    ],
                    "sizeBytes": 12_345_678 + index,
                }
                for index in range(30)
            ],
            "nodeInfo": {"architecture": "amd64", "kubeletVersion": "v1.37.0", "operatingSystem": "linux"},
        },
    }


def write_list(path: Path, number: int) -> None:
    """The nodes as `kubectl get nodes -o json` prints them."""
    with path.open("w", encoding="utf-8") as file:
        file.write('{\n    "apiVersion": "v1",\n    "items": [\n')
        for place in range(number):
            item = json.dumps(make_node(place), indent=4).replace("\n", "\n        ")
            file.write(f"        {item}{',' if place < number - 1 else ''}\n")
        file.write('    ],\n    "kind": "List",\n    "metadata": {"resourceVersion": ""}\n}\n')


def read_with_dslint(path: Path) -> int:
    """How many nodes."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        return len(read_contents(Source(path.name, mapped)).nodes)


def read_with_json(path: Path) -> int:
    """How many items."""
    with path.open(encoding="utf-8") as file:
        return len(json.load(file)["items"])


def memory(path: Path) -> None:
    """Read the file mapped, and print what that takes above it."""
    gc.disable()
    before, size = _anonymous_mib(), path.stat().st_size / 1e6
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        start = time.perf_counter()
        contents = read_contents(Source(path.name, mapped))
        seconds = time.perf_counter() - start
        above = _anonymous_mib() - before
        print(f"{len(contents.nodes)} nodes, {size:.0f} MB: {seconds:.1f} s, +{above:.0f} MiB")
        del contents


def _anonymous_mib() -> float:
    """Memory of this process that is no file; Linux only."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1024
    return 0.0


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--nodes", type=int, default=5_000)
    parser.add_argument(
        "--memory", action="store_true", help="read once, mapped, and say what memory it takes"
    )
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "nodes.json"
        write_list(path, options.nodes)
        if options.memory:
            memory(path)
            return
        gc.disable()  # as the command does; it helps both
        ours: list[float] = []
        theirs: list[float] = []
        for _ in range(_ROUNDS):
            for read, times in ((read_with_dslint, ours), (read_with_json, theirs)):
                start = time.perf_counter()
                read(path)
                times.append(time.perf_counter() - start)
        one, other = min(ours), min(theirs)
        size = path.stat().st_size / 1e6
    print(
        f"{options.nodes} nodes, {size:.0f} MB: {one:.2f} s; json.load {other:.2f} s; ratio {one / other:.2f}"
    )


if __name__ == "__main__":
    main()
