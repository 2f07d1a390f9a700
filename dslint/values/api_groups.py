"""API groups of DaemonSets: Kubernetes itself, OpenKruise, and other projects."""

from __future__ import annotations

from dslint.values.typed import Final

ADVANCED_GROUP: Final = "apps.kruise.io"
"""OpenKruise's group."""
_KUBERNETES: Final = (".k8s.io", ".kubernetes.io")


def group_of(api_version: object) -> str:
    """Return `apps` of `apps/v1`, and "" if there is no group."""
    group, slash, _ = api_version.partition("/") if isinstance(api_version, str) else ("", "", "")
    return group if slash else ""


def is_advanced(api_version: object) -> bool:
    """Whether an object belongs to OpenKruise."""
    return group_of(api_version) == ADVANCED_GROUP


def foreign_group(api_version: object) -> str:
    """Return the group of an object that belongs neither to Kubernetes nor to OpenKruise, or "".

    Custom resources have a domain as their group; a group without a dot is probably a misspelt `apps`.
    """
    group = group_of(api_version)
    is_domain = "." in group and not f".{group}".endswith(_KUBERNETES)
    return group if is_domain and group != ADVANCED_GROUP else ""
