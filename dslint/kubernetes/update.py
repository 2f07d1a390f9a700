"""The answer of the API server when one DaemonSet replaces another, and whether pods are replaced.

Source: ValidateDaemonSetUpdate in pkg/apis/apps/validation/validation.go and the update strategy in
pkg/registry/apps/daemonset/strategy.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.kubernetes.equality import same
from dslint.kubernetes.judgement import UpdateJudgement
from dslint.kubernetes.releases.release import Release, answered_together
from dslint.kubernetes.validation.context import Context
from dslint.kubernetes.validation.daemonset import spec_problems
from dslint.kubernetes.validation.judging import context_of, placed, read_manifest, warnings_of
from dslint.kubernetes.validation.metadata.metadata import METADATA, creation_problems, update_problems
from dslint.kubernetes.validation.metadata.selector import SELECTOR
from dslint.kubernetes.validation.problem_constructors import forbidden, invalid
from dslint.kubernetes.validation.ratcheting import allowances
from dslint.kubernetes.validation.value_checks import shown
from dslint.values.problem import Problem
from dslint.values.typed import Any

DEFAULT_NAMESPACE = "default"
Object = Mapping[str, Any]


def judge_update(old: Any, new: Any, version: str) -> UpdateJudgement:
    """Judge the replacement of the stored object `old` by `new`, both as JSON data."""
    return _judge(old, new, Release(version), ())


def judge_update_each(
    old: Any, new: Any, versions: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], UpdateJudgement]]:
    """Return the answers of several versions to an update, newest first; equal answers share an entry."""
    return answered_together(versions, lambda release: _judge(old, new, release, versions))


def _judge(old: Any, new: Any, release: Release, among: tuple[str, ...]) -> UpdateJudgement:
    stored = read_manifest(old if isinstance(old, dict) else {}, release, among)
    read = read_manifest(new if isinstance(new, dict) else {}, release, among)
    before, after = stored.manifest, read.manifest
    templates = before["spec"]["template"], after["spec"]["template"]
    template_changed = not same(*templates, "PodTemplateSpec", release.version)
    context = context_of(after, release, allowances(before, after, release))
    judged = [
        *_metadata_problems(before["metadata"], after["metadata"]),
        *update_problems(_with_managed_fields(after["metadata"], before["metadata"]), context),
        *_creation_problems(after["metadata"], context),
        *_selector_problems(before["spec"], after["spec"], release.version, advanced=read.added is not None),
        *spec_problems(after["spec"], context),
    ]
    if read.added is not None:
        from dslint.kubernetes.openkruise.rules import added_problems  # noqa: PLC0415 - few manifests are its

        judged.extend(added_problems(read.added, after, read.written.get("apiVersion")))
    if template_changed:
        judged.extend(warnings_of(after, judged, context))
    return UpdateJudgement((*read.problems, *placed(judged, read)), template_changed)


def _with_managed_fields(metadata: Object, stored: Object) -> Object:
    """Return the metadata with the managedFields of the stored object, if it has none of its own."""
    return {**metadata, "managedFields": metadata.get("managedFields") or stored.get("managedFields") or []}


def _creation_problems(metadata: Object, context: Context) -> Iterator[Problem]:
    """Yield problems that only older versions report: the object must also be valid for creation."""
    problems = list(creation_problems(metadata, generates_name=False))
    if problems and context.holds("an update is judged like a creation, too"):
        yield from problems


def _metadata_problems(before: Object, after: Object) -> Iterator[Problem]:
    """Check that identifying metadata does not change. uid and times are taken from the stored object."""
    pairs = {
        "name": (before.get("name", ""), after.get("name", "")),
        "namespace": (_namespace(before), _namespace(after)),
    }
    for field, (old, new) in pairs.items():
        if old != new:
            yield invalid(
                "immutable-metadata",
                (*METADATA, field),
                f"`{field}: {shown(new)}` does not match the {field} of the stored object, {shown(old)}",
                write=f"{field}: {old}, or create a second DaemonSet",
            )
    yield from _deletion_problems(before, after)
    added = [name for name in after.get("finalizers") or () if name not in (before.get("finalizers") or ())]
    if "deletionTimestamp" in before and added:
        message = f"the object is being deleted; it is too late to add the finalizer `{shown(added[0])}`"
        yield forbidden("immutable-metadata", (*METADATA, "finalizers"), message)


def _deletion_problems(before: Object, after: Object) -> Iterator[Problem]:
    """Check deletion marks: a deletion time stays, and everything else would be a change."""
    for field in ("deletionTimestamp", "deletionGracePeriodSeconds"):
        kept = field == "deletionTimestamp" and field in before
        if field in after and after[field] != before.get(field) and not kept:
            message = f"only the server can set `{field}`"
            yield invalid("immutable-metadata", (*METADATA, field), message, write=f"remove {field}")


def _namespace(metadata: Object) -> str:
    return str(metadata.get("namespace") or DEFAULT_NAMESPACE)


def _selector_problems(before: Object, after: Object, version: str, *, advanced: bool) -> Iterator[Problem]:
    old, new = before.get("selector"), after.get("selector")
    if (old is None) == (new is None) and (old is None or same(old, new, "LabelSelector", version)):
        return
    if advanced:
        yield forbidden(
            "selector-changed",
            SELECTOR,
            "OpenKruise lets nobody change the selector of a DaemonSet",
            field="spec",
            anchor="key",
            result="OpenKruise's webhook rejects the DaemonSet; nothing in the cluster changes.",
            write="the old selector; a new selector needs a new DaemonSet",
        )
    else:
        yield invalid(
            "selector-changed",
            SELECTOR,
            "the selector of a DaemonSet is immutable, even if the new selector is equivalent",
            anchor="key",
            write="the old selector; a new selector needs a new DaemonSet",
        )
