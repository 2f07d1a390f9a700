"""Names of resources, and what each name allows: devices, huge pages, what only quotas count.

Source: pkg/apis/core/helper/helpers.go, validateContainerResourceName and validatePodResourceName in
pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from dslint.kubernetes.formats import names
from dslint.kubernetes.validation.problem_constructors import invalid, not_supported
from dslint.kubernetes.validation.value_checks import shown
from dslint.values.path import FieldPath, field_text
from dslint.values.problem import Problem

RULE = "container-resources"
HUGE_PAGES = "hugepages-"
CONTAINER_RESOURCES = frozenset({"cpu", "memory", "ephemeral-storage"})
COMPUTE = ("cpu", "memory")
COUNTED = frozenset(
    {
        "pods",
        "services",
        "replicationcontrollers",
        "resourcequotas",
        "secrets",
        "configmaps",
        "persistentvolumeclaims",
        "services.nodeports",
        "services.loadbalancers",
    }
)
"""Resources that quotas count as integers."""
QUOTA_RESOURCES = COUNTED | {
    "storage",
    "requests.storage",
    *(f"{side}.{name}" for side in ("requests", "limits") for name in CONTAINER_RESOURCES),
}
"""Resources of quotas only; containers cannot request them."""


@lru_cache(maxsize=1024)
def is_extended(name: str) -> bool:
    """Whether a resource belongs to a device plugin: its domain is not one of Kubernetes."""
    if "/" not in name or "kubernetes.io/" in name or name.startswith("requests."):
        return False
    return not names.qualified_name(f"requests.{name}")


def can_overcommit(name: str) -> bool:
    """Whether a request may be below its limit: not for devices and huge pages."""
    return ("/" not in name or "kubernetes.io/" in name) and not name.startswith(HUGE_PAGES)


def container_resource_name_problems(name: str, path: FieldPath, server: FieldPath) -> Iterator[Problem]:
    """Judge the name of a resource that a container requests."""
    fault = _container_name_fault(name)
    if fault:
        message = f"the resource `{shown(name)}` {fault[0]}"
        yield invalid(RULE, path, message, field=field_text(server), anchor="key", write=fault[1])


@lru_cache(maxsize=1024)
def _container_name_fault(name: str) -> tuple[str, str] | None:
    if name in CONTAINER_RESOURCES:
        return None
    fault = names.qualified_name(name)
    if fault:
        return fault, ""
    if "kubernetes.io/" in name or is_extended(name) or ("/" not in name and name.startswith(HUGE_PAGES)):
        return None
    if "/" in name:
        return "is not the name of a device: a domain, '/' and a name, not beginning with 'requests.'", ""
    if name in QUOTA_RESOURCES:
        return "is only for quotas; a container cannot request it", "remove it"
    return "is not known", "cpu, memory, ephemeral-storage, hugepages-…, or a device with its domain"


def pod_resource_name_problems(name: str, path: FieldPath, server: FieldPath) -> Iterator[Problem]:
    """Judge the name of a resource of the pod as a whole."""
    if name in COMPUTE or (name.startswith(HUGE_PAGES) and not names.qualified_name(name)):
        return
    known = (
        name in CONTAINER_RESOURCES or name in QUOTA_RESOURCES or name.startswith("requests." + HUGE_PAGES)
    )
    fault = names.qualified_name(name) or ("" if "/" in name or known else "is not known")
    field = field_text(server)
    if fault:
        yield invalid(RULE, path, f"the resource `{shown(name)}` {fault}", field=field, anchor="key")
    else:
        yield not_supported(
            RULE,
            path,
            (
                f"pod-level resources cannot include `{shown(name)}`; "
                "only cpu, memory and hugepages-… are allowed"
            ),
            field=field,
            anchor="key",
            write="move it to the containers",
        )
