"""Expressions of policies: their names and types, and compiling each only once."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from dslint.cel import types
from dslint.cel.environment import Environment, NoFields, Program
from dslint.cel.errors import CompileProblem
from dslint.cel.types import BOOL, DYN, INT, STRING, TIMESTAMP, Type, list_of, map_of, object_type
from dslint.kubernetes.versions import minor_number

if TYPE_CHECKING:
    from collections.abc import Mapping

REQUEST = object_type("kubernetes.AdmissionRequest")
NAMESPACE = object_type("kubernetes.Namespace")
VARIABLES = object_type("kubernetes.variables")
AUTHORIZER = object_type("kubernetes.authorization.Authorizer")
RESOURCE_CHECK = object_type("kubernetes.authorization.ResourceCheck")
_KIND = object_type("kubernetes.GroupVersionKind")
_RESOURCE = object_type("kubernetes.GroupVersionResource")
_USER = object_type("kubernetes.UserInfo")
_METADATA = object_type("kubernetes.NamespaceMetadata")
_STRINGS = list_of(STRING)
_LABELS = map_of(STRING, STRING)

OBJECTS: dict[str, dict[str, Type]] = {
    REQUEST.name: {
        "kind": _KIND,
        "resource": _RESOURCE,
        "subResource": STRING,
        "requestKind": _KIND,
        "requestResource": _RESOURCE,
        "requestSubResource": STRING,
        "name": STRING,
        "namespace": STRING,
        "operation": STRING,
        "userInfo": _USER,
        "dryRun": BOOL,
        "options": DYN,
    },
    _KIND.name: {"group": STRING, "version": STRING, "kind": STRING},
    _RESOURCE.name: {"group": STRING, "version": STRING, "resource": STRING},
    _USER.name: {"username": STRING, "uid": STRING, "groups": _STRINGS, "extra": map_of(STRING, _STRINGS)},
    NAMESPACE.name: {
        "metadata": _METADATA,
        "spec": object_type("kubernetes.NamespaceSpec"),
        "status": object_type("kubernetes.NamespaceStatus"),
    },
    _METADATA.name: {
        "name": STRING,
        "generateName": STRING,
        "namespace": STRING,
        "labels": _LABELS,
        "annotations": _LABELS,
        "UID": STRING,
        "creationTimestamp": TIMESTAMP,
        "deletionGracePeriodSeconds": INT,
        "deletionTimestamp": TIMESTAMP,
        "generation": INT,
        "resourceVersion": STRING,
        "finalizers": _STRINGS,
    },
    "kubernetes.NamespaceSpec": {"finalizers": _STRINGS},
    "kubernetes.NamespaceStatus": {"phase": STRING},
}
"""What expressions know of the request and the namespace. Source: BuildRequestType, BuildNamespaceType."""


class KnownFields(NoFields):
    """The fields of the request, the namespace and the variables of one policy."""

    def __init__(self, variables: Mapping[str, Type]) -> None:
        self._variables = variables

    def has_type(self, name: str) -> bool:
        """Whether the type has named fields."""
        return name in OBJECTS or name == VARIABLES.name

    def field_type(self, name: str, field: str) -> Type | None:
        """The type of a field."""
        return self._variables.get(field) if name == VARIABLES.name else OBJECTS[name].get(field)


_PATCH_FIELDS = {"op": STRING, "path": STRING, "from": STRING, "value": DYN}


class MutationFields(KnownFields):
    """The same for mutations, which create objects: `Object`, `Object.spec`, … and `JSONPatch`.

    The fields of an `Object` are checked when it is merged, as on the server.
    """

    def has_type(self, name: str) -> bool:
        """Whether the type has named fields."""
        return name in ("JSONPatch", "Object") or name.startswith("Object.") or super().has_type(name)

    def field_type(self, name: str, field: str) -> Type | None:
        """The type of a field."""
        if name == "JSONPatch":
            return _PATCH_FIELDS.get(field)
        if name == "Object" or name.startswith("Object."):
            return DYN
        return super().field_type(name, field)


Scope = tuple[str, ...]
"""The names that an expression may use, in the order in which their values are given."""

_TYPES: dict[str, Type] = {
    "object": DYN,
    "oldObject": DYN,
    "request": REQUEST,
    "namespaceObject": NAMESPACE,
    "params": DYN,
    "authorizer": AUTHORIZER,
    "authorizer.requestResource": RESOURCE_CHECK,
    "variables": VARIABLES,
}


def scope(*, params: bool, authorizer: bool = True, variables: bool = True) -> Scope:
    """Return the names for an expression of a policy."""
    names = ["object", "oldObject", "request", "namespaceObject"]
    if params:
        names.append("params")
    if authorizer:
        names += ["authorizer", "authorizer.requestResource"]
    if variables:
        names.append("variables")
    return tuple(names)


def known_types(names: Scope) -> dict[str, Type]:
    """Return the types of names at evaluation: objects and parameters have none."""
    return {name: _TYPES[name] for name in names}


Compiled = Program | tuple[CompileProblem, ...]


@lru_cache(maxsize=4096)
def compiled(
    text: str,
    names: Scope,
    variables: tuple[tuple[str, Type], ...],
    version: str,
    *,
    mutation: bool = False,
) -> Compiled:
    """Return the program of an expression, or why it does not compile.

    A new expression may use what the version before had, so that a cluster can go back.
    Raises dslint.cel.library.regex.NoEngineError.
    """
    known = known_types(names)
    fields = (MutationFields if mutation else KnownFields)(dict(variables))
    return Environment(known, minor_number(version) - 1, fields, mutation).compile(text)


def wrong_type(program: Program, wanted: tuple[Type, ...]) -> str:
    """Return the error in the type of a result; empty if it is right."""
    if program.type in wanted:
        return ""
    if len(wanted) == 1:
        return f"must evaluate to {wanted[0]} but got {program.type}"
    return f"must evaluate to one of {', '.join(map(str, wanted))}"


STRING_OR_NULL = (STRING, types.NULL)
