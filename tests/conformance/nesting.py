"""Lost nesting given back: accepted manifests, flattened, come back whole or are called unclear."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from dslint.kubernetes.versions import NEWEST
from dslint.reader.stream import read_stream
from dslint.repair.nesting.renest import Unclear, renest
from tests.block_yaml import block_yaml, flattened


def concerns(case: dict[str, Any]) -> bool:
    """Only what the server accepts has one right nesting."""
    return bool(case["expect"][NEWEST]["verdict"] == "accepted")


def compare(case: dict[str, Any]) -> Iterator[str]:
    """Yield the key that is unclear. Raises AssertionError for a wrong nesting: there must be none."""
    text = case["yaml"]
    if text.lstrip().startswith("{"):
        text = block_yaml(json.loads(text))
    result = renest(flattened(text), NEWEST)
    if isinstance(result, Unclear):
        assert result.key, f"{case['id']}: no key is named"
        yield f"`{result.key}` {result.why}: {', '.join(map(str, result.places))}"
        return
    before, after = (read_stream(version).documents[0].data for version in (text, result.text))
    assert after == before, f"{case['id']}: a wrong nesting\n{result.text}"
