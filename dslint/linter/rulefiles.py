"""Rule files: rules as people write them, with their full text and examples."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from dslint.checks.stream.table import STREAM_CHECKS
from dslint.checks.table import check_named, check_names
from dslint.data import data_path
from dslint.linter.config.check_parameters import parameter_violations, template_faults
from dslint.linter.config.user_files import (
    Fault,
    UserFileError,
    Violation,
    place_of,
    schema_named,
    single_document,
    violations,
)
from dslint.linter.rule import Rule
from dslint.values.problem import Source
from dslint.values.typed import Any, Final, NamedTuple
from dslint.values.words import did_you_mean


class BadExample(NamedTuple):
    """A manifest with the mistake, each `line:column` the rule must point at, and the first message if given.

    Rules about updates also need the `old` manifest, those of the planner the `nodes` (an inventory),
    those about upgrades the range of versions, and those about patches the `base`.
    """

    manifest: str
    at: tuple[str, ...]
    message: str = ""
    old: str = ""
    nodes: str = ""
    upgrade: str = ""
    base: str = ""


class RulePage(NamedTuple):
    """The content of a rule file."""

    rule: Rule
    since: str
    why: str
    fix: str
    references: tuple[str, ...]
    good: tuple[str, ...]
    bad: tuple[BadExample, ...]


def load(directory: str | os.PathLike[str]) -> tuple[RulePage, ...]:
    """Read every `*.yaml` of a folder, sorted by id. Raises UserFileError for the first invalid one."""
    try:
        files = sorted(file for file in Path(directory).iterdir() if file.suffix == ".yaml")
        return tuple(parse(file.stem, file.read_bytes(), str(file)) for file in files)
    except OSError as error:
        raise UserFileError([Fault(str(error.filename or directory), None, str(error.strerror))]) from error


def page(name: str) -> RulePage:
    """Return the page of one of dslint's own rules, by id. Raises UserFileError if it does not exist."""
    path = Path(data_path("rules", f"{name}.yaml"))
    try:
        return parse(name, path.read_bytes(), str(path))
    except OSError as error:
        raise UserFileError([Fault(str(path), None, str(error.strerror))]) from error


_OWN_REQUIRED: Final = ("severity", "check", "summary", "message")
"""The required keys of a user's own rule; rules that ship have more."""
_TEMPLATES: Final = ("message", "note", "result", "write")


def parse(name: str, source: bytes, file: str, *, own: bool = False) -> RulePage:
    """Parse a rule file. `name` is the rule's id. Raises UserFileError.

    `own`: a rule that does not ship with dslint, which needs fewer keys.
    """
    document = single_document(source, file, "a rule file")
    if document is None:
        raise UserFileError([Fault(file, None, "a rule file must contain one document, this one has 0")])
    faults = [
        Fault(file, place_of(document, each.path, each.anchor), each.message)
        for each in _violations(name, document.data, own=own)
    ]
    if faults:
        raise UserFileError(faults)
    return _page(name, document.data)


def _page(name: str, data: dict[str, Any]) -> RulePage:
    source: Source | list[Source] = data.get("source", "policy")
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
        preview=data.get("preview", False),
    )
    examples = data.get("examples", {})
    return RulePage(
        rule=rule,
        since=data.get("since", ""),
        why=data.get("why", "").strip(),
        fix=data.get("fix", "").strip(),
        references=tuple(data.get("references", ())),
        good=tuple(examples.get("good", ())),
        bad=tuple(_bad_example(example) for example in examples.get("bad", ())),
    )


def _bad_example(data: dict[str, Any]) -> BadExample:
    optional = (data.get(field, "") for field in ("message", "old", "nodes", "upgrade", "base"))
    return BadExample(data["manifest"], tuple(data["at"]), *optional)


def _violations(name: str, data: Any, *, own: bool) -> Iterator[Violation]:
    found = list(violations(_schema(own=own), data))
    yield from found
    if found:
        return
    check = data.get("check")
    if own and not _ID.match(name):
        yield Violation((), f"the file name {name!r} is not a rule id: lower-case letters, digits, hyphens")
    if check is None:
        return
    if check_named(check) is None and check not in STREAM_CHECKS:
        known = (*check_names(), *STREAM_CHECKS)
        hint = did_you_mean(check, known, "`dslint rules checks` lists all checks")
        yield Violation(("check",), f"unknown check {check!r}; {hint}")
        return
    for violation in parameter_violations(check, data.get("params", {})):
        yield violation._replace(path=("params", *violation.path), message=f"params: {violation.message}")
    templates = {key: data[key] for key in _TEMPLATES if key in data}
    for key, words in template_faults(check, templates):
        yield Violation((key,), words)


_ID: Final = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*\Z")


def _schema(*, own: bool) -> Mapping[str, Any]:
    schema = schema_named("rule")
    if not own:
        return schema
    source = {"enum": ["policy"], "description": "Rules of your own are policy."}
    properties = {**schema["properties"], "source": source}
    return {**schema, "required": list(_OWN_REQUIRED), "dependentRequired": {}, "properties": properties}
