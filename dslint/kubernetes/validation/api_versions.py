"""apiVersion and kind, and the API versions a DaemonSet once had.

A manifest of an old version is rejected, and still judged as if it were apps/v1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.kubernetes.migration import OLD_DEFAULTS, REMOVED_IN, SERVED, migrate
from dslint.kubernetes.validation.value_checks import shown
from dslint.values.problem import Change, Problem
from dslint.values.typed import Any

KIND = "DaemonSet"
HEADERS = ("apiVersion", "kind")
UNSENT = "kubectl cannot tell what to create and sends nothing."


def api_version_problems(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Judge apiVersion and kind; a wrong type is noted where the manifest is decoded."""
    version = data.get("apiVersion")
    if isinstance(version, str) and version in REMOVED_IN:
        yield _removed(version, migrate(data).changes)
    else:
        yield from _header_problems("apiVersion", data, SERVED, "is not an API version that has DaemonSets")
    yield from kind_problems(data)


def kind_problems(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Judge the kind alone."""
    yield from _header_problems("kind", data, KIND, "is not a DaemonSet")


def respelt_headers(data: Mapping[str, Any]) -> dict[str, str]:
    """`apiVersion` and `kind` where they are only written with other capitals -> the key that is written."""
    lower = {key.lower(): key for key in data}
    return {field: lower[field.lower()] for field in HEADERS if field not in data and field.lower() in lower}


def _misspelt(field: str, key: str) -> Problem:
    return Problem(
        rule="api-version",
        path=(key,),
        message=f"`{key}` must be written `{field}`; as it is, `{field}` is missing",
        source="decode",
        field=field,
        anchor="key",
        result=UNSENT,
        write=field,
        changes=(Change("rename", (key,), field),),
    )


def _header_problems(field: str, data: Mapping[str, Any], wanted: str, fault: str) -> Iterator[Problem]:
    value, key = data.get(field), respelt_headers(data).get(field)
    if key is not None:
        yield _misspelt(field, key)
        return
    if value == wanted or (value and not isinstance(value, str)):
        return
    yield Problem(
        rule="api-version",
        path=(field,),
        message=f"`{field}: {shown(value)}` {fault}" if value else f"`{field}` is missing",
        source="decode",
        result=UNSENT,
        write=f"{field}: {wanted}",
        changes=(Change("replace", (field,), wanted),) if value else (),
    )


def _removed(version: str, changes: tuple[Change, ...]) -> Problem:
    write = f"apiVersion: {SERVED}"
    if version == OLD_DEFAULTS:
        write += ", with selector and updateStrategy written out (its defaults differed)"
    return Problem(
        rule="removed-api-version",
        path=("apiVersion",),
        message=f"`{version}` has not been served since Kubernetes {REMOVED_IN[version]}",
        source="decode",
        result="kubectl does not find this kind in the cluster and sends nothing.",
        write=write,
        changes=changes,
    )
