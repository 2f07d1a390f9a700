"""Ephemeral volumes: the template of a PersistentVolumeClaim inside a pod.

Source: ValidatePersistentVolumeClaimTemplate and ValidatePersistentVolumeClaimSpec in
pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dslint.kubernetes.formats import names, quantity
from dslint.kubernetes.validation.context import Context
from dslint.kubernetes.validation.metadata.label_selectors import label_problems, selector_problems
from dslint.kubernetes.validation.metadata.metadata import annotation_problems
from dslint.kubernetes.validation.problem_constructors import forbidden, invalid, not_supported, required
from dslint.kubernetes.validation.tables import PERSISTENT_VOLUME_CLAIM_SPEC, TYPED_REFERENCE
from dslint.kubernetes.validation.value_checks import check_fields, missing, shown
from dslint.values.path import FieldPath, MapKey, field_text
from dslint.values.problem import Problem, Related
from dslint.values.typed import Any
from dslint.values.words import either

Data = Mapping[str, Any]

RULE = "volume-source"
ACCESS_MODES = ("ReadOnlyMany", "ReadWriteMany", "ReadWriteOnce", "ReadWriteOncePod")
ALONE = "ReadWriteOncePod"
METADATA_TAKEN = frozenset({"labels", "annotations"})
SPELT_BY_SERVER = {"uid": "uID"}


def claim_template_problems(content: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    """Judge the source `ephemeral` of a volume."""
    template = content.get("volumeClaimTemplate")
    path = (*path, "volumeClaimTemplate")
    if template is None:
        yield missing(RULE, content, path, "spec: the claim template, with accessModes and resources")
        return
    yield from _metadata_problems(template.get("metadata") or {}, (*path, "metadata"))
    yield from _spec_problems(template.get("spec") or {}, (*path, "spec"), context)


def _metadata_problems(metadata: Data, path: FieldPath) -> Iterator[Problem]:
    yield from annotation_problems(metadata.get("annotations") or {}, (*path, "annotations"), RULE)
    yield from label_problems(metadata.get("labels") or {}, (*path, "labels"), RULE)
    for name, value in metadata.items():
        if name not in METADATA_TAKEN and (
            value or isinstance(value, list) or name == "deletionGracePeriodSeconds"
        ):
            yield forbidden(
                RULE,
                (*path, name),
                f"a claim template may have only labels and annotations, not `{name}`",
                field=field_text((*path, SPELT_BY_SERVER.get(name, name))),
                anchor="key",
                write="only labels and annotations; Kubernetes names the claim after the pod and the volume",
            )


def _spec_problems(spec: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    yield from check_fields(spec, PERSISTENT_VOLUME_CLAIM_SPEC, path)
    yield from _attributes_class_problems(spec.get("volumeAttributesClassName"), path, context)
    if "selector" in spec:
        yield from selector_problems(spec["selector"], (*path, "selector"), RULE)
    yield from _access_mode_problems(spec.get("accessModes") or (), (*path, "accessModes"))
    yield from _storage_problems(spec, path)
    yield from _data_source_problems(spec, path, context)


def _attributes_class_problems(name: str | None, path: FieldPath, context: Context) -> Iterator[Problem]:
    fault = names.dns_subdomain(name) if name else ""
    if fault and context.holds("the volumeAttributesClassName of a claim template is judged"):
        message = f"`volumeAttributesClassName: {shown(name)}` {fault}"
        yield invalid(RULE, (*path, "volumeAttributesClassName"), message)


def _access_mode_problems(modes: Sequence[str], path: FieldPath) -> Iterator[Problem]:
    field = field_text(path)
    for index, mode in enumerate(modes):
        if mode not in ACCESS_MODES:
            yield not_supported(
                RULE,
                (*path, index),
                f"the access mode `{shown(mode)}` is not a known value; it must be {either(ACCESS_MODES)}",
                field=field,
            )
    if ALONE in modes and any(mode in ACCESS_MODES and mode != ALONE for mode in modes):
        yield forbidden(
            RULE,
            (*path, modes.index(ALONE)),
            f"`{ALONE}` allows a single pod, so it cannot be combined with other modes",
            field=field,
            write=f"only {ALONE}, or only the other modes",
        )


def _storage_problems(spec: Data, path: FieldPath) -> Iterator[Problem]:
    field = field_text((*path, "resources", MapKey("storage")))
    requests = (spec.get("resources") or {}).get("requests") or {}
    here = (*path, "resources", "requests", MapKey("storage"))
    size = requests.get("storage")
    if size is None:
        yield required(
            RULE,
            here,
            "the claim does not request any storage",
            field=field,
            write="resources: {requests: {storage: 1Gi}}",
        )
    elif quantity.nanos(size) <= 0:
        yield invalid(RULE, here, f"`storage: {shown(size)}` must be greater than zero", field=field)


def _data_source_problems(spec: Data, path: FieldPath, context: Context) -> Iterator[Problem]:
    for name in ("dataSource", "dataSourceRef"):
        if name in spec:
            yield from check_fields(spec[name], TYPED_REFERENCE, (*path, name))
            yield from _api_group_problems(spec[name].get("apiGroup"), (*path, name, "apiGroup"), context)
            yield from _core_kind_problems(spec[name], (*path, name))
    source, reference = spec.get("dataSource"), spec.get("dataSourceRef")
    if source is None or reference is None:
        return
    if reference.get("namespace"):
        fault = "`dataSource` cannot be set when `dataSourceRef` names a namespace"
    elif _identity(source) != _identity(reference):
        fault = "`dataSource` and `dataSourceRef` name different objects"
    else:
        return
    yield invalid(
        RULE,
        (*path, "dataSource"),
        fault,
        field=field_text(path),
        anchor="key",
        write="dataSourceRef alone",
        related=(Related((*path, "dataSourceRef"), "the other reference", "key"),),
    )


def _api_group_problems(group: str | None, path: FieldPath, context: Context) -> Iterator[Problem]:
    fault = names.dns_subdomain(group) if group else ""
    if fault and context.holds("the API group of a claim's data source is judged"):
        yield invalid(RULE, path, f"`apiGroup: {shown(group)}` {fault}")


def _core_kind_problems(reference: Data, path: FieldPath) -> Iterator[Problem]:
    kind = reference.get("kind", "")
    if not reference.get("apiGroup") and kind != "PersistentVolumeClaim":
        yield invalid(
            RULE,
            path,
            f"without `apiGroup` only a PersistentVolumeClaim can be the source, not `{shown(kind)}`",
            write="apiGroup: snapshot.storage.k8s.io, for a VolumeSnapshot",
        )


def _identity(reference: Data) -> tuple[object, ...]:
    return reference.get("apiGroup"), reference.get("kind", ""), reference.get("name", "")
