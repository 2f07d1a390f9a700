"""Every check by the name rules use. A test holds this table against the folder."""

from __future__ import annotations

from dslint.checks import duplicate_key, field_value, lost_characters, missing_field
from dslint.checks.base import Check
from dslint.checks.container import (
    capability_names,
    command_words,
    env_references,
    hook_outlives_grace,
    image_reference,
    image_tag,
    lost_meaning,
    probe_target,
)
from dslint.checks.delivery import checksum_annotation, helm_hook, mount_path_file, port_merge_key
from dslint.checks.placement import (
    affinity_terms,
    control_plane_excluded,
    node_label_value,
    pod_dependence,
    toleration_automatic,
    toleration_breadth,
    toleration_legacy_key,
    toleration_seconds_loop,
    toleration_shadowed,
)
from dslint.checks.pod import (
    critical_namespace,
    default_token,
    exported_object,
    host_network_dns,
    kubelet_refusal,
    missing_requests,
    no_readiness,
    node_powers,
    os_unconstrained,
    reserved_priority,
    service_account_alias,
    surge_with_host_port,
    update_on_delete,
    volatile_label,
)
from dslint.checks.stream import (
    config_key,
    config_not_reloaded,
    host_port_collision,
    named_object_missing,
    selector_overlap,
    service_not_local,
    unreachable_ports,
)
from dslint.checks.volumes import (
    file_mode,
    fs_group_host_path,
    host_path_files,
    unbounded_empty_dir,
    unmounted_volume,
    volume_source,
    writable_host_path,
)

CHECKS: dict[str, Check] = {
    "affinity-terms": affinity_terms.check,
    "capability-names": capability_names.check,
    "checksum-annotation": checksum_annotation.check,
    "command-words": command_words.check,
    "config-key": config_key.check,
    "config-not-reloaded": config_not_reloaded.check,
    "control-plane-excluded": control_plane_excluded.check,
    "critical-namespace": critical_namespace.check,
    "default-token": default_token.check,
    "duplicate-key": duplicate_key.check,
    "env-references": env_references.check,
    "exported-object": exported_object.check,
    "field-value": field_value.check,
    "file-mode": file_mode.check,
    "fs-group-host-path": fs_group_host_path.check,
    "helm-hook": helm_hook.check,
    "hook-outlives-grace": hook_outlives_grace.check,
    "host-network-dns": host_network_dns.check,
    "host-path-files": host_path_files.check,
    "host-port-collision": host_port_collision.check,
    "image-reference": image_reference.check,
    "image-tag": image_tag.check,
    "kubelet-refusal": kubelet_refusal.check,
    "lost-characters": lost_characters.check,
    "lost-meaning": lost_meaning.check,
    "missing-field": missing_field.check,
    "missing-requests": missing_requests.check,
    "mount-path-file": mount_path_file.check,
    "named-object-missing": named_object_missing.check,
    "no-readiness": no_readiness.check,
    "node-label-value": node_label_value.check,
    "node-powers": node_powers.check,
    "os-unconstrained": os_unconstrained.check,
    "pod-dependence": pod_dependence.check,
    "port-merge-key": port_merge_key.check,
    "probe-target": probe_target.check,
    "reserved-priority": reserved_priority.check,
    "selector-overlap": selector_overlap.check,
    "service-account-alias": service_account_alias.check,
    "service-not-local": service_not_local.check,
    "surge-with-host-port": surge_with_host_port.check,
    "toleration-automatic": toleration_automatic.check,
    "toleration-breadth": toleration_breadth.check,
    "toleration-legacy-key": toleration_legacy_key.check,
    "toleration-seconds-loop": toleration_seconds_loop.check,
    "toleration-shadowed": toleration_shadowed.check,
    "unbounded-empty-dir": unbounded_empty_dir.check,
    "unmounted-volume": unmounted_volume.check,
    "unreachable-ports": unreachable_ports.check,
    "update-on-delete": update_on_delete.check,
    "volatile-label": volatile_label.check,
    "volume-source": volume_source.check,
    "writable-host-path": writable_host_path.check,
}

POLICY_NAMES = frozenset(
    {
        "allowed-images",
        "host-access",
        "if-then",
        "json-schema",
        "max-unavailable",
        "required-metadata",
        "required-placement",
        "required-resources",
        "toleration-policy",
        "value",
    }
)
"""The checks that only rules of one's own use; they are not imported before one asks for them."""


def check_named(name: str) -> Check | None:
    """The check of a name, also one that only rules of one's own use; None where there is no such check."""
    found = CHECKS.get(name)
    if found is not None or name not in POLICY_NAMES:
        return found
    from dslint.checks.policy.table import POLICY_CHECKS  # noqa: PLC0415 - the rules that ship use none

    return POLICY_CHECKS[name]


def check_names() -> tuple[str, ...]:
    """The names of all checks of one DaemonSet."""
    return tuple(sorted((*CHECKS, *POLICY_NAMES)))
