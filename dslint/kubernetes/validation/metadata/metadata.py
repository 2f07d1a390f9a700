"""The metadata of the object: name, namespace, labels, annotations, owners, finalizers.

Source: ValidateObjectMeta in k8s.io/apimachinery/pkg/api/validation and in
pkg/apis/core/validation. metadata.managedFields is not judged: the server replaces what it cannot
use, and sets generation, uid and creationTimestamp itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from dslint.kubernetes.formats import names
from dslint.kubernetes.validation.context import Context
from dslint.kubernetes.validation.metadata.label_selectors import label_problems
from dslint.kubernetes.validation.problem_constructors import invalid, required, too_long
from dslint.kubernetes.validation.value_checks import respelt, shown
from dslint.kubernetes.yaml_text import yaml_text
from dslint.values.path import FieldPath, MapKey, field_text
from dslint.values.problem import Change, Problem, Related
from dslint.values.typed import Any

METADATA: FieldPath = ("metadata",)
RULE = "object-metadata"
ANNOTATIONS_LIMIT = 256 * 1024
STANDARD_FINALIZERS = frozenset({"kubernetes", "orphan", "foregroundDeletion"})
_GENERATED_BASE = 58
_GENERATED_SUFFIX = "xxxxx"


def metadata_problems(metadata: Mapping[str, Any], context: Context) -> Iterator[Problem]:
    """Judge the metadata of an object that is being created."""
    yield from creation_problems(metadata)
    yield from _common_problems(metadata, context)


def creation_problems(metadata: Mapping[str, Any], *, generates_name: bool = True) -> Iterator[Problem]:
    """Judge fields that are checked on creation, and in most versions only then.

    The server makes a name from `generateName` only on creation.
    """
    yield from _name_problems(metadata, generates_name=generates_name)
    namespace = metadata.get("namespace") or "default"
    fault = names.dns_label(namespace)
    if fault:
        yield _misnamed("namespace", namespace, names.dns_label, fault)
    place = (*METADATA, "finalizers")
    for index, finalizer in enumerate(metadata.get("finalizers") or ()):
        fault = names.qualified_name(finalizer)
        if fault:
            message = f"the finalizer `{shown(finalizer)}` {fault}"
            yield invalid(RULE, (*place, index), message, field=field_text(place))
    finalizers = metadata.get("finalizers") or ()
    if "orphan" in finalizers and "foregroundDeletion" in finalizers:
        yield invalid(RULE, place, "the finalizers orphan and foregroundDeletion are mutually exclusive")


def update_problems(metadata: Mapping[str, Any], context: Context) -> Iterator[Problem]:
    """Judge the metadata of an object that is being replaced by one with the same name."""
    from dslint.kubernetes.validation.metadata.managed_fields import managed_fields_problems

    yield from _common_problems(metadata, context)
    managed = metadata.get("managedFields") or ()
    yield from managed_fields_problems(managed, (*METADATA, "managedFields"), context)


def _common_problems(metadata: Mapping[str, Any], context: Context) -> Iterator[Problem]:
    yield from label_problems(metadata.get("labels") or {}, (*METADATA, "labels"), RULE)
    yield from annotation_problems(metadata.get("annotations") or {}, (*METADATA, "annotations"), RULE)
    yield from _owner_problems(metadata.get("ownerReferences") or (), context)
    yield from _finalizer_problems(metadata.get("finalizers") or ())


def annotation_problems(
    annotations: Mapping[str, str], path: FieldPath, rule: str, *, field: str | None = None
) -> Iterator[Problem]:
    """Judge keys and total size of annotations. The server names the map, never the key."""
    named = field or field_text(path)
    for key in annotations:
        fault = names.qualified_name(key.lower())
        if fault:
            message = f"the annotation key `{shown(key)}` {fault}"
            yield invalid(rule, (*path, MapKey(key)), message, field=named, anchor="key")
    size = sum(_bytes(key) + _bytes(value) for key, value in annotations.items())
    if size > ANNOTATIONS_LIMIT:
        yield too_long(
            rule,
            path,
            f"the annotations take {size} bytes; at most {ANNOTATIONS_LIMIT} are allowed",
            field=named,
            anchor="key",
            write="a ConfigMap for large data",
        )


def _name_problems(metadata: Mapping[str, Any], *, generates_name: bool) -> Iterator[Problem]:
    name, prefix = metadata.get("name"), metadata.get("generateName")
    if prefix:
        fault = names.dns_subdomain(names.prefix_of_name(prefix))
        if fault:
            yield _misnamed("generateName", prefix, names.dns_subdomain, fault)
    if name:
        fault = names.dns_subdomain(name)
        if fault:
            yield _misnamed("name", name, names.dns_subdomain, fault)
    elif not prefix or not generates_name:
        yield required(
            "missing-name",
            (*METADATA, "name"),
            "the DaemonSet has no name",
            write="metadata.name",
        )
    else:
        generated = prefix[:_GENERATED_BASE] + _GENERATED_SUFFIX
        fault = names.dns_subdomain(generated)
        if fault:
            message = f"a name made from `generateName`, such as {shown(generated)}, {fault}"
            yield invalid(RULE, (*METADATA, "generateName"), message, field="metadata.name")


def _misnamed(field: str, value: str, judge: Callable[[str], str], fault: str) -> Problem:
    path, meant = (*METADATA, field), respelt(value, judge)
    return invalid(
        RULE,
        path,
        f"`{field}: {shown(value)}` {fault}",
        write=f"{field}: {meant}" if meant else "",
        changes=(Change("replace", path, yaml_text(meant)),) if meant else (),
    )


def _owner_problems(owners: Sequence[Mapping[str, Any]], context: Context) -> Iterator[Problem]:
    place = (*METADATA, "ownerReferences")
    controller: int | None = None
    for index, owner in enumerate(owners):
        if context.holds("owners are named with their index"):
            yield from _owner_faults(owner, (*place, index))
        else:
            yield from _owner_faults_before_index(owner, (*place, index))
        if not owner.get("controller"):
            continue
        if controller is None:
            controller = index
            continue
        yield invalid(
            RULE,
            (*place, index, "controller"),
            "only one owner can be the controller",
            field=field_text(place),
            related=(Related((*place, controller, "controller"), "the first one"),),
        )


def _owner_faults(owner: Mapping[str, Any], path: FieldPath) -> Iterator[Problem]:
    version = owner.get("apiVersion", "")
    if not version:
        yield required(RULE, (*path, "apiVersion"), "an owner needs an `apiVersion`")
    elif not _version_of(version):
        yield invalid(RULE, (*path, "apiVersion"), f"`apiVersion: {shown(version)}` is not an API version")
    for name in ("kind", "name", "uid"):
        if not owner.get(name):
            yield required(RULE, (*path, name), f"an owner needs a `{name}`")
    if version == "v1" and owner.get("kind") == "Event":
        yield invalid(RULE, path, "an Event cannot own anything")


def _owner_faults_before_index(owner: Mapping[str, Any], path: FieldPath) -> Iterator[Problem]:
    """Report owner faults as until 1.36, when the server gave no index and called missing fields invalid."""
    named = field_text(path[:-1])
    version = owner.get("apiVersion", "")
    if not _version_of(version):
        message = (
            f"`apiVersion: {shown(version)}` is not an API version"
            if version
            else "an owner needs an `apiVersion`"
        )
        yield invalid(RULE, (*path, "apiVersion"), message, field=f"{named}.apiVersion")
    for name in ("kind", "name", "uid"):
        if not owner.get(name):
            yield invalid(RULE, (*path, name), f"an owner needs a `{name}`", field=f"{named}.{name}")
    if version == "v1" and owner.get("kind") == "Event":
        yield invalid(RULE, path, "an Event cannot own anything", field=named)


def _version_of(api_version: str) -> str:
    """Return the version in `group/version`, or ""."""
    group, slash, version = api_version.partition("/")
    return "" if "/" in version else (version if slash else group)


def _finalizer_problems(finalizers: Sequence[str]) -> Iterator[Problem]:
    place = (*METADATA, "finalizers")
    for index, finalizer in enumerate(finalizers):
        fault = names.qualified_name(finalizer)
        if "/" not in finalizer and finalizer not in STANDARD_FINALIZERS:
            yield invalid(
                RULE,
                (*place, index),
                f"the finalizer `{shown(finalizer)}` is not one of Kubernetes' own and has no domain prefix",
                write="" if fault else f"a domain prefix of your own: example.com/{finalizer}",
            )


def _bytes(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
