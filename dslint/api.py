"""The public functions and types of the stable interface, in one place.

None of the functions prints, exits, reads the environment or opens a file. All results are
frozen values.
"""

from __future__ import annotations

from typing import Any, NamedTuple

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
