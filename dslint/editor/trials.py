"""The server's answers to a manifest that differs in one place: defaults and accepted words.

The validation itself is the only source: there is no second list of defaults or words.
"""

from __future__ import annotations

from typing import Any, Final

from dslint.kubernetes.validation import judge
from dslint.values.path import FieldPath, field_text, without_brackets

WORDS: Final = (
    "Always",
    "Block",
    "BlockDevice",
    "CharDevice",
    "ClusterFirst",
    "ClusterFirstWithHostNet",
    "Default",
    "Directory",
    "DirectoryOrCreate",
    "DoNotSchedule",
    "DoesNotExist",
    "Equal",
    "Exists",
    "FallbackToLogsOnError",
    "File",
    "FileOrCreate",
    "Filesystem",
    "HTTP",
    "HTTPS",
    "HostToContainer",
    "Bidirectional",
    "Honor",
    "IfNotPresent",
    "Ignore",
    "In",
    "Localhost",
    "Lt",
    "Gt",
    "Memory",
    "Never",
    "NoExecute",
    "NoSchedule",
    "None",
    "NotIn",
    "NotRequired",
    "OnDelete",
    "OnFailure",
    "OnRootMismatch",
    "PreemptLowerPriority",
    "PreferNoSchedule",
    "ReadOnlyMany",
    "ReadWriteMany",
    "ReadWriteOnce",
    "ReadWriteOncePod",
    "RestartContainer",
    "RollingUpdate",
    "RuntimeDefault",
    "SCTP",
    "ScheduleAnyway",
    "Socket",
    "TCP",
    "UDP",
    "Unconfined",
    "Unmasked",
    "linux",
    "windows",
)
"""Every word that a field of a DaemonSet accepts."""

_NO_WORD = "dslint-no-such-word"


def accepted_words(data: dict[str, Any], path: FieldPath, version: str) -> tuple[str, ...]:
    """Return the words that the server accepts at a path; empty if it accepts any string."""
    if not _objects(data, path, _NO_WORD, version):
        return ()
    return tuple(word for word in WORDS if not _objects(data, path, word, version))


def default_at(data: dict[str, Any], path: FieldPath, version: str) -> Any:
    """Return the value that the server stores at an unwritten path, or None."""
    try:
        stored: Any = judge(_without(data, path), version).manifest
    except (KeyError, IndexError, TypeError):
        return None
    for step in path:
        if isinstance(stored, dict):
            stored = stored.get(step)
        elif isinstance(stored, list) and isinstance(step, int) and step < len(stored):
            stored = stored[step]
        else:
            return None
    return stored if isinstance(stored, str | int | bool) else None


def _objects(data: dict[str, Any], path: FieldPath, word: str, version: str) -> bool:
    """Whether the server rejects a word at a path, or the object around it because of the word."""
    field = without_brackets(field_text(path))
    problems = judge(_with(data, path, word), version).problems
    return any(
        problem.source != "api-warning"
        and problem.reason in ("FieldValueNotSupported", "FieldValueInvalid", "FieldValueRequired", None)
        and without_brackets(field_text(problem.path)) == field
        for problem in problems
    )


def _with(data: Any, path: FieldPath, value: Any) -> Any:
    """Return a copy with another value at a path; missing objects on the way are added."""
    if not path:
        return value
    step, *rest = path
    if isinstance(step, int):
        items = list(data) if isinstance(data, list) else []
        items += [{}] * (step + 1 - len(items))
        items[step] = _with(items[step], tuple(rest), value)
        return items
    known = dict(data) if isinstance(data, dict) else {}
    known[step] = _with(known.get(step), tuple(rest), value)
    return known


def _without(data: Any, path: FieldPath) -> Any:
    """Return a copy without the value at a path."""
    step, *rest = path
    if not rest:
        if isinstance(data, dict):
            return {key: value for key, value in data.items() if key != step}
        return [value for index, value in enumerate(data) if index != step]
    copied = dict(data) if isinstance(data, dict) else list(data)
    copied[step] = _without(copied[step], tuple(rest))  # type: ignore[index]
    return copied
