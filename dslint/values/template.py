"""The kind of a template, a text that becomes YAML only when it is rendered."""

from __future__ import annotations

from dslint.values.typed import NamedTuple

UNRENDERED = "unrendered"
"""The kind of braces that say nothing about the value that should replace them."""


class Template(NamedTuple):
    """The kind of a template and the 1-based line of its first sign (0: only its name shows it)."""

    kind: str
    line: int
