"""What a text is that only becomes YAML when it is rendered."""

from __future__ import annotations

from dslint.values.typed import NamedTuple

UNRENDERED = "unrendered"
"""The kind of braces that say nothing of what was to be put in their place."""


class Template(NamedTuple):
    """What kind of template a text is, and the 1-based line of the first sign of it (0: its name alone)."""

    kind: str
    line: int
