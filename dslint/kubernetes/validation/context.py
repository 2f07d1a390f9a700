"""The context of every validating function."""

from __future__ import annotations

from collections.abc import Mapping

from dslint.kubernetes.releases.release import Release
from dslint.values.typed import NamedTuple


class Allowances(NamedTuple):
    """What the server accepts because the stored object already has it (ratcheting).

    All False on create. Source: PodValidationOptions and GetValidationOptionsFromPodSpecAndMeta.
    """

    deletion_cost: bool = False
    host_ips_field: bool = False
    pod_affinity_label_values: bool = False
    node_affinity_label_values: bool = False
    spread_selector: bool = False
    spread_match_label_keys: bool = False
    huge_page_fractions: bool = False
    token_path: bool = False
    env_names: bool = False
    dns_searches: bool = False
    sleep_of_zero: bool = False
    sysctls_with_host_namespaces: bool = False
    selinux_change_policy: bool = False
    toleration_comparison: bool = False
    restart_all_containers: bool = False
    restart_container_for_init: bool = False
    user_namespace_volume_devices: bool = False
    user_namespace_host_network: bool = False
    empty_image_reference: bool = False
    sys_admin_without_escalation: bool = False


class Context(NamedTuple):
    """The circumstances under which a pod template is judged.

    release      the Kubernetes version, and what holds in it
    annotations  those of the pod template
    allowed      what passes only because the stored object is already like that
    """

    release: Release
    annotations: Mapping[str, str] = {}
    allowed: Allowances = Allowances()

    def gate(self, name: str) -> bool:
        """Whether a feature gate that differs between the known versions is on by default."""
        return self.release.gate(name)

    def holds(self, change: str) -> bool:
        """Whether a change of `kubernetes.releases.changes` applies."""
        return self.release.holds(change)
