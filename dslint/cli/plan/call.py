"""What one `dslint plan` call asks for."""

from __future__ import annotations

from dataclasses import dataclass

from dslint.cli.calls import CommonCall


@dataclass(frozen=True, kw_only=True)
class PlanCall(CommonCall):
    """The options of `dslint plan`, as written; names as on the command line."""

    paths: tuple[str, ...] = ()
    node: str | None = None
    what_if: tuple[str, ...] = ()
    expect: tuple[str, ...] = ()
    expectations: tuple[str, ...] = ()
