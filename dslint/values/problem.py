"""The result of a rule: a mistake at a symbolic place, which the linter turns into a line and column."""

from __future__ import annotations

from dslint.values.path import FieldPath
from dslint.values.typed import Literal, NamedTuple

Source = Literal["yaml", "decode", "strict", "api", "api-warning", "policy"]
"""Who reports a problem. All but `policy` are facts about a Kubernetes version."""

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")
"""Worst first."""

FAIL_LEVELS: tuple[str, ...] = (*SEVERITIES, "never")
"""The values of `--fail-on`: the lowest severity that fails a run."""

REFUSALS: frozenset[str] = frozenset({"yaml", "decode", "strict", "api"})
"""Sources that mean the manifest cannot be applied at all."""

Reason = Literal[
    "unknown",
    "FieldValueRequired",
    "FieldValueInvalid",
    "FieldValueNotSupported",
    "FieldValueForbidden",
    "FieldValueDuplicate",
    "FieldValueNotFound",
    "FieldValueTooLong",
    "FieldValueTooMany",
]
"""The cause the API server gives in `status.details.causes`."""

Anchor = Literal["value", "key"]
"""The half of an entry that a problem points at. A missing field is shown at its parent's key."""


class Related(NamedTuple):
    """Another place that belongs to a problem, with a note on it."""

    path: FieldPath
    message: str
    anchor: Anchor = "value"


class Change(NamedTuple):
    """One symbolic edit of a manifest; the linter turns it into a splice of text.

    `replace` puts `text` (YAML, one line) in place of the value at `path`; `rename` replaces its
    key; `remove` takes the whole entry or list item out; `insert` adds `text` (YAML, may have
    several lines, indented as if at column one) as a new entry of the mapping or list at `path`,
    in front of the key `before` where that one is written, else last;
    `quote` puts quotes round the scalar at `path` as it is written.
    """

    action: Literal["replace", "rename", "remove", "insert", "quote"]
    path: FieldPath
    text: str = ""
    before: str = ""


class Problem(NamedTuple):
    """One mistake in one manifest.

    `path` is its place in the manifest as written; if nothing is written there, the engine points at the key
    of the nearest parent. `field` is the server's name of the place. It differs from `path` only if the
    server drops indices or counts dropped list items. `note` is a short text beside the caret in the excerpt.
    `severity` overrides the severity of the rule.
    `belongs` is the path that a misplaced key has in its right place.
    """

    rule: str
    path: FieldPath
    message: str
    source: Source = "policy"
    reason: Reason | None = None
    field: str | None = None
    anchor: Anchor = "value"
    result: str = ""
    write: str = ""
    related: tuple[Related, ...] = ()
    changes: tuple[Change, ...] = ()
    safe: bool = False
    note: str = ""
    severity: Severity | None = None
    belongs: FieldPath = ()
