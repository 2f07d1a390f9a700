"""The public functions and types of the stable interface, in one place.

None of the functions prints, exits, reads the environment or opens a file. All results are
frozen values.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from dslint.kubernetes.versions import NEWEST, parse_range
from dslint.linter.selection import PROFILES, Selection
from dslint.planner.values import Difference, Effect, Placement, Plan, Reason, Rollout
from dslint.reader.stream import read_stream
from dslint.values.finding import Finding, Report, Update
from dslint.values.span import Span

__all__ = [
    "Difference",
    "Effect",
    "Finding",
    "Placement",
    "Plan",
    "Reason",
    "Report",
    "Rollout",
    "Span",
    "Stream",
    "Update",
    "lint",
    "lint_update",
    "read",
]


class Stream(NamedTuple):
    """A text as kubectl reads it: the JSON data of every document, and what stopped reading, if anything."""

    documents: tuple[Any, ...]
    error: str | None


def read(text: str | bytes) -> Stream:
    """Do what kubectl does to a file: split, turn YAML into JSON data, skip empty documents."""
    stream = read_stream(text)
    error = stream.error
    return Stream(
        tuple(document.data for document in stream.documents),
        None if error is None else f"line {error.line}, column {error.column}: {error.message}",
    )


def lint(
    text: str | bytes,
    filename: str = "<text>",
    kubernetes: str = NEWEST,
    config: Mapping[str, Any] | None = None,
) -> Report:
    """Judge every DaemonSet in a text, whole or not, as the API server and dslint's rules do.

    `kubernetes` is a version or a range (`1.34..1.37`). `config` may hold `profile`, `select`,
    `extend_select` and `ignore`, as on the command line. Raises UnknownVersion or ValueError for
    a version or key that does not exist; whatever is wrong in `text` is a finding.
    """
    from dslint.linter.engine import Options, lint_text  # noqa: PLC0415 - `read` needs no rules

    return lint_text(text, filename, Options(parse_range(kubernetes), _selection(config or {})))


def lint_update(old_text: str | bytes, new_text: str | bytes, kubernetes: str = NEWEST) -> Update:
    """Judge replacing the first DaemonSet of one text by the first one of another."""
    from dslint.linter import updates  # noqa: PLC0415 - `read` needs no rules

    return updates.lint_update(old_text, new_text, "<new>", parse_range(kubernetes)[-1])


def _selection(config: Mapping[str, Any]) -> Selection:
    known = {"profile", "select", "extend_select", "ignore"}
    unknown = sorted(set(config) - known)
    if unknown:
        msg = f"config has no key {unknown[0]!r}; there are {', '.join(sorted(known))}"
        raise ValueError(msg)
    if config.get("profile", "recommended") not in PROFILES:
        msg = f"no profile {config['profile']!r}; there are {', '.join(PROFILES)}"
        raise ValueError(msg)
    return Selection(
        config.get("profile", "recommended"),
        tuple(config.get("select", ())),
        tuple(config.get("extend_select", ())),
        tuple(config.get("ignore", ())),
    )
