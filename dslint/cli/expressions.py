"""Parse `--expect`, `--expectations` and `--what-if`, with errors that show the place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dslint.cli.exits import UsageError
from dslint.cli.inputs.reading import read_path
from dslint.planner.expectations.collect import Written, expectations_in
from dslint.planner.expectations.grammar import parse_expectation
from dslint.planner.whatif.steps import Step, parse_step
from dslint.planner.where import MisreadError


def expectations_of(texts: Iterable[str], files: Iterable[tuple[str, str]] = ()) -> tuple[Written, ...]:
    """Return the expectations of the command line and of files (name, text). Raises UsageError."""
    found = []
    for text in texts:
        try:
            found.append(Written(parse_expectation(text)))
        except MisreadError as error:
            msg = f"--expect: {error.shown(text)}"
            raise UsageError(msg) from None
    for name, text in files:
        try:
            found += expectations_in(text, name)
        except MisreadError as error:
            raise UsageError(error.message) from None
    return tuple(found)


def expectation_files(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Return the files of `--expectations` (name, text). Raises UsageError for an unreadable one."""
    for name in names:
        for source in read_path(name, strict=True):
            yield source.name, source.content.decode("utf-8", "replace")


def steps_of(texts: Iterable[str]) -> tuple[Step, ...]:
    """Return the steps of the command line, in order. Raises UsageError."""
    found = []
    for text in texts:
        try:
            found.append(parse_step(text))
        except MisreadError as error:
            msg = f"--what-if: {error.shown(text)}"
            raise UsageError(msg) from None
    return tuple(found)
