"""Golden files of complaints: fragments of manifests, each with everything that is said of it.

A block names what the fragment is part of and, unless it is the newest, the version; then comes the
fragment, then, indented, what is said. `DSLINT_UPDATE_GOLDEN=1` rewrites what is said.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from dslint.kubernetes.versions import NEWEST
from dslint.values.problem import Problem
from tests import golden
from tests.kubernetes.server_rules import SERVER_RULES
from tests.kubernetes.validation.pods import said

Judge = Callable[[str, str, str], tuple[Problem, ...]]
"""(what the fragment is part of, the fragment as YAML, version) -> what is said of it."""


def check(path: Path, judge: Judge) -> None:
    """Compare every block of a file with what is said now."""
    blocks = path.read_text(encoding="utf-8").strip().split("\n\n")
    golden.check("\n\n".join(judged(block, judge) for block in blocks) + "\n", path)


def judged(block: str, judge: Judge) -> str:
    """A block with what is said now."""
    title, *lines = block.split("\n")
    fragment = "\n".join(line for line in lines if not line.startswith(" "))
    kind, _, version = title.strip("[]").partition(" in ")
    found = judge(kind, fragment, version or NEWEST)
    assert {problem.rule for problem in found} <= SERVER_RULES
    return f"{title}\n{fragment}\n{said(found)}"
