"""What one `dslint plan` call asks for."""

from __future__ import annotations

from typing import NamedTuple

from dslint.linter.selection import Profile


class PlanCall(NamedTuple):
    """The options of `dslint plan`, as written; names as on the command line."""

    paths: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()
    pods: tuple[str, ...] = ()
    node: str | None = None
    clusters: str | None = None
    what_if: tuple[str, ...] = ()
    expect: tuple[str, ...] = ()
    expectations: tuple[str, ...] = ()
    ready_seconds: int = 0
    output: tuple[str, ...] = ()
    kubernetes: str | None = None
    profile: Profile = "recommended"
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    fail_on: str = "error"
    color: str = "auto"
    quiet: bool = False
    verbose: bool = False
