"""Every check by the name rules use. A test holds this table against the folder."""

from __future__ import annotations

from dslint.checks.base import Check

CHECKS: dict[str, Check] = {}
