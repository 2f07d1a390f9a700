"""The rules about what the server itself says: those that no check of dslint finds."""

from __future__ import annotations

from dslint.linter.rulebook import rules

SERVER_RULES = frozenset(rule.id for rule in rules().values() if rule.check is None)
