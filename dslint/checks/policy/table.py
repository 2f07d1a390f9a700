"""The checks for rules of one's own, by the name rule files use. Loaded only where a rule asks for one."""

from __future__ import annotations

from dslint.checks.base import Check
from dslint.checks.policy import (
    allowed_images,
    cel,
    host_access,
    if_then,
    json_schema,
    max_unavailable,
    pod_security,
    required_metadata,
    required_placement,
    required_resources,
    toleration_policy,
    value,
)

POLICY_CHECKS: dict[str, Check] = {
    "allowed-images": allowed_images.check,
    "cel": cel.check,
    "host-access": host_access.check,
    "if-then": if_then.check,
    "json-schema": json_schema.check,
    "max-unavailable": max_unavailable.check,
    "pod-security": pod_security.check,
    "required-metadata": required_metadata.check,
    "required-placement": required_placement.check,
    "required-resources": required_resources.check,
    "toleration-policy": toleration_policy.check,
    "value": value.check,
}
