"""For each check of one's own rules: parameters, and the values its messages have."""

from __future__ import annotations

from typing import Any

SAMPLES: dict[str, tuple[dict[str, Any], tuple[str, ...]]] = {
    "allowed-images": (
        {"registries": ["registry.example.com"], "digest": True},
        ("container", "image", "wanted"),
    ),
    "cel": (
        {
            "expression": "object.spec.minReadySeconds > 0",
            "message-expression": "'wait, ' + object.metadata.name",
        },
        ("path", "message"),
    ),
    "host-access": (
        {
            "host-paths": ["/var/log"],
            "host-namespaces": [],
            "capabilities": ["NET_ADMIN"],
            "privileged": False,
        },
        ("what", "value", "wanted"),
    ),
    "if-then": (
        {
            "if": {"path": "spec.template.spec.hostNetwork", "one-of": [True]},
            "then": {"path": "spec.template.spec.dnsPolicy", "one-of": ["ClusterFirstWithHostNet"]},
        },
        ("path", "value", "wanted"),
    ),
    "json-schema": (
        {"path": "spec.template.spec", "schema": {"required": ["priorityClassName"], "maxProperties": 3}},
        ("path", "value", "wanted"),
    ),
    "max-unavailable": ({"max": "10%"}, ("value", "wanted")),
    "pod-security": (
        {"level": "restricted", "version": "1.34", "except": ["runAsUser"]},
        ("level", "version", "text"),
    ),
    "required-metadata": (
        {"of": "both", "labels": {"team": "[a-z-]+"}, "annotations": {"owner": True}},
        ("key", "kind", "value", "wanted"),
    ),
    "required-placement": ({"labels": {"kubernetes.io/os": ["linux"]}}, ("key", "wanted")),
    "required-resources": (
        {"requests": {"cpu": {"min": "10m", "max": 1}, "memory": None}, "init-containers": True},
        ("container", "kind", "resource", "value", "wanted"),
    ),
    "toleration-policy": (
        {
            "allowed": [{"key": "gpu", "effect": "NoSchedule"}],
            "forbidden": [{"key": "", "operator": "Exists"}],
        },
        ("toleration", "wanted"),
    ),
    "value": (
        {"path": "spec.template.spec.containers[*].imagePullPolicy", "one-of": ["Always"], "required": True},
        ("path", "value", "wanted"),
    ),
}
