"""metadata.managedFields, which only an update checks: on creation the server writes the list itself.

Source: ValidateManagedFields in k8s.io/apimachinery/pkg/apis/meta/v1/validation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dslint.kubernetes.validation.context import Context
from dslint.kubernetes.validation.problem_constructors import invalid, too_long
from dslint.kubernetes.validation.value_checks import missing, shown, unknown_word
from dslint.values.path import FieldPath
from dslint.values.problem import Problem
from dslint.values.typed import Any

RULE = "object-metadata"
OPERATIONS = ("Apply", "Update")
FORMAT = "FieldsV1"
MANAGER_LIMIT = 128
SUBRESOURCE_LIMIT = 256


def managed_fields_problems(
    entries: Sequence[Mapping[str, Any]], path: FieldPath, context: Context
) -> Iterator[Problem]:
    """Judge the entries at `path`."""
    for index, entry in enumerate(entries):
        place = (*path, index)
        yield from _operation_problems(entry, (*place, "operation"), context)
        form, manager = entry.get("fieldsType", ""), entry.get("manager", "")
        if form and form != FORMAT:
            message = f"`fieldsType: {shown(form)}` is not {FORMAT}"
            yield invalid(RULE, (*place, "fieldsType"), message, write=f"fieldsType: {FORMAT}")
        if len(manager.encode()) > MANAGER_LIMIT:
            message = f"`manager` is longer than {MANAGER_LIMIT} bytes"
            yield too_long(RULE, (*place, "manager"), message)
        if not manager.isprintable():
            message = f"`manager: {shown(manager)}` has characters that cannot be printed"
            yield invalid(RULE, (*place, "manager"), message)
        if len(entry.get("subresource", "").encode()) > SUBRESOURCE_LIMIT:
            message = f"`subresource` is longer than {SUBRESOURCE_LIMIT} bytes"
            yield too_long(RULE, (*place, "subresource"), message)


def _operation_problems(entry: Mapping[str, Any], path: FieldPath, context: Context) -> Iterator[Problem]:
    operation = entry.get("operation", "")
    if operation in OPERATIONS:
        return
    if not context.holds("the operation of managed fields is required"):
        yield unknown_word(RULE, path, operation, OPERATIONS, build=invalid)
    elif operation:
        yield unknown_word(RULE, path, operation, OPERATIONS)
    else:
        yield missing(RULE, entry, path, "operation: Update")
