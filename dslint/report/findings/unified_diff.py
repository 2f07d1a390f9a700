"""The changes of a fix as a unified diff for `patch` and `git apply`."""

from __future__ import annotations

import re
from difflib import unified_diff as compare

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def unified_diff(file: str, old: str, new: str) -> str:
    """Return the difference between two texts of one file; empty if they are equal.

    Only line feeds end lines, so carriage returns before them are compared too, and a missing line feed at
    the end is written as diff does.
    """
    rows = compare(_LINE.findall(old), _LINE.findall(new), _name("a", file), _name("b", file), lineterm="\n")
    return "".join(row if row.endswith("\n") else f"{row}\n\\ No newline at end of file\n" for row in rows)


def _name(side: str, file: str) -> str:
    """Return `a/deploy/agent.yaml`; as in git, a name with spaces ends with a tab for patch."""
    name = f"{side}/{file.removeprefix('./').lstrip('/')}"
    return f"{name}\t" if " " in name else name
