"""What is filled in, and what is not."""

from __future__ import annotations

from typing import Any

import pytest

from dslint.kubernetes.decode import decode
from dslint.kubernetes.defaults import ALWAYS_OBJECTS, COMPUTED, WHEN_ABSENT, WHEN_EMPTY
from dslint.kubernetes.fields import table
from dslint.kubernetes.versions import KNOWN, NEWEST


def stored(spec: dict[str, Any]) -> dict[str, Any]:
    manifest: dict[str, Any] = decode({"spec": spec}, NEWEST).manifest["spec"]
    return manifest


def stored_pod(pod: dict[str, Any]) -> dict[str, Any]:
    spec: dict[str, Any] = stored({"template": {"spec": pod}})["template"]["spec"]
    return spec


def test_an_empty_daemonset_is_stored_with_all_this() -> None:
    assert decode({}, NEWEST).manifest == {
        "metadata": {},
        "spec": {
            "revisionHistoryLimit": 10,
            "template": {
                "metadata": {},
                "spec": {
                    "terminationGracePeriodSeconds": 30,
                    "dnsPolicy": "ClusterFirst",
                    "restartPolicy": "Always",
                    "schedulerName": "default-scheduler",
                    "securityContext": {},
                },
            },
            "updateStrategy": {
                "type": "RollingUpdate",
                "rollingUpdate": {"maxUnavailable": 1, "maxSurge": 0},
            },
        },
    }


@pytest.mark.parametrize(
    "strategy,filled",
    [
        ({"type": "OnDelete"}, {"type": "OnDelete"}),
        ({"type": "OnDelete", "rollingUpdate": {}}, {"type": "OnDelete", "rollingUpdate": {}}),
        ({"type": "Other"}, {"type": "Other"}),
        (
            {"rollingUpdate": {"maxSurge": 1}},
            {"rollingUpdate": {"maxSurge": 1, "maxUnavailable": 1}, "type": "RollingUpdate"},
        ),
        ({"type": ""}, {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 1, "maxSurge": 0}}),
    ],
)
def test_update_strategy(strategy: dict[str, Any], filled: dict[str, Any]) -> None:
    assert stored({"updateStrategy": strategy})["updateStrategy"] == filled


@pytest.mark.parametrize(
    "volume,filled",
    [
        ({}, {"emptyDir": {}}),
        ({"name": "v", "secret": {}}, {"name": "v", "secret": {"defaultMode": 0o644}}),
        ({"secret": {"defaultMode": 0}}, {"secret": {"defaultMode": 0}}),
        ({"hostPath": {"path": "/"}}, {"hostPath": {"path": "/", "type": ""}}),
        (
            {"rbd": {"pool": "", "user": "me"}},
            {"rbd": {"pool": "rbd", "user": "me", "keyring": "/etc/ceph/keyring"}},
        ),
        (
            {"azureDisk": {"readOnly": True}},
            {"azureDisk": {"readOnly": True, "cachingMode": "ReadWrite", "fsType": "ext4", "kind": "Shared"}},
        ),
        ({"image": {"reference": "r:v1"}}, {"image": {"reference": "r:v1", "pullPolicy": "IfNotPresent"}}),
        (
            {"ephemeral": {"volumeClaimTemplate": {}}},
            {"ephemeral": {"volumeClaimTemplate": {"spec": {"volumeMode": "Filesystem"}}}},
        ),
    ],
)
def test_volumes(volume: dict[str, Any], filled: dict[str, Any]) -> None:
    assert stored_pod({"volumes": [volume]})["volumes"] == [filled]


def test_containers() -> None:
    probe = {"httpGet": {"port": 80}, "timeoutSeconds": 0, "periodSeconds": 5}
    container = {"image": "agent", "ports": [{"containerPort": 80}], "livenessProbe": probe}
    pod = stored_pod({"hostNetwork": True, "containers": [container]})
    assert pod["containers"] == [
        {
            "image": "agent",
            "imagePullPolicy": "Always",
            "terminationMessagePath": "/dev/termination-log",
            "terminationMessagePolicy": "File",
            "ports": [{"containerPort": 80, "protocol": "TCP"}],
            "livenessProbe": {
                "httpGet": {"port": 80, "path": "/", "scheme": "HTTP"},
                "timeoutSeconds": 1,
                "periodSeconds": 5,
                "successThreshold": 1,
                "failureThreshold": 3,
            },
        }
    ]


def test_requests_are_not_filled_in_from_limits_in_a_template() -> None:
    resources = {"limits": {"cpu": "0.0001", "memory": "1Gi", "example.com/x": "1500u"}}
    container = stored_pod({"containers": [{"resources": resources}]})["containers"][0]
    assert container["resources"] == {"limits": {"cpu": "1m", "memory": "1Gi", "example.com/x": "2m"}}


@pytest.mark.parametrize("written", [{"serviceAccount": "a"}, {"serviceAccountName": "a"}])
def test_both_names_of_the_service_account_agree(written: dict[str, str]) -> None:
    pod = stored_pod(dict(written))
    assert (pod["serviceAccount"], pod["serviceAccountName"]) == ("a", "a")


def test_every_default_is_of_an_object_that_some_version_has() -> None:
    known = {kind for version in KNOWN for kind in table(version)}
    assert {*WHEN_ABSENT, *WHEN_EMPTY, *ALWAYS_OBJECTS, *COMPUTED} <= known


@pytest.mark.parametrize("version", KNOWN)
def test_every_default_is_of_a_field_that_exists(version: str) -> None:
    for defaults in (WHEN_ABSENT, WHEN_EMPTY, ALWAYS_OBJECTS):
        for kind, fields in defaults.items():
            assert fields.keys() <= table(version).get(kind, fields).keys(), kind
    assert all(
        table(version)[kind][field] == inner
        for kind, objects in ALWAYS_OBJECTS.items()
        for field, inner in objects.items()
    )
