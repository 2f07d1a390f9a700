"""Machine types whose names contain their size: Google Cloud and Azure.

Sources: the machine families of Compute Engine; the naming convention and size series of Azure's virtual
machines. A family or series that is not listed here has no known size.
"""

from __future__ import annotations

import re

from dslint.planner.pools.allocatable import Capacity

_GIB = 1024

_GCE = re.compile(r"([a-z]\d+[a-z]?)-(standard|highmem|highcpu)-(\d{1,3})\Z")
_GCE_CUSTOM = re.compile(r"(?:([a-z]\d+[a-z]?)-)?custom-(\d{1,3})-(\d{1,8})(?:-ext)?\Z")
_GCE_SHARED = {"e2-micro": 1, "e2-small": 2, "e2-medium": 4}
"""Shared-core types with two processors: GiB of memory."""
_GCE_ARM = ("t2a", "c4a", "n4a")

_GIB_PER_CPU: dict[str, dict[str, float]] = {
    "n1": {"standard": 3.75, "highmem": 6.5, "highcpu": 0.9},
    "e2": {"standard": 4, "highmem": 8, "highcpu": 1},
    "n2": {"standard": 4, "highmem": 8, "highcpu": 1},
    "n2d": {"standard": 4, "highmem": 8, "highcpu": 1},
    "n4": {"standard": 4, "highmem": 8, "highcpu": 2},
    "t2d": {"standard": 4},
    "t2a": {"standard": 4},
    "c2": {"standard": 4},
    "c2d": {"standard": 4, "highmem": 8, "highcpu": 2},
    "c3": {"standard": 4, "highmem": 8, "highcpu": 2},
    "c3d": {"standard": 4, "highmem": 8, "highcpu": 2},
    "c4a": {"standard": 4, "highmem": 8, "highcpu": 2},
    "g2": {"standard": 4},
}
"""Family -> class -> GiB of memory for each processor."""


def gce(name: str) -> Capacity | None:
    """Return a machine type of Compute Engine; None if its size is unknown."""
    if name in _GCE_SHARED:
        return Capacity(2000, _GCE_SHARED[name] * _GIB)
    custom = _GCE_CUSTOM.match(name)
    if custom is not None:
        return Capacity(int(custom[2]) * 1000, int(custom[3]), arm=custom[1] in _GCE_ARM)
    match = _GCE.match(name)
    ratio = _GIB_PER_CPU.get(match[1], {}).get(match[2]) if match is not None else None
    if match is None or ratio is None:
        return None
    cpu = int(match[3])
    return Capacity(cpu * 1000, int(cpu * ratio * _GIB), arm=match[1] in _GCE_ARM)


_AZURE = re.compile(r"Standard_(D|E|F|L|B)(\d{1,3})([a-z]*)(?:_v(\d))?\Z")
_AZURE_OLD = {
    "DS1_v2": (1, 3.5),
    "DS2_v2": (2, 7),
    "DS3_v2": (4, 14),
    "DS4_v2": (8, 28),
    "DS5_v2": (16, 56),
    "B2s": (2, 4),
    "B2ms": (2, 8),
    "B4ms": (4, 16),
    "B8ms": (8, 32),
    "B12ms": (12, 48),
    "B16ms": (16, 64),
    "B20ms": (20, 80),
}
"""Sizes that follow no rule: processors, and GiB of memory."""
_AZURE_GIB = {"D": 4.0, "E": 8.0, "F": 2.0, "L": 8.0, "B": 4.0}
_AZURE_SINCE = {"D": 3, "E": 3, "F": 2, "L": 2, "B": 2}
"""The version of a series from which its memory follows from its processors."""
_AZURE_MOST = {"D": 96, "E": 48, "F": 72, "L": 80, "B": 32}
"""Above this number of processors, it does not."""


def azure(name: str) -> Capacity | None:
    """Return a VM size of Azure; None if its size is unknown."""
    old = _AZURE_OLD.get(name.removeprefix("Standard_"))
    if old is not None:
        return Capacity(old[0] * 1000, int(old[1] * _GIB))
    match = _AZURE.match(name)
    if match is None or int(match[4] or 1) < _AZURE_SINCE[match[1]]:
        return None
    cpu, features = int(match[2]), match[3]
    if cpu > _AZURE_MOST[match[1]] or "t" in features or "i" in features:
        return None
    ratio = _AZURE_GIB[match[1]] / (2 if "l" in features else 1)
    return Capacity(cpu * 1000, int(cpu * ratio * _GIB), arm="p" in features)
