"""What one `dslint diff` call asks for."""

from __future__ import annotations

from typing import NamedTuple

from dslint.linter.selection import Profile


class DiffCall(NamedTuple):
    """The options of `dslint diff`, as written; names as on the command line."""

    old: str | None = None
    new: str | None = None
    nodes: tuple[str, ...] = ()
    old_nodes: tuple[str, ...] = ()
    pods: tuple[str, ...] = ()
    clusters: str | None = None
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
