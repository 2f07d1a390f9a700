"""What one `dslint diff` call asks for."""

from __future__ import annotations

from dataclasses import dataclass

from dslint.cli.calls import CommonCall


@dataclass(frozen=True, kw_only=True)
class DiffCall(CommonCall):
    """The options of `dslint diff`, as written; names as on the command line."""

    old: str | None = None
    new: str | None = None
    old_nodes: tuple[str, ...] = ()
