"""Every check by the name in rules, imported when a manifest has something for it.

Tests compare this table with the folder, and its shortcuts with running every check.
"""

from __future__ import annotations

from collections.abc import Iterator, MutableMapping
from importlib import import_module

from dslint.checks.base import Check
from dslint.values.typed import NamedTuple


class Where(NamedTuple):
    """The module of a check, below `dslint.checks`, and the keys that it looks for.

    In a manifest without any of these keys, the check finds nothing. Without keys, the check runs on every
    manifest.
    """

    module: str
    keys: frozenset[str]


def _where(module: str, *keys: str) -> Where:
    return Where(module, frozenset(keys))


PLACES: dict[str, Where] = {
    "affinity-terms": _where("placement.affinity_terms", "affinity"),
    "capability-names": _where("container.capability_names", "capabilities"),
    "checksum-annotation": _where("delivery.checksum_annotation"),
    "command-words": _where("container.command_words", "command", "args"),
    "config-key": _where("stream.config_key"),
    "config-not-reloaded": _where("stream.config_not_reloaded"),
    "control-plane-excluded": _where("placement.control_plane_excluded", "hostPath"),
    "critical-namespace": _where("pod.critical_namespace", "priorityClassName"),
    "default-token": _where("pod.default_token"),
    "duplicate-key": _where("duplicate_key"),
    "env-references": _where("container.env_references", "command", "args", "env"),
    "exported-object": _where("pod.exported_object", "resourceVersion", "uid"),
    "field-value": _where("field_value"),
    "file-mode": _where("volumes.file_mode", "defaultMode", "mode"),
    "fs-group-host-path": _where("volumes.fs_group_host_path", "fsGroup"),
    "helm-hook": _where("delivery.helm_hook"),
    "hook-outlives-grace": _where("container.hook_outlives_grace", "preStop"),
    "host-network-dns": _where("pod.host_network_dns", "hostNetwork"),
    "host-path-files": _where("volumes.host_path_files", "hostPath"),
    "host-port-collision": _where("stream.host_port_collision", "ports"),
    "image-reference": _where("container.image_reference", "image"),
    "image-tag": _where("container.image_tag", "image"),
    "kubelet-refusal": _where("pod.kubelet_refusal", "runAsNonRoot", "sysctls"),
    "lost-characters": _where("lost_characters"),
    "lost-meaning": _where("container.lost_meaning", "command", "args", "env"),
    "missing-field": _where("missing_field"),
    "missing-requests": _where("pod.missing_requests"),
    "mount-path-file": _where("delivery.mount_path_file"),
    "named-object-missing": _where("stream.named_object_missing"),
    "no-readiness": _where("pod.no_readiness"),
    "node-label-value": _where("placement.node_label_value", "nodeSelector", "affinity"),
    "node-powers": _where("pod.node_powers", "privileged", "capabilities", "hostIPC", "hostPID"),
    "os-unconstrained": _where("pod.os_unconstrained"),
    "pod-dependence": _where("placement.pod_dependence", "topologySpreadConstraints", "affinity"),
    "port-merge-key": _where("delivery.port_merge_key"),
    "probe-target": _where(
        "container.probe_target", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle"
    ),
    "reserved-priority": _where("pod.reserved_priority", "priorityClassName"),
    "selector-overlap": _where("stream.selector_overlap"),
    "service-account-alias": _where("pod.service_account_alias", "serviceAccount"),
    "service-not-local": _where("stream.service_not_local"),
    "surge-with-host-port": _where("pod.surge_with_host_port", "maxSurge"),
    "toleration-automatic": _where("placement.toleration_automatic", "tolerations"),
    "toleration-breadth": _where("placement.toleration_breadth", "tolerations"),
    "toleration-legacy-key": _where("placement.toleration_legacy_key", "tolerations"),
    "toleration-seconds-loop": _where("placement.toleration_seconds_loop", "tolerations"),
    "toleration-shadowed": _where("placement.toleration_shadowed", "tolerations"),
    "unbounded-empty-dir": _where("volumes.unbounded_empty_dir", "emptyDir"),
    "unmounted-volume": _where("volumes.unmounted_volume", "volumes"),
    "unreachable-ports": _where("stream.unreachable_ports", "ports"),
    "update-on-delete": _where("pod.update_on_delete"),
    "unwritten-divisor": _where("container.unwritten_divisor", "resourceFieldRef"),
    "volatile-label": _where("pod.volatile_label"),
    "volume-source": _where("volumes.volume_source", "volumes"),
    "writable-host-path": _where("volumes.writable_host_path", "hostPath"),
}


_BEYOND = frozenset(
    {
        "critical-namespace",
        "default-token",
        "duplicate-key",
        "file-mode",
        "lost-characters",
        "mount-path-file",
    }
)


def looks_beyond(name: str) -> bool:
    """Whether a check looks at more than its DaemonSet: at other objects, or at the text and its lines.

    The findings of such a check can change while the DaemonSet stays the same.
    """
    place = PLACES.get(name)
    return name in _BEYOND or (place is not None and place.module.startswith("stream."))


class Checks(MutableMapping[str, Check]):
    """Name -> check; the module is imported on use."""

    def __init__(self) -> None:
        self.loaded: dict[str, Check] = {}
        """The checks that have been asked for."""

    def __getitem__(self, name: str) -> Check:
        check = self.loaded.get(name)
        if check is None:
            check = import_module(f"dslint.checks.{PLACES[name].module}").check
            self.loaded[name] = check
        return check

    def __setitem__(self, name: str, check: Check) -> None:
        self.loaded[name] = check

    def __delitem__(self, name: str) -> None:
        del self.loaded[name]

    def __iter__(self) -> Iterator[str]:
        return iter(PLACES)

    def __len__(self) -> int:
        return len(PLACES)

    def __contains__(self, name: object) -> bool:
        return name in PLACES


CHECKS = Checks()

POLICY_NAMES = frozenset(
    {
        "allowed-images",
        "cel",
        "host-access",
        "if-then",
        "json-schema",
        "max-unavailable",
        "pod-security",
        "required-metadata",
        "required-placement",
        "required-resources",
        "toleration-policy",
        "value",
    }
)
"""The checks for users' own rules only; they are imported on use."""


def keys_of(name: str) -> frozenset[str]:
    """Return the keys of a check: it finds nothing in a manifest without any. Empty: it looks at all."""
    place = PLACES.get(name)
    return place.keys if place is not None else frozenset()


def check_named(name: str) -> Check | None:
    """Return the check of a name, including those for users' own rules; None if it does not exist."""
    if name in CHECKS:
        return CHECKS[name]
    if name not in POLICY_NAMES:
        return None
    from dslint.checks.policy.table import POLICY_CHECKS  # noqa: PLC0415 - the rules that ship use none

    CHECKS.loaded[name] = POLICY_CHECKS[name]
    return CHECKS.loaded[name]


def check_names() -> tuple[str, ...]:
    """Return the names of all checks of one DaemonSet."""
    return tuple(sorted((*CHECKS, *POLICY_NAMES)))
