"""Golden files: expected output kept beside the tests, rewritten with `DSLINT_UPDATE_GOLDEN=1`."""

from __future__ import annotations

import os
from pathlib import Path


def check(actual: str, path: Path) -> None:
    """Compare with the file, or write it when the environment asks for that."""
    if os.environ.get("DSLINT_UPDATE_GOLDEN"):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(actual.encode("utf-8"))
    expected = path.read_bytes().decode("utf-8")
    assert actual == expected, f"differs from {path.name}; DSLINT_UPDATE_GOLDEN=1 rewrites it"
