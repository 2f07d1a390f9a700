"""Exit codes, the same for every command and format."""

from __future__ import annotations

OK = 0
FINDINGS = 1
USAGE = 2
INTERNAL = 3
INTERRUPTED = 130

MEANINGS = {
    OK: "nothing at or above the fail level",
    FINDINGS: "findings at or above the fail level, or expectations that failed",
    USAGE: "wrong usage, configuration, rule file or inventory, or nothing of what was named was judged",
    INTERNAL: "a fault of dslint, which it names; never counted as a pass",
    INTERRUPTED: "interrupted with Ctrl-C",
}
"""The meaning of each code, for the documentation."""


class UsageError(Exception):
    """Wrong usage, configuration, rule file or inventory: one line on standard error, exit code 2."""
