"""The values that expressions can read: the request, the namespace, the variables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from dslint.cel.environment import Program
from dslint.cel.errors import CelError, CelUnknown
from dslint.cel.selection import Lazy, Unknown
from dslint.policies.matching import NAMESPACE_NAME, labels_of

if TYPE_CHECKING:
    from dslint.policies.expressions import Compiled, Scope
    from dslint.policies.values import Request

_KIND = {"group": "apps", "version": "v1", "kind": "DaemonSet"}
_RESOURCE = {"group": "apps", "version": "v1", "resource": "daemonsets"}


def _unknown(name: str) -> Callable[[], object]:
    def ask() -> object:
        raise CelUnknown(name)

    return ask


def _known(value: object) -> Callable[[], object]:
    return lambda: value


def request_value(request: Request) -> Lazy:
    """Return `request`; values that depend on the user or on the options of kubectl are unknown."""
    fields = {
        "kind": _KIND,
        "resource": _RESOURCE,
        "requestKind": _KIND,
        "requestResource": _RESOURCE,
        "name": request.name,
        "namespace": request.namespace_name,
        "operation": request.operation,
        "dryRun": False,
    }
    known = {name: _known(value) for name, value in fields.items() if value != ""}
    unknown = {name: _unknown(f"request.{name}") for name in ("userInfo", "options", "uid")}
    return Lazy({**known, **unknown})


_UNKNOWN_METADATA = ("uid", "resourceVersion", "creationTimestamp", "managedFields")


def namespace_value(request: Request) -> object:
    """Return `namespaceObject`, as far as it is known."""
    name = request.namespace_name
    if request.namespace is None:
        fields = {
            field: _unknown("namespaceObject") for field in ("labels", "annotations", *_UNKNOWN_METADATA)
        }
        metadata = Lazy({"name": _known(name), **fields})
        return Lazy(
            {
                "metadata": _known(metadata),
                "spec": _unknown("namespaceObject"),
                "status": _unknown("namespaceObject"),
            }
        )
    written = request.namespace.get("metadata")
    kept: dict[str, Any] = {"name": name}
    for field in ("annotations", "finalizers", "generateName"):
        if isinstance(written, dict) and written.get(field):
            kept[field] = written[field]
    kept["labels"] = {**labels_of(request.namespace), NAMESPACE_NAME: name}
    known = {field: _known(value) for field, value in kept.items()}
    metadata = Lazy({**{field: _unknown("namespaceObject") for field in _UNKNOWN_METADATA}, **known})
    return Lazy(
        {
            "metadata": _known(metadata),
            "spec": _known({"finalizers": ["kubernetes"]}),
            "status": _known({"phase": "Active"}),
        }
    )


_AUTHORIZER = Unknown("authorizer")


def shared_values(request: Request) -> dict[str, object]:
    """Return the values that are the same for all policies."""
    return {
        "object": request.data,
        "oldObject": request.old,
        "request": request_value(request),
        "namespaceObject": namespace_value(request),
        "authorizer": _AUTHORIZER,
        "authorizer.requestResource": _AUTHORIZER,
    }


class Activation:
    """The values for the expressions of one policy with one parameter object, each computed once."""

    def __init__(
        self,
        shared: Mapping[str, object],
        params: Mapping[str, Any] | None,
        variables: list[tuple[str, Compiled]],
    ) -> None:
        self._cache: dict[str, object] = {}
        fields = {name: self._variable(name, program) for name, program in variables}
        self.values: dict[str, object] = {**shared, "params": params, "variables": Lazy(fields)}

    def evaluate(self, program: Program, names: Scope) -> object:
        """The value of an expression. Raises CelError, CelUnknown."""
        return program.evaluate(*[self.values[name] for name in names])

    def _variable(self, name: str, program: Compiled) -> Callable[[], object]:
        def compute() -> object:
            if name not in self._cache:
                self._cache[name] = self._computed(name, program)
            value = self._cache[name]
            if isinstance(value, (CelError, CelUnknown)):
                raise value
            return value

        return compute

    def _computed(self, name: str, program: Compiled) -> object:
        if not isinstance(program, Program):
            return CelError(f'composited variable "{name}" fails to compile: {program[0].message}')
        try:
            return self.evaluate(program, program.names)
        except CelUnknown as problem:
            return problem
        except CelError as problem:
            return CelError(f'composited variable "{name}" fails to evaluate: {problem}')
