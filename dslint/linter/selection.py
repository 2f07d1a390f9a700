"""Which findings a run wants: the profile, and rules added or left out by name."""

from __future__ import annotations

from typing import Literal, NamedTuple

from dslint.values.globs import picked
from dslint.values.problem import REFUSALS, Severity, Source

Profile = Literal["server", "recommended", "all"]
PROFILES: tuple[Profile, ...] = ("server", "recommended", "all")


_ALWAYS = frozenset({"not-rendered"})
"""Rules that say of something that it could not be judged: without them silence would mean approval."""


class Selection(NamedTuple):
    """What `--profile`, `--select`, `--extend-select` and `--ignore` ask for; the names are globs."""

    profile: Profile = "recommended"
    select: tuple[str, ...] = ()
    extend: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def wants(self, rule: str, severity: Severity, source: Source) -> bool:
        """Whether a finding of this rule is to be reported. What makes the server refuse always is."""
        if source in REFUSALS:
            return True
        if picked(rule, self.ignore):
            return False
        if rule in _ALWAYS or picked(rule, self.extend):
            return True
        if self.select:
            return picked(rule, self.select)
        if self.profile == "server":
            return source == "api-warning"
        return self.profile == "all" or severity != "info"
