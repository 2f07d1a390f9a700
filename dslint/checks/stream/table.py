"""Every check of a whole stream by the name in rules. A test compares this table with the folder."""

from __future__ import annotations

from dslint.checks.stream import (
    named_ports,
    network_policy_host_network,
    powerful_account,
    refused_pods,
    repeated_object,
    scaled_daemonset,
    selects_nothing,
    service_reaches_others,
    service_without_readiness,
    unbound_account,
    unusable_budget,
)
from dslint.checks.stream.base import StreamCheck

STREAM_CHECKS: dict[str, StreamCheck] = {
    "named-ports": named_ports.check_stream,
    "network-policy-host-network": network_policy_host_network.check_stream,
    "powerful-account": powerful_account.check_stream,
    "refused-pods": refused_pods.check_stream,
    "repeated-object": repeated_object.check_stream,
    "scaled-daemonset": scaled_daemonset.check_stream,
    "selects-nothing": selects_nothing.check_stream,
    "service-reaches-others": service_reaches_others.check_stream,
    "service-without-readiness": service_without_readiness.check_stream,
    "unbound-account": unbound_account.check_stream,
    "unusable-budget": unusable_budget.check_stream,
}
