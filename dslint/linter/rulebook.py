"""Every rule by its id, from the generated index: what the lint path needs, and no YAML is read for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from dslint.values.problem import REFUSALS, Severity, Source


class Rule(NamedTuple):
    """What a run needs of a rule. The full text, with examples, is in `rules/<id>.yaml`: see `rulefiles`.

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
        """Whether a finding of this rule can mean that the manifest is refused."""
        return not REFUSALS.isdisjoint(self.sources)


def rules() -> Mapping[str, Rule]:
    """Every rule by id, in order of their ids."""
    from dslint.linter.rulebook_index import RULES  # noqa: PLC0415 - a clean server-only run never needs it

    return RULES


def rule(name: str) -> Rule | None:
    """The rule of an id or of one of its older names, or None."""
    found = rules().get(name)
    if found is not None:
        return found
    return next((rule for rule in rules().values() if name in rule.aliases), None)


def found_by_lint(name: str) -> bool:
    """Whether `dslint lint` looks for a rule at all; some need an inventory or an older manifest."""
    found = rule(name)
    return found is not None and "lint" in found.commands


def policy_rules() -> tuple[Rule, ...]:
    """The rules that a check of dslint's own looks for."""
    return tuple(rule for rule in rules().values() if rule.check is not None)
