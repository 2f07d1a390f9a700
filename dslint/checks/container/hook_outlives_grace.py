"""A preStop hook that sleeps longer than the grace period, which includes it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from dslint.checks.base import Hit, Subject
from dslint.checks.podspec import name_of
from dslint.kubernetes.access import items, mapping
from dslint.kubernetes.node.commands import program, script_index
from dslint.kubernetes.node.kubelet import DEFAULT_GRACE
from dslint.values.long_numbers import whole_number
from dslint.values.path import FieldPath
from dslint.values.typed import Any

_SLEEP = re.compile(
    r"(?:^|[;&|\n]|\bthen|\bdo)[ \t]*(?:exec[ \t]+)?(?:/bin/|/usr/bin/)?"
    r"sleep[ \t]+(\d{1,9})([smhd]?)(?=\s|;|&|\||$)"
)
_UNITS = {"": 1, "s": 1, "m": 60, "h": 3600, "d": 86400}


def check(subject: Subject, _params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the hook's command."""
    for path, container in subject.all_containers:
        words = items(mapping(container, "lifecycle", "preStop", "exec"), "command")
        if not words:
            continue
        grace = _grace(subject.pod_spec)
        place: FieldPath = (*path, "lifecycle", "preStop", "exec", "command")
        index, seconds = _sleep([word if isinstance(word, str) else "" for word in words])
        if seconds > grace:
            yield Hit(
                (*place, index),
                {
                    "container": name_of(container),
                    "seconds": seconds,
                    "grace": grace,
                    "write": seconds + 10,
                },
            )


def _grace(spec: Mapping[str, Any]) -> int:
    grace = spec.get("terminationGracePeriodSeconds")
    return grace if isinstance(grace, int) and not isinstance(grace, bool) else DEFAULT_GRACE


def _sleep(words: list[str]) -> tuple[int, int]:
    """Return the index of the sleeping word, and the total (minimum) number of seconds."""
    script = script_index(words)
    if script is not None:
        found = _SLEEP.findall(words[script])
        return script, sum(whole_number(number) * _UNITS[unit] for number, unit in found)
    if program(words[0]) == "sleep" and len(words) > 1:
        match = re.fullmatch(r"(\d{1,9})([smhd]?)", words[1])
        return 1, int(match[1]) * _UNITS[match[2]] if match else 0
    return 0, 0
