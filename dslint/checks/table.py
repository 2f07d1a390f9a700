"""Every check by the name rules use. A test holds this table against the folder."""

from __future__ import annotations

from dslint.checks import duplicate_key, field_value, lost_characters, missing_field
from dslint.checks.base import Check
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
    host_network_dns,
    image_tag,
    missing_requests,
    no_readiness,
    node_powers,
    surge_with_host_port,
    volatile_label,
    volume_source,
    writable_host_path,
)
from dslint.checks.stream import (
    host_port_collision,
    named_object_missing,
    selector_overlap,
    service_not_local,
    unreachable_ports,
)

CHECKS: dict[str, Check] = {
    "affinity-terms": affinity_terms.check,
    "control-plane-excluded": control_plane_excluded.check,
    "critical-namespace": critical_namespace.check,
    "duplicate-key": duplicate_key.check,
    "field-value": field_value.check,
    "host-network-dns": host_network_dns.check,
    "host-port-collision": host_port_collision.check,
    "image-tag": image_tag.check,
    "lost-characters": lost_characters.check,
    "missing-field": missing_field.check,
    "missing-requests": missing_requests.check,
    "named-object-missing": named_object_missing.check,
    "no-readiness": no_readiness.check,
    "node-label-value": node_label_value.check,
    "node-powers": node_powers.check,
    "pod-dependence": pod_dependence.check,
    "selector-overlap": selector_overlap.check,
    "service-not-local": service_not_local.check,
    "surge-with-host-port": surge_with_host_port.check,
    "toleration-automatic": toleration_automatic.check,
    "toleration-breadth": toleration_breadth.check,
    "toleration-legacy-key": toleration_legacy_key.check,
    "toleration-seconds-loop": toleration_seconds_loop.check,
    "toleration-shadowed": toleration_shadowed.check,
    "unreachable-ports": unreachable_ports.check,
    "volatile-label": volatile_label.check,
    "volume-source": volume_source.check,
    "writable-host-path": writable_host_path.check,
}
