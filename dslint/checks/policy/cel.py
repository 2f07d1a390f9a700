"""An expression over the DaemonSet, as a ValidatingAdmissionPolicy has it: one text for cluster and hook.

Parameters
----------
expression          must be true; may read `object` and `request`
message-expression  gives the text of the finding

"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.cel.environment import Program
from dslint.cel.errors import CelError, CelUnknown
from dslint.cel.library.regex import MISSING, NoEngineError
from dslint.cel.types import BOOL, STRING, Type
from dslint.checks.base import Hit, Subject
from dslint.kubernetes.versions import NEWEST
from dslint.policies.activation import Activation, shared_values
from dslint.policies.admission import stored_object
from dslint.policies.blame import blamed
from dslint.policies.expressions import compiled, scope, wrong_type
from dslint.policies.validating import failure_text
from dslint.policies.values import Request
from dslint.values.path import FieldPath, field_text
from dslint.values.typed import Any

_NAMES = scope(params=False, variables=False)
_MESSAGE_NAMES = scope(params=False, variables=False, authorizer=False)
_NAME: FieldPath = ("metadata", "name")


def check(subject: Subject, params: Mapping[str, Any]) -> Iterator[Hit]:
    """Point at the field that the failed expression reads."""
    expression = params["expression"]
    program = compiled(expression, _NAMES, (), subject.version)
    if not isinstance(program, Program):
        raise TypeError(program[0].message)
    request = Request(stored_object(subject.written, subject.version), None, None)
    activation = Activation(shared_values(request), None, [])
    try:
        if activation.evaluate(program, program.names) is True:
            return
        message = _message(params, activation, subject.version) or f"failed expression: {expression.strip()}"
    except CelUnknown as problem:
        message = f"cannot be decided here: it depends on {problem}"
        yield Hit(_NAME, {"path": field_text(_NAME), "message": message}, severity="info")
        return
    except CelError as problem:
        message = failure_text(expression, problem)
    path = blamed(program, {}, activation) or _NAME
    yield Hit(path, {"path": field_text(path), "message": message})


def _message(params: Mapping[str, Any], activation: Activation, version: str) -> str:
    written = params.get("message-expression", "")
    program = compiled(written, _MESSAGE_NAMES, (), version) if written else None
    if not isinstance(program, Program):
        return ""
    try:
        found = activation.evaluate(program, program.names)
    except (CelError, CelUnknown):
        return ""
    return found.strip() if isinstance(found, str) else ""


def faults(params: Mapping[str, Any]) -> Iterator[tuple[FieldPath, str]]:
    """Return the errors in the expressions of a rule file."""
    yield from _faults_of("expression", params["expression"], _NAMES, BOOL)
    if "message-expression" in params:
        yield from _faults_of("message-expression", params["message-expression"], _MESSAGE_NAMES, STRING)


def _faults_of(
    key: str, written: str, names: tuple[str, ...], wanted: Type
) -> Iterator[tuple[FieldPath, str]]:
    try:
        program = compiled(written, names, (), NEWEST)
    except NoEngineError:
        yield (key,), f"{key}: it needs {MISSING}"
        return
    if not isinstance(program, Program):
        first = program[0]
        place = f" (line {first.line}, column {first.column} of it)" if first.line else ""
        yield (key,), f"{key}: {first.message}{place}"
    elif wrong_type(program, (wanted,)):
        yield (key,), f"{key}: {wrong_type(program, (wanted,))}"
