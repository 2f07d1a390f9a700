"""Every rule by its id, from the generated index, so that the lint path reads no YAML for it."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from dslint.linter.rule import Rule


def rules() -> Mapping[str, Rule]:
    """Return every rule by id, sorted by id."""
    from dslint.linter.rulebook_index import RULES  # noqa: PLC0415 - a clean server-only run never needs it

    return RULES


def rule(name: str) -> Rule | None:
    """Return the rule of an id or of one of its older names, or None."""
    found = rules().get(name)
    if found is not None:
        return found
    return next((rule for rule in rules().values() if name in rule.aliases), None)


def found_by_lint(name: str) -> bool:
    """Whether `dslint lint` looks for a rule; some need an inventory or an older manifest."""
    found = rule(name)
    return found is not None and "lint" in found.commands


@cache
def policy_rules() -> tuple[Rule, ...]:
    """Return the rules that have one of dslint's own checks."""
    return tuple(rule for rule in rules().values() if rule.check is not None)
