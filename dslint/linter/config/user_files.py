"""Read files that users write for dslint (configurations, rule files), and report errors with places."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from pathlib import Path

from dslint.data import data_path
from dslint.linter.config.quick_check import is_plainly_valid
from dslint.reader.locate import locate
from dslint.reader.nodes import Document
from dslint.reader.stream import read_stream
from dslint.values.limits import FAULTS
from dslint.values.path import FieldPath, field_text
from dslint.values.problem import Anchor
from dslint.values.span import Span
from dslint.values.typed import Any, NamedTuple
from dslint.values.words import closest, did_you_mean


class Fault(NamedTuple):
    """An error in a user's file; `span` is None if the place is unknown."""

    file: str
    span: Span | None
    message: str

    def __str__(self) -> str:
        if self.span is None:
            return f"{self.file}: {self.message}"
        return f"{self.file}:{self.span.line}:{self.span.column}: {self.message}"


def fault_lines(faults: Iterable[Fault]) -> str:
    """Return one line per fault, with its place, for as many as the limit allows."""
    found = list(islice(faults, FAULTS + 1))
    lines = list(map(str, found[:FAULTS]))
    return "\n".join([*lines, f"only the first {FAULTS} errors are shown"] if len(found) > FAULTS else lines)


class UserFileError(ValueError):
    """A user's file is invalid; the message has one line per fault, with its place."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(islice(faults, FAULTS + 1))
        super().__init__(fault_lines(self.faults))


class Violation(NamedTuple):
    """One value that a schema does not allow, and the error."""

    path: FieldPath
    message: str
    anchor: Anchor = "value"


def single_document(source: str | bytes, file: str, kind: str) -> Document | None:
    """Return the only document of a file; None if it is empty. `kind` names the file: `a rule file`.

    Raises UserFileError for text that is not YAML, for several documents, and for duplicate keys.
    """
    stream = read_stream(source)
    if stream.error is not None:
        place = Span(stream.error.line, stream.error.column, stream.error.line, stream.error.column)
        raise UserFileError([Fault(file, place, stream.error.message)])
    if len(stream.documents) > 1:
        second = stream.documents[1]
        message = f"{kind} must contain one document, this one has {len(stream.documents)}"
        raise UserFileError([Fault(file, locate(second, second.node, ()), message)])
    document = stream.documents[0] if stream.documents else None
    if document is not None:
        duplicates = (each for node in _nodes(document) for each in node.duplicates)
        faults = [
            Fault(file, document.span(each.kept_key), f"duplicate key {each.key!r}")
            for each in islice(duplicates, FAULTS + 1)
        ]
        if faults:
            raise UserFileError(faults)
    return document


def _nodes(document: Document) -> Iterator[Any]:
    waiting = [document.node]
    while waiting:
        node = waiting.pop()
        yield node
        if node.children is not None and node.style != "*":
            waiting.extend(node.children.values() if isinstance(node.children, dict) else node.children)


def place_of(document: Document, path: FieldPath, anchor: Anchor = "value") -> Span:
    """Return the place of a value in a user's file."""
    return locate(document, document.node, path, anchor)


@lru_cache(maxsize=8)
def schema_named(name: str) -> Mapping[str, Any]:
    """Return a schema that ships with dslint: `schemas/NAME.schema.json`."""
    schema: Mapping[str, Any] = json.loads(Path(data_path("schemas", f"{name}.schema.json")).read_bytes())
    return schema


def violations(schema: Mapping[str, Any], data: object) -> Iterator[Violation]:
    """Yield the errors of a schema, in dslint's words, in the order of the schema; not all of very many."""
    yield from islice(_all_violations(schema, data), FAULTS + 1)


def _all_violations(schema: Mapping[str, Any], data: object) -> Iterator[Violation]:
    if is_plainly_valid(schema, data):
        return
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - slow to import, and only users' files need it
    from referencing import Registry  # noqa: PLC0415 - as above

    # With an empty registry, a $ref never fetches anything.
    validator = Draft202012Validator(schema, registry=Registry())
    for error in validator.iter_errors(data):
        yield from _violations(error, schema.get("$defs", {}))


Definitions = Mapping[str, Mapping[str, Any]]
"""The `$defs` of a schema."""


def _violations(error: Any, definitions: Definitions) -> Iterator[Violation]:
    path = tuple(error.absolute_path)
    name = field_text(path)
    subject = f"{name}: " if name else ""
    match error.validator:
        case "additionalProperties" if error.validator_value is False:
            known = tuple(error.schema.get("properties", ()))
            for key in error.instance:
                if key not in known:
                    yield Violation((*path, key), f"{subject}{unknown_key(key, known)}", "key")
        case "required":
            missing = [key for key in error.validator_value if key not in error.instance]
            yield Violation(path, f"{subject}the key {missing[0]!r} is missing", "key")
        case "enum":
            yield Violation(path, f"{subject}{_not_one_of(error.instance, error.validator_value)}")
        case "oneOf" | "anyOf" if error.context:
            yield _nearest_branch(error, definitions, subject)
        case _:
            yield Violation(path, f"{subject}{_other(error)}")


def _nearest_branch(error: Any, definitions: Definitions, subject: str) -> Violation:
    """Return the errors of the best of several forms: one that fits except for an inner value."""
    path = tuple(error.absolute_path)
    if all(each.validator == "required" for each in error.context):
        keys = [each.validator_value[0] for each in error.context]
        return Violation(path, f"{subject}one of the keys {', '.join(keys)} is missing", "key")
    for each in error.context:
        if len(each.absolute_path) > len(path):
            return next(_violations(each, definitions))
    branches = [
        definitions.get(branch.get("$ref", "").removeprefix("#/$defs/"), branch)
        for branch in error.validator_value
    ]
    wanted = " or ".join(branch["title"] for branch in branches if "title" in branch)
    return Violation(path, f"{subject}{shown(error.instance)} is not {wanted or 'one of the allowed forms'}")


def _other(error: Any) -> str:
    title = error.schema.get("title")
    if error.validator == "minItems":
        return "the list is empty; write at least one entry"
    if error.validator == "type" and isinstance(error.instance, str) and _takes_strings(error.schema):
        return f"{shown(error.instance)} is not {title or 'a list'}; write {shown([error.instance])}"
    if error.validator == "type" and not error.absolute_path:
        return f"{shown(error.instance)} is not {_kinds(error.validator_value)} with keys and values"
    if title:
        return f"{shown(error.instance)} is not {title}"
    if error.validator == "type":
        return f"{shown(error.instance)} is not {_kinds(error.validator_value)}"
    return str(error.message)


def _takes_strings(schema: Mapping[str, Any]) -> bool:
    """Whether a list of strings is expected, for which a user may write one string."""
    kinds = schema.get("items", {}).get("type", ())
    return schema.get("type") == "array" and "string" in ([kinds] if isinstance(kinds, str) else kinds)


_KINDS = {
    "string": "a string",
    "number": "a number",
    "integer": "an integer",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
}


def _kinds(types: str | list[str]) -> str:
    return " or ".join(_KINDS[kind] for kind in ([types] if isinstance(types, str) else types))


def _not_one_of(value: object, allowed: list[Any]) -> str:
    names = [str(each) for each in allowed]
    hint = did_you_mean(value if isinstance(value, str) else "", names, f"allowed: {', '.join(names)}")
    return f"invalid value {shown(value)}; {hint}"


def unknown_key(key: str, known: Iterable[str]) -> str:
    """Return `unknown key 'selects'; did you mean 'select'?`."""
    names = tuple(known)
    near = closest(key, names)
    if near:
        hint = f"did you mean {near!r}?"
    else:
        hint = f"allowed: {', '.join(names)}" if names else "no key is allowed here"
    return f"unknown key {shown(key)}; {hint}"


_SHOWN = 60


def shown(value: object) -> str:
    """Return a value for a message, shortened."""
    text = json.dumps(value, ensure_ascii=False, default=str) if not isinstance(value, str) else repr(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
