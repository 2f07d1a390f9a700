"""The findings that a run wants, their severity, and those that a configuration hides."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dslint.linter.rule import Rule
from dslint.values.finding import Finding, ObjectName
from dslint.values.globs import picked
from dslint.values.problem import REFUSALS, Severity, Source
from dslint.values.typed import Literal, NamedTuple

Profile = Literal["server", "recommended", "all"]
PROFILES: tuple[Profile, ...] = ("server", "recommended", "all")


_ALWAYS = frozenset({"not-rendered"})
"""Rules that report what could not be judged: without them, silence would look like approval."""


class Selection(NamedTuple):
    """The values of `--profile`, `--select`, `--extend-select` and `--ignore`; names are globs."""

    profile: Profile = "recommended"
    select: tuple[str, ...] = ()
    extend: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def wants(self, rule: str, severity: Severity, source: Source) -> bool:
        """Whether to report findings of this rule. Rejections by the server are always reported."""
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


class ConfiguredIgnore(NamedTuple):
    """An entry of `ignore:` in a configuration: rule globs, the reason, and the place."""

    pattern: str
    reason: str
    where: tuple[str, int, int]
    """The file, line and column."""


class Tuning(NamedTuple):
    """The settings for one DaemonSet, or for findings without one.

    `rules` are those with checks, with their parameters; None means all that ship with dslint.
    `severity` maps a rule to what replaces its severity; `off` hides it.
    """

    selection: Selection = Selection()
    rules: tuple[Rule, ...] | None = None
    severity: Mapping[str, Severity | Literal["off"]] = {}
    ignores: tuple[ConfiguredIgnore, ...] = ()

    def with_severity(self, finding: Finding) -> Finding:
        """Return the finding with the severity set for its rule; rejections stay errors."""
        severity = self.severity.get(finding.rule)
        if severity is None or severity == "off" or finding.refused:
            return finding
        return finding._replace(severity=severity)

    def ignored_by(self, finding: Finding) -> ConfiguredIgnore | None:
        """Return the first entry that hides a finding; a rejection needs a reason."""
        for entry in self.ignores:
            if picked(finding.rule, (entry.pattern,)) and (entry.reason or not finding.refused):
                return entry
        return None

    def wants(self, finding: Finding) -> bool:
        """Whether to report a finding."""
        if self.severity.get(finding.rule) == "off" and not finding.refused:
            return False
        return self.selection.wants(finding.rule, finding.severity, finding.source)


TuningOf = Callable[[ObjectName | None], Tuning]
"""The object of a finding (None: the file as a whole) -> its settings."""
