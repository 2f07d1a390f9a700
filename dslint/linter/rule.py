"""The data of one rule during a run."""

from __future__ import annotations

from collections.abc import Mapping

from dslint.values.problem import REFUSALS, Severity, Source
from dslint.values.typed import Any, NamedTuple


class Rule(NamedTuple):
    """The part of a rule that a run needs. The full text is in `rules/<id>.yaml`: see `rulefiles`.

    `check` names a function of the checks table, and is None for what the reader, the server's
    own rules or the planner report. `message`, `note`, `result` and `write` are templates for
    `str.format` over a hit's values. `commands` are those that look for it.
    The findings of a `preview` rule are info, whatever its severity.
    """

    id: str
    severity: Severity
    sources: tuple[Source, ...]
    summary: str
    check: str | None = None
    params: Mapping[str, Any] = {}
    message: str = ""
    note: str = ""
    result: str = ""
    write: str = ""
    aliases: tuple[str, ...] = ()
    commands: tuple[str, ...] = ("lint",)
    preview: bool = False

    @property
    def refuses(self) -> bool:
        """Whether a finding of this rule can mean that the manifest is rejected."""
        return not REFUSALS.isdisjoint(self.sources)


def filled(template: str, values: Mapping[str, object]) -> str:
    """Fill a template of a rule with the values of a hit; findings share a template without any."""
    return template.format_map(values) if "{" in template or "}" in template else template
