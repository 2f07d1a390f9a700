"""What a fix changes, as a unified diff that `patch` and `git apply` take."""

from __future__ import annotations

import re
from difflib import unified_diff as compare

_LINE = re.compile(r"[^\n]*\n|[^\n]+")


def unified_diff(file: str, old: str, new: str) -> str:
    """The difference between two texts of one file; empty when there is none.

    Only line feeds end lines, so carriage returns before them are part of what is compared, and
    a missing line feed at the very end is said the way diff says it.
    """
    rows = compare(_LINE.findall(old), _LINE.findall(new), _name("a", file), _name("b", file), lineterm="\n")
    return "".join(row if row.endswith("\n") else f"{row}\n\\ No newline at end of file\n" for row in rows)


def _name(side: str, file: str) -> str:
    """`a/deploy/agent.yaml`; a name with blanks ends with a tab, as git writes it, for patch."""
    name = f"{side}/{file.removeprefix('./').lstrip('/')}"
    return f"{name}\t" if " " in name else name
