"""Exit codes, the same for every command and format."""

from __future__ import annotations

OK = 0
FINDINGS = 1
USAGE = 2
INTERNAL = 3
INTERRUPTED = 130


class UsageError(Exception):
    """Wrong usage, configuration, rule file or inventory: told in one line, exit code 2."""
