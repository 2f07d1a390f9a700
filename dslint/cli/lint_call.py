"""The options of one `dslint lint` call, however its arguments were parsed."""

from __future__ import annotations

from dslint.values.typed import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from dslint.linter.selection import Profile
    from dslint.values.problem import Severity


class LintCall(NamedTuple):
    """The options of `dslint lint`, as written; names as on the command line.

    A named tuple, unlike the other calls: importing dataclasses would slow down every lint run.
    """

    paths: tuple[str, ...] = ()
    output: tuple[str, ...] = ()
    kubernetes: str | None = None
    profile: Profile | None = None
    select: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    fail_on: Severity | str = "warning"
    color: str = "auto"
    quiet: bool = False
    verbose: bool = False
    stdin_filename: str = "<stdin>"
    fix: bool = False
    diff: bool = False
    unsafe_fixes: bool = False
    statistics: bool = False
    fail_on_skipped: bool | None = None
    """True: any skipped file gives exit code 1; False: none does; None: only named ones give code 2."""
    config: str | None = None
    isolated: bool = False
    rules: tuple[str, ...] = ()
    since: str | None = None
    context: tuple[str, ...] = ()
    nodes: tuple[str, ...] = ()
    policies: tuple[str, ...] = ()
    baseline: str | None = None
    update_baseline: bool = False
    upgrade: str | None = None
    jobs: int | None = None
    """The number of processes; None: as many as pay off."""
