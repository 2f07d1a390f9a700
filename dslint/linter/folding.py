"""One fault that shows up as thirty: findings that only repeat it become places related to it."""

from __future__ import annotations

from collections.abc import Iterable

from dslint.values.finding import Finding


def fold(findings: Iterable[Finding], file: str, text: str, version: str) -> tuple[Finding, ...]:
    """The findings of one file, with the crowd that lost nesting causes replaced by one `lost-indentation`.

    `text` is the whole decoded text of the file, `version` the newest Kubernetes version asked
    for. What a finding replaces is kept as `related`; every other finding comes back unchanged.
    """
    return tuple(findings)
