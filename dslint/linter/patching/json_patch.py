"""Judge JSON patches (RFC 6902) for a DaemonSet, which a kustomization applies."""

from __future__ import annotations

from collections.abc import Iterator

from dslint.kubernetes.validation.patch import judge_patch
from dslint.linter.engine import errors_of, unreadable
from dslint.linter.findings import finding_of
from dslint.linter.hiding import hide_and_select
from dslint.linter.options import JudgedText, Options
from dslint.linter.reports import report_of
from dslint.reader.nodes import Document
from dslint.reader.objects import Manifest
from dslint.reader.stream import read_stream
from dslint.values.finding import Finding, ObjectName, Report, Skipped
from dslint.values.limits import LIMIT_MET, PATCH_OPERATIONS
from dslint.values.path import FieldPath
from dslint.values.problem import Problem
from dslint.values.typed import Any

_WITH_VALUE = ("add", "replace")
_OF_KEYS = frozenset({"unknown-field", "replicas-set"})
"""Rules about a key, which is the end of an operation's pointer."""
CUT = f"{LIMIT_MET}{PATCH_OPERATIONS:,} operations of a patch; there are more"
_UNREADABLE = "Kustomize cannot read the patch and builds nothing."


def lint_json_patch(text: str | bytes, file: str, target: str, options: Options) -> Report:
    """Judge every operation of a patch whose target is a DaemonSet; `target` is its name, if given."""
    stream = read_stream(text)
    broken = [unreadable(error, file) for error in errors_of(stream)]
    findings = [finding._replace(result=_UNREADABLE) for finding in broken]
    for document in stream.documents:
        if isinstance(document.data, list):
            findings += _findings(document, file, target, options)
    shown = hide_and_select(findings, JudgedText(stream.text, stream.documents, (), file), options)
    report = report_of(stream.text, file, options.versions, shown.kept, shown.suppressed, daemonsets=0)
    long = [
        each for each in stream.documents if len(each.data) > PATCH_OPERATIONS and isinstance(each.data, list)
    ]
    cut = tuple(Skipped(file, document.line, CUT) for document in long)
    return report._replace(used=shown.used, files=0, skipped=cut)


def _findings(document: Document, file: str, target: str, options: Options) -> Iterator[Finding]:
    manifest = Manifest(document, document.node, ObjectName("apps/v1", "DaemonSet", "", target))
    versions_of: dict[Problem, tuple[str, ...]] = {}
    for version in options.versions:
        for index, operation in enumerate(document.data[:PATCH_OPERATIONS]):
            for problem in _problems(operation, index, version):
                versions_of[problem] = (*versions_of.get(problem, ()), version)
    for problem, versions in versions_of.items():
        yield finding_of(problem, manifest, file, versions)


def _problems(operation: Any, index: int, version: str) -> Iterator[Problem]:
    """Return the errors in the value of one operation; places count from the list."""
    if not isinstance(operation, dict) or operation.get("op") not in _WITH_VALUE:
        return
    pointer, value = operation.get("path"), operation.get("value")
    if isinstance(pointer, str) and pointer.startswith("/") and value is not None:
        yield from _of_value(pointer, value, index, version)


def _of_value(pointer: str, value: Any, index: int, version: str) -> Iterator[Problem]:
    """Return the answer of a version to a value at its place, as if it were a patch on its own."""
    steps = [step.replace("~1", "/").replace("~0", "~") for step in pointer[1:].split("/")]
    data: Any = value
    for step in reversed(steps):
        data = [data] if _is_index(step) else {step: data}
    prefix: FieldPath = tuple(0 if _is_index(step) else step for step in steps)
    if not isinstance(data, dict):
        return
    for problem in judge_patch(data, version):
        below = problem.path[len(prefix) :]
        if problem.path[: len(prefix)] == prefix and (below or problem.rule not in _OF_KEYS):
            yield problem._replace(path=(index, "value", *below), related=(), changes=())
        elif prefix[: len(problem.path)] == problem.path:
            yield problem._replace(path=(index, "path"), anchor="value", related=(), changes=())


def _is_index(step: str) -> bool:
    return step == "-" or step.isdecimal()
