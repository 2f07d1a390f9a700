"""The options of one call of `dslint plan` or `dslint diff`."""

from __future__ import annotations

from dataclasses import dataclass

from dslint.linter.selection import Profile


@dataclass(frozen=True, kw_only=True)
class CommonCall:
    """The options that both share, as written; names as on the command line."""

    nodes: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()
    group_by: str | None = None
    pods: tuple[str, ...] = ()
    clusters: str | None = None
    complete: bool = False
    ready_seconds: int = 0
    json_form: str = "full"
    what_if: tuple[str, ...] = ()
    expect: tuple[str, ...] = ()
    expectations: tuple[str, ...] = ()
    output: tuple[str, ...] = ()
    kubernetes: str | None = None
    upgrade: str | None = None
    profile: Profile | None = None
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    fail_on: str = "error"
    color: str = "auto"
    quiet: bool = False
    verbose: bool = False
    config: str | None = None
    isolated: bool = False
    rules: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    baseline: str | None = None


@dataclass(frozen=True, kw_only=True)
class PlanCall(CommonCall):
    """The options of `dslint plan`."""

    paths: tuple[str, ...] = ()
    node: str | None = None
    room: str | None = None
    cost: bool = False


@dataclass(frozen=True, kw_only=True)
class DiffCall(CommonCall):
    """The options of `dslint diff`."""

    old: str | None = None
    new: str | None = None
    old_nodes: tuple[str, ...] = ()
