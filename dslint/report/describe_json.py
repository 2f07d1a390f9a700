"""The description of DaemonSets as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from dslint.report.describe_text import Described


def render(described: Sequence[Described]) -> str:
    """Return a list of objects; `described` maps each topic to its sentence."""
    value = [
        {
            "daemonset": entry.key,
            "file": entry.file,
            "line": entry.line,
            "described": {sentence.topic: sentence.text for sentence in entry.sentences},
        }
        for entry in described
    ]
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
