"""Read the vector files."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from dslint.kubernetes import versions

FOLDER = Path(__file__).parent / "vectors"
RELEASES = tuple(versions.RELEASES.values())
"""The Kubernetes releases that gave the answers."""
RECORDED = "1.37"
"""The version that answered where a case was asked of one version alone."""
DATED = "2026-11-30"
"""The day the vectors were brought in."""


def cases(name: str) -> Iterator[dict[str, Any]]:
    """The cases of `vectors/NAME`, one JSON object a line."""
    path = FOLDER / name
    content = path.read_bytes()
    text = gzip.decompress(content) if path.suffix == ".gz" else content
    for line in text.splitlines():
        yield json.loads(line)
