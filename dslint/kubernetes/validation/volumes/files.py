"""Files in volumes: keys of a Secret or ConfigMap, and the downward API.

Source: validateKeyToPath, validateDownwardAPIVolumeFile, validateObjectFieldSelector and
validateContainerResourceFieldSelector in pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dslint.kubernetes.formats import names, quantity
from dslint.kubernetes.formats.quantity_form import prints_as
from dslint.kubernetes.validation.context import Context
from dslint.kubernetes.validation.problem_constructors import forbidden, invalid, not_supported, required
from dslint.kubernetes.validation.tables import DOWNWARD_API_FILE, KEY_TO_PATH
from dslint.kubernetes.validation.value_checks import check_fields, missing, shown
from dslint.values.path import FieldPath, field_text
from dslint.values.problem import Problem
from dslint.values.typed import Any
from dslint.values.words import either

Data = Mapping[str, Any]

FIELDS_IN_VOLUMES = (
    "metadata.annotations",
    "metadata.labels",
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
)
FIELDS_IN_ENV = (
    "metadata.name",
    "metadata.namespace",
    "metadata.uid",
    "spec.nodeName",
    "spec.serviceAccountName",
    "status.hostIP",
    "status.hostIPs",
    "status.podIP",
    "status.podIPs",
)
HOST_IPS = "status.hostIPs"
KNOWN_FIELDS = frozenset(
    {*FIELDS_IN_VOLUMES, *FIELDS_IN_ENV, "spec.restartPolicy", "spec.schedulerName", "status.phase"}
)
"""Fields of the downward API; some are valid in some places only."""
OLD_FIELDS = {"spec.host": "spec.nodeName"}
WITH_KEY = frozenset({"metadata.labels", "metadata.annotations"})
"""Maps with selectable entries: metadata.labels['app']."""

RESOURCES = tuple(
    f"{side}.{resource}"
    for side in ("limits", "requests")
    for resource in ("cpu", "ephemeral-storage", "memory")
)
HUGE_PAGES = ("limits.hugepages-", "requests.hugepages-")
CPU_DIVISORS = frozenset({"1", "1m"})
SIZE_DIVISORS = frozenset(
    ("1", *(f"1{unit}" for unit in ("k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei")))
)


def key_to_path_problems(items: Sequence[Data], path: FieldPath, context: Context) -> Iterator[Problem]:
    """Judge the `items` of a Secret or ConfigMap volume."""
    for index, entry in enumerate(items):
        yield from check_fields(entry, KEY_TO_PATH, (*path, index))


def downward_file_problems(
    file: Data, path: FieldPath, server: FieldPath, context: Context
) -> Iterator[Problem]:
    """Judge one file of the downward API. The server names the volume (`server`), never the item."""
    yield from check_fields(file, DOWNWARD_API_FILE, path, server=server)
    field, resource = file.get("fieldRef"), file.get("resourceFieldRef")
    if field is not None:
        yield from field_ref_problems(
            field, (*path, "fieldRef"), FIELDS_IN_VOLUMES, "volume-source", (*server, "fieldRef"), context
        )
        if resource is not None:
            yield invalid(
                "volume-source",
                path,
                "a file has either `fieldRef` or `resourceFieldRef`, but this one has both",
                field=field_text(server),
                write="one of the two",
            )
    elif resource is not None:
        yield from resource_ref_problems(
            resource,
            (*path, "resourceFieldRef"),
            "volume-source",
            (*server, "resourceFieldRef"),
            in_volume=True,
        )
    else:
        yield required(
            "volume-source",
            path,
            "the file has neither `fieldRef` nor `resourceFieldRef`",
            field=field_text(server),
            write="fieldRef or resourceFieldRef",
        )


def field_ref_problems(
    reference: Data, path: FieldPath, allowed: Sequence[str], rule: str, server: FieldPath, context: Context
) -> Iterator[Problem]:
    """Judge a fieldRef; `allowed` are the fields that are valid at this place."""
    if (
        reference.get("fieldPath") == HOST_IPS
        and not context.allowed.host_ips_field
        and not context.holds("fieldRef can name status.hostIPs")
    ):
        yield forbidden(
            rule,
            (*path, "fieldPath"),
            f"`fieldPath: {HOST_IPS}` needs Kubernetes 1.29",
            field=field_text(server),
            write="fieldPath: status.hostIP",
        )
    version, written = reference.get("apiVersion", ""), reference.get("fieldPath", "")
    here, there = (*path, "fieldPath"), field_text((*server, "fieldPath"))
    if not written:
        yield missing(rule, reference, here, either(allowed), server=server)
        return
    name, key = split_subscript(written)
    name = OLD_FIELDS.get(name, name)
    known = name in (WITH_KEY if key is not None else KNOWN_FIELDS)
    if version != "v1":
        message = f"`apiVersion: {shown(version)}` of the field is not v1"
        yield invalid(rule, (*path, "apiVersion"), message, field=there, write="remove it; v1 is the default")
    elif not known:
        yield invalid(
            rule,
            here,
            f"`fieldPath: {shown(written)}` is not a pod field that can be exposed",
            field=there,
            write=either(allowed),
        )
    elif key is not None:
        fault = names.qualified_name(key.lower() if name == "metadata.annotations" else key)
        if fault:
            yield invalid(
                rule, here, f"the key `{shown(key)}` in `fieldPath` {fault}", field=field_text(server)
            )
    elif name not in allowed:
        yield not_supported(
            rule,
            here,
            f"`fieldPath: {shown(written)}` cannot be used here",
            field=there,
            write=f"one entry: {name}['key']" if name in WITH_KEY else either(allowed),
        )


def split_subscript(written: str) -> tuple[str, str | None]:
    """Split `metadata.labels['app']` into (`metadata.labels`, `app`); the second may be None."""
    if written.endswith("']"):
        name, bracket, key = written[:-2].partition("['")
        if bracket and name:
            return name, key
    return written, None


def resource_ref_problems(
    reference: Data, path: FieldPath, rule: str, server: FieldPath, *, in_volume: bool
) -> Iterator[Problem]:
    """Judge a resourceFieldRef; in a volume it must name the container."""
    resource = reference.get("resource", "")
    if in_volume and not reference.get("containerName"):
        yield missing(
            rule,
            reference,
            (*path, "containerName"),
            "the name of the container",
            server=server,
        )
    elif not resource:
        yield missing(rule, reference, (*path, "resource"), either(RESOURCES), server=server)
    elif resource not in RESOURCES and not resource.startswith(HUGE_PAGES):
        yield not_supported(
            rule,
            (*path, "resource"),
            f"`resource: {shown(resource)}` cannot be shown",
            field=field_text((*server, "resource")),
            write=f"{either(RESOURCES)}, or a size of huge pages",
        )
    yield from _divisor_problems(reference, resource, path, rule, server)


def _divisor_problems(
    reference: Data, resource: str, path: FieldPath, rule: str, server: FieldPath
) -> Iterator[Problem]:
    divisor = reference.get("divisor")
    if divisor is None or not quantity.nanos(divisor):
        return
    if resource in ("limits.cpu", "requests.cpu"):
        allowed, units = CPU_DIVISORS, "1 or 1m"
    elif resource in RESOURCES or resource.startswith(HUGE_PAGES):
        allowed, units = SIZE_DIVISORS, "1 with a unit or without, such as 1k, 1M, 1Ki or 1Mi"
    else:
        return
    if not any(prints_as(divisor, unit) for unit in allowed):
        yield invalid(
            rule,
            (*path, "divisor"),
            f"`divisor: {shown(divisor)}` does not fit `{resource}`: it must be {units}",
            field=field_text((*server, "divisor")),
        )
