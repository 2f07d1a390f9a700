"""Rule files: rules as people write them, with their full text and examples."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NamedTuple

from dslint.checks.table import CHECKS
from dslint.data import data_path
from dslint.linter.rulebook import Rule
from dslint.reader.nodes import Document, Node
from dslint.reader.stream import read_stream
from dslint.values.path import FieldPath
from dslint.values.problem import Source
from dslint.values.span import Span


class RuleFileError(ValueError):
    """A rule file is wrong; the text begins with the file and, where it is known, the line and column."""


class BadExample(NamedTuple):
    """A manifest with the fault, each `line:column` the rule must point at, and the first message if given.

    Rules about updates also need the `old` manifest, those of the planner the `nodes` (an inventory).
    """

    manifest: str
    at: tuple[str, ...]
    message: str = ""
    old: str = ""
    nodes: str = ""


class RulePage(NamedTuple):
    """All that a rule file says."""

    rule: Rule
    since: str
    why: str
    fix: str
    references: tuple[str, ...]
    good: tuple[str, ...]
    bad: tuple[BadExample, ...]


def load(directory: str | os.PathLike[str]) -> tuple[RulePage, ...]:
    """Read every `*.yaml` of a folder, in order of the ids. Raises RuleFileError for the first bad one."""
    try:
        files = sorted(file for file in Path(directory).iterdir() if file.suffix == ".yaml")
        return tuple(parse(file.stem, file.read_bytes(), str(file)) for file in files)
    except OSError as error:
        msg = f"{error.filename or directory}: {error.strerror}"
        raise RuleFileError(msg) from error


def page(name: str) -> RulePage:
    """The page of one of dslint's own rules, by id. Raises RuleFileError when there is none."""
    path = Path(data_path("rules", f"{name}.yaml"))
    try:
        return parse(name, path.read_bytes(), str(path))
    except OSError as error:
        msg = f"{path}: {error.strerror}"
        raise RuleFileError(msg) from error


def parse(name: str, source: bytes, file: str) -> RulePage:
    """Turn the text of a rule file into a page. `name` is the rule's id. Raises RuleFileError."""
    stream = read_stream(source)
    if stream.error is not None:
        raise _error(file, Span(stream.error.line, stream.error.column, 0, 0), stream.error.message)
    if len(stream.documents) != 1:
        raise _error(
            file, None, (f"a rule file must contain one document, this one has {len(stream.documents)}")
        )
    document = stream.documents[0]
    for path, message in _violations(document.data):
        raise _error(file, _place(document, path), message)
    return _page(name, document.data)


def _page(name: str, data: dict[str, Any]) -> RulePage:
    source: Source | list[Source] = data["source"]
    rule = Rule(
        id=name,
        severity=data["severity"],
        sources=(source,) if isinstance(source, str) else tuple(source),
        summary=data["summary"].strip(),
        check=data.get("check"),
        params=data.get("params", {}),
        message=data.get("message", ""),
        note=data.get("note", ""),
        result=data.get("result", ""),
        write=data.get("write", ""),
        aliases=tuple(data.get("aliases", ())),
        commands=tuple(data.get("commands", ("lint",))),
    )
    examples = data["examples"]
    return RulePage(
        rule=rule,
        since=data["since"],
        why=data["why"].strip(),
        fix=data["fix"].strip(),
        references=tuple(data["references"]),
        good=tuple(examples["good"]),
        bad=tuple(_bad_example(example) for example in examples["bad"]),
    )


def _bad_example(data: dict[str, Any]) -> BadExample:
    optional = (data.get(field, "") for field in ("message", "old", "nodes"))
    return BadExample(data["manifest"], tuple(data["at"]), *optional)


def _violations(data: Any) -> Iterator[tuple[FieldPath, str]]:
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - slow to import, and only rule files need it
    from jsonschema.exceptions import best_match  # noqa: PLC0415 - as above

    schema = json.loads(Path(data_path("schemas", "rule.schema.json")).read_bytes())
    error = best_match(Draft202012Validator(schema).iter_errors(data))
    if error is not None:
        wanted = error.schema.get("title") if error.validator == "pattern" else None
        yield tuple(error.absolute_path), f"{error.instance!r} is not {wanted}" if wanted else error.message
    elif data.get("check", "") not in ("", *CHECKS):
        near = get_close_matches(data["check"], CHECKS, 1)
        hint = f"; did you mean {near[0]}?" if near else ""
        yield ("check",), f"unknown check {data['check']!r}{hint}"


def _place(document: Document, path: FieldPath) -> Span:
    node: Node = document.node
    for step in path:
        node = node.child(step) or node
    return document.span(node)


def _error(file: str, span: Span | None, message: str) -> RuleFileError:
    place = f"{file}:{span.line}:{span.column}" if span is not None else file
    return RuleFileError(f"{place}: {message}")
