"""JSON Patch (RFC 6902) on JSON data, as the API server applies it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_MOST = 1000
"""The maximum number of operations of one patch."""


class PatchError(ValueError):
    """A patch that cannot be applied, with the reason."""


def patched(data: dict[str, Any], operations: list[Mapping[str, Any]]) -> dict[str, Any]:
    """Return a copy of the data with the operations applied. Raises PatchError."""
    if len(operations) > _MOST:
        raise PatchError(f"more than {_MOST} operations")
    result: Any = _copied(data)
    for operation in operations:
        result = _applied(result, operation)
    if not isinstance(result, dict):
        raise PatchError("the patch replaces the object by something that is not one")
    return result


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    return [_copied(item) for item in value] if isinstance(value, list) else value


def _applied(root: Any, operation: Mapping[str, Any]) -> Any:
    kind, path = operation.get("op"), str(operation.get("path", ""))
    if kind == "test":
        if _found(root, path) != operation.get("value"):
            raise PatchError(f"testing value {path} failed")
        return root
    if kind == "remove":
        return _removed(root, path)
    if kind in ("add", "replace"):
        if kind == "replace":
            _found(root, path)
        return _added(root, path, _copied(operation.get("value")), replace=kind == "replace")
    if kind in ("move", "copy"):
        source = str(operation.get("from", ""))
        value = _copied(_found(root, source))
        root = _removed(root, source) if kind == "move" else root
        return _added(root, path, value, replace=False)
    raise PatchError(f"unexpected kind: {kind}")


def _steps(path: str) -> list[str]:
    if path == "":
        return []
    if not path.startswith("/"):
        raise PatchError(f"path {path!r} does not begin with /")
    return [step.replace("~1", "/").replace("~0", "~") for step in path[1:].split("/")]


def _found(root: Any, path: str) -> Any:
    for step in _steps(path):
        root = _child(root, step, path)
    return root


def _child(value: Any, step: str, path: str) -> Any:
    if isinstance(value, dict) and step in value:
        return value[step]
    if isinstance(value, list):
        return value[_index(value, step, path)]
    raise PatchError(f"doc is missing path: {path}: missing value")


def _index(items: list[Any], step: str, path: str, beyond: int = 0) -> int:
    if not (step.isascii() and step.isdigit() and len(step) < 10) or int(step) >= len(items) + beyond:  # noqa: PLR2004 - no list is as long
        raise PatchError(f"doc is missing path: {path}: invalid index {step!r}")
    return int(step)


def _parent(root: Any, path: str) -> tuple[Any, str]:
    *above, last = _steps(path)
    for step in above:
        root = _child(root, step, path)
    return root, last


def _removed(root: Any, path: str) -> Any:
    if path == "":
        raise PatchError("the whole object cannot be removed")
    parent, last = _parent(root, path)
    _child(parent, last, path)
    if isinstance(parent, dict):
        del parent[last]
    else:
        del parent[int(last)]
    return root


def _added(root: Any, path: str, value: Any, *, replace: bool) -> Any:
    if path == "":
        return value
    parent, last = _parent(root, path)
    if isinstance(parent, dict):
        parent[last] = value
    elif isinstance(parent, list) and replace:
        parent[_index(parent, last, path)] = value
    elif isinstance(parent, list):
        at = len(parent) if last == "-" else _index(parent, last, path, beyond=1)
        parent.insert(at, value)
    else:
        raise PatchError(f"doc is missing path: {path}: missing value")
    return root
