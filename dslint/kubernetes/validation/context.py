"""What every validating function is told besides the value it looks at."""

from __future__ import annotations

from collections.abc import Mapping

from dslint.kubernetes.releases.release import Release
from dslint.values.typed import NamedTuple


class Allowances(NamedTuple):
    """What the server lets pass because the object it already stores is like that (ratcheting).

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
    """Where and for whom a pod template is judged.

    release      the Kubernetes version, and what holds in it
    annotations  those of the pod template
    allowed      what passes only because the stored object is already like that
    """

    release: Release
    annotations: Mapping[str, str] = {}
    allowed: Allowances = Allowances()

    def gate(self, name: str) -> bool:
        """Whether a feature gate that differs between the known versions is open by default."""
        return self.release.gate(name)

    def holds(self, change: str) -> bool:
        """Whether a change of `kubernetes.releases.changes` is in force."""
        return self.release.holds(change)
