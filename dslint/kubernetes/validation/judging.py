"""Pass one manifest through the server's pipeline: decode, default, drop gated fields, validate, warn."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from dslint.kubernetes.decode import Decoded, Fault, decode
from dslint.kubernetes.judgement import Judgement, Manifest
from dslint.kubernetes.migration import migrate
from dslint.kubernetes.releases.release import Release, answered_together
from dslint.kubernetes.validation.api_versions import api_version_problems
from dslint.kubernetes.validation.context import Allowances, Context
from dslint.kubernetes.validation.daemonset import spec_problems
from dslint.kubernetes.validation.dropping import Origins, drop_gated, dropped_problems, written_path
from dslint.kubernetes.validation.metadata.metadata import metadata_problems
from dslint.kubernetes.validation.value_checks import shown
from dslint.kubernetes.validation.warnings import template_warnings
from dslint.values.api_groups import is_advanced
from dslint.values.long_numbers import whole_number
from dslint.values.path import TEMPLATE, FieldPath, MapKey, field_text
from dslint.values.problem import Problem, Related
from dslint.values.typed import Any, NamedTuple

GENERATION = "deprecated.daemonset.template.generation"
INIT_CONTAINER_ANNOTATIONS = (
    "pod.beta.kubernetes.io/init-containers",
    "pod.alpha.kubernetes.io/init-containers",
    "pod.beta.kubernetes.io/init-container-statuses",
    "pod.alpha.kubernetes.io/init-container-statuses",
)
"""Annotations of Kubernetes 1.5 that the server removes from every template."""
NOTHING_ALLOWED = Allowances()
_INTEGER = re.compile(r"[+-]?[0-9]+\Z")
_INT64 = 2**63


class Read(NamedTuple):
    """A manifest after decoding, defaulting and dropping, with a record of these steps."""

    written: Mapping[str, Any]
    manifest: Manifest
    faults: list[Fault]
    origins: Origins
    problems: list[Problem]
    added: Mapping[FieldPath, Any] | None = None
    """The additional fields of an OpenKruise DaemonSet; None for one of Kubernetes."""


def judge(data: Any, version: str) -> Judgement:
    """Return the answer of the server of a version (`1.37`) to a manifest read as JSON data."""
    return _judge(data, Release(version), ())


def judge_each(data: Any, versions: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Judgement]]:
    """Return the answers of several versions, newest first; equal answers share an entry.

    If a manifest has the same errors in all of them, texts that depend on the version are those of the
    newest.
    """
    return answered_together(versions, lambda release: _judge(data, release, versions))


def _judge(data: Any, release: Release, among: tuple[str, ...]) -> Judgement:
    read = read_manifest(data if isinstance(data, dict) else {}, release, among)
    context = context_of(read.manifest, release)
    judged = [
        *metadata_problems(read.manifest["metadata"], context),
        *spec_problems(read.manifest["spec"], context),
    ]
    judged.extend(warnings_of(read.manifest, judged, context))
    if read.added is not None:
        from dslint.kubernetes.openkruise.fields import put_back
        from dslint.kubernetes.openkruise.rules import added_problems

        judged.extend(added_problems(read.added, read.manifest, read.written.get("apiVersion")))
        put_back(read.manifest, read.written.get("apiVersion"), read.added)
    return Judgement((*read.problems, *placed(judged, read)), read.manifest)


def read_manifest(data: Mapping[str, Any], release: Release, among: tuple[str, ...] = ()) -> Read:
    """Prepare a manifest for validation. `among` are the versions of the same request."""
    if is_advanced(data.get("apiVersion")):
        return _read_advanced(data, release, among)
    decoded = decode(dict(migrate(data).data), release.version, among)
    return _read(data, decoded, list(api_version_problems(data)), release)


def _read_advanced(data: Mapping[str, Any], release: Release, among: tuple[str, ...]) -> Read:
    """Prepare a DaemonSet of OpenKruise for validation, without the fields that apps/v1 does not have."""
    from dslint.kubernetes.openkruise.fields import take_apart
    from dslint.kubernetes.openkruise.rules import of_template, version_problems

    parts = take_apart(data)
    decoded = decode(parts.plain, release.version, among)
    read = _read(
        data, decoded._replace(faults=[*parts.faults, *decoded.faults]), list(version_problems(data)), release
    )
    return read._replace(problems=list(map(of_template, read.problems)), added=parts.added)


def _read(data: Mapping[str, Any], decoded: Decoded, headers: list[Problem], release: Release) -> Read:
    release.asked.update(decoded.depends_on)
    problems = [
        *headers,
        *_reading_problems(decoded.faults, data, release.version),
        *dropped_problems(decoded.faults, decoded.manifest),
        *_generation_problems(decoded.manifest),
    ]
    origins = drop_gated(decoded.manifest, decoded.faults)
    _drop_annotations(decoded.manifest)
    return Read(data, decoded.manifest, decoded.faults, origins, problems)


def _reading_problems(faults: list[Fault], data: Mapping[str, Any], version: str) -> Iterator[Problem]:
    if faults:
        from dslint.kubernetes.validation.decode_problems import reading_problems

        yield from reading_problems(faults, data, version)


def context_of(manifest: Manifest, release: Release, allowed: Allowances = NOTHING_ALLOWED) -> Context:
    """Return the context for the validating functions."""
    annotations = manifest["spec"]["template"]["metadata"].get("annotations") or {}
    return Context(release, annotations, allowed)


def warnings_of(manifest: Manifest, judged: list[Problem], context: Context) -> list[Problem]:
    """Return the server's warnings for an accepted manifest, without places that it rejects."""
    refused = {problem.path for problem in judged}
    warnings = template_warnings(manifest["spec"]["template"], TEMPLATE, context)
    return [warning for warning in warnings if warning.path not in refused]


def placed(problems: list[Problem], read: Read) -> Iterator[Problem]:
    """Locate problems in the manifest as written, and drop those that follow from an unreadable value."""
    lost = _Lost(fault.path for fault in read.faults if fault.kind == "type")
    unknown = {str(fault.path[-1]): fault.path for fault in read.faults if fault.kind == "unknown"}
    for problem in problems:
        if lost.touches(problem.path):
            continue
        placed = _misplaced(problem, unknown, read.written) if unknown else problem
        yield _placed(placed, read) if placed.related or read.origins else placed


def _misplaced(problem: Problem, unknown: Mapping[str, FieldPath], written: Mapping[str, Any]) -> Problem:
    """Report a missing field at the wrong place where it is written, without a fix that adds it again."""
    name = problem.path[-1] if problem.path else ""
    if name not in unknown or _is_written(problem.path, written):
        return problem
    place = Related(unknown[str(name)], f"a `{name}` is in the wrong place", "key")
    return problem._replace(related=(*problem.related, place), changes=())


def _placed(problem: Problem, read: Read) -> Problem:
    """Return a problem with places of the manifest as written; an unwritten related place is dropped."""
    path = written_path(problem.path, read.origins)
    seconds = (place._replace(path=written_path(place.path, read.origins)) for place in problem.related)
    related = tuple(place for place in seconds if _is_written(place.path, read.written))
    if path == problem.path:
        return problem if related == problem.related else problem._replace(related=related)
    return problem._replace(path=path, field=problem.field or field_text(problem.path), related=related)


def _is_written(path: FieldPath, written: Mapping[str, Any]) -> bool:
    value: Any = written
    for step in path:
        try:
            value = value[step]
        except (LookupError, TypeError):
            return False
    return True


class _Lost:
    """The places of unreadable values."""

    def __init__(self, paths: Iterable[FieldPath]) -> None:
        self._paths = set(paths)
        self._above = {path[:end] for path in self._paths for end in range(len(path))}

    def touches(self, path: FieldPath) -> bool:
        """Whether a path is one of them, or above or below one."""
        return path in self._above or any(path[:end] in self._paths for end in range(len(path) + 1))


def _generation_problems(manifest: Manifest) -> Iterator[Problem]:
    """Judge the one annotation that the server converts to a number when it reads the object."""
    text = (manifest["metadata"].get("annotations") or {}).get(GENERATION)
    if text is None or (_INTEGER.match(text) and -_INT64 <= whole_number(text) < _INT64):
        return
    from dslint.kubernetes.validation.decode_problems import UNREAD

    yield Problem(
        rule="template-generation",
        path=("metadata", "annotations", MapKey(GENERATION)),
        message=f"the annotation must be an integer, got `{shown(text)}`",
        source="decode",
        result=UNREAD,
        write="remove this annotation; the server manages it",
    )


def _drop_annotations(manifest: Manifest) -> None:
    annotations = manifest["spec"]["template"]["metadata"].get("annotations")
    for name in INIT_CONTAINER_ANNOTATIONS if annotations else ():
        annotations.pop(name, None)
