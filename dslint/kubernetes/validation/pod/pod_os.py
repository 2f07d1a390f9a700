"""The operating system of a pod, and the fields that do not apply to it.

Source: validateOS, validateLinux and validateWindows in pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from dslint.kubernetes.validation.containers.every_container import containers_of
from dslint.kubernetes.validation.problem_constructors import forbidden
from dslint.kubernetes.validation.value_checks import missing, unknown_word
from dslint.values.path import FieldPath, field_text
from dslint.values.problem import Problem, Related
from dslint.values.typed import Any

Data = Mapping[str, Any]

RULE = "pod-os"
OPERATING_SYSTEMS = ("linux", "windows")
NOT_ON_WINDOWS = ("hostUsers", "hostPID", "hostIPC", "shareProcessNamespace", "resources")
NOT_IN_WINDOWS_POD = (
    "appArmorProfile",
    "seLinuxOptions",
    "seccompProfile",
    "fsGroup",
    "fsGroupChangePolicy",
    "sysctls",
    "runAsUser",
    "runAsGroup",
    "supplementalGroups",
    "supplementalGroupsPolicy",
    "seLinuxChangePolicy",
)
NOT_IN_WINDOWS_CONTAINER = (
    "appArmorProfile",
    "seLinuxOptions",
    "seccompProfile",
    "capabilities",
    "readOnlyRootFilesystem",
    "privileged",
    "allowPrivilegeEscalation",
    "procMount",
    "runAsUser",
    "runAsGroup",
)
"""Fields of securityContext that have no effect on a Windows node."""


def os_problems(pod: Data, path: FieldPath) -> Iterator[Problem]:
    """Judge `os`, and the fields that do not fit it."""
    name = pod["os"].get("name", "")
    if not name:
        yield missing(RULE, pod["os"], (*path, "os", "name"), "name: linux or name: windows")
    elif name not in OPERATING_SYSTEMS:
        field = field_text((*path, "os"))
        yield unknown_word(RULE, (*path, "os", "name"), name, OPERATING_SYSTEMS, field=field)
    elif name == "linux":
        yield from _misfits(pod, path, ("windowsOptions",), ("windowsOptions",), "linux")
    else:
        for field in NOT_ON_WINDOWS:
            if _is_set(pod, field):
                yield _misfit((*path, field), "windows", path)
        yield from _misfits(pod, path, NOT_IN_WINDOWS_POD, NOT_IN_WINDOWS_CONTAINER, "windows")


def _misfits(
    pod: Data, path: FieldPath, of_pod: Sequence[str], of_container: Sequence[str], system: str
) -> Iterator[Problem]:
    holders: list[tuple[FieldPath, Data, Sequence[str]]] = [(path, pod, of_pod)]
    holders += [(place, container, of_container) for place, container in containers_of(pod)]
    for place, holder, fields in holders:
        security = holder.get("securityContext") or {}
        for field in fields:
            if _is_set(security, field):
                yield _misfit((*place, "securityContext", field), system, path)


def _is_set(holder: Data, field: str) -> bool:
    """Whether the server treats a field as given. For three of them, false or empty counts as absent."""
    if field in ("hostPID", "hostIPC", "sysctls"):
        return bool(holder.get(field))
    return field in holder


def _misfit(place: FieldPath, system: str, pod: FieldPath) -> Problem:
    return forbidden(
        RULE,
        place,
        f"`{place[-1]}` is not allowed on {system}",
        anchor="key",
        write=f"remove it, or remove os.name: {system}",
        related=(Related((*pod, "os", "name"), f"the pod is for {system}"),),
    )
