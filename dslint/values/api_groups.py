"""Whose DaemonSets are meant: those of Kubernetes itself, OpenKruise's, and those of somebody else."""

from __future__ import annotations

from dslint.values.typed import Final

ADVANCED_GROUP: Final = "apps.kruise.io"
"""OpenKruise's group, whose DaemonSets dslint knows."""
_KUBERNETES: Final = (".k8s.io", ".kubernetes.io")


def group_of(api_version: object) -> str:
    """`apps` of `apps/v1`; "" where there is no group."""
    group, slash, _ = api_version.partition("/") if isinstance(api_version, str) else ("", "", "")
    return group if slash else ""


def is_advanced(api_version: object) -> bool:
    """Whether an object is one of OpenKruise's."""
    return group_of(api_version) == ADVANCED_GROUP


def foreign_group(api_version: object) -> str:
    """The group of an object that is none of Kubernetes' own and that dslint does not know, or "".

    Custom resources have a domain for their group; a group without a dot was meant to be `apps`.
    """
    group = group_of(api_version)
    is_domain = "." in group and not f".{group}".endswith(_KUBERNETES)
    return group if is_domain and group != ADVANCED_GROUP else ""
