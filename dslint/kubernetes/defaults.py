"""The defaults of the API server.

One table for each way a default is chosen, by the object of the field tables it belongs to. Source:
SetObjectDefaults_DaemonSet in pkg/apis/apps/v1/zz_generated.defaults.go and the functions it calls
(the same in 1.28 to 1.37 for a DaemonSet). Requests are *not* filled in from limits, nor hostPort
under hostNetwork: that happens to pods, not to templates.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from dslint.kubernetes.formats.images import pull_policy
from dslint.kubernetes.formats.quantity import MILLI, nanos, round_up
from dslint.values.typed import Any

Object = dict[str, Any]
Filler = Callable[[Object], None]

_FILE_MODE = 0o644

WHEN_ABSENT: dict[str, dict[str, Any]] = {
    "AzureDiskVolumeSource": {
        "cachingMode": "ReadWrite",
        "fsType": "ext4",
        "kind": "Shared",
        "readOnly": False,
    },
    "ConfigMapVolumeSource": {"defaultMode": _FILE_MODE},
    "DaemonSetSpec": {"revisionHistoryLimit": 10},
    "DownwardAPIVolumeSource": {"defaultMode": _FILE_MODE},
    "FileKeySelector": {"optional": False},
    "GRPCAction": {"service": ""},
    "HostPathVolumeSource": {"type": ""},
    "PersistentVolumeClaimSpec": {"volumeMode": "Filesystem"},
    "PodSpec": {"terminationGracePeriodSeconds": 30},
    "ProjectedVolumeSource": {"defaultMode": _FILE_MODE},
    "SecretVolumeSource": {"defaultMode": _FILE_MODE},
    "ServiceAccountTokenProjection": {"expirationSeconds": 3600},
}
"""Defaults for a missing field."""

_CONTAINER = {"terminationMessagePath": "/dev/termination-log", "terminationMessagePolicy": "File"}

WHEN_EMPTY: dict[str, dict[str, Any]] = {
    "Container": _CONTAINER,
    "ContainerPort": {"protocol": "TCP"},
    "EphemeralContainer": _CONTAINER,
    "HTTPGetAction": {"path": "/", "scheme": "HTTP"},
    "ISCSIVolumeSource": {"iscsiInterface": "default"},
    "ObjectFieldSelector": {"apiVersion": "v1"},
    "PodSpec": {
        "dnsPolicy": "ClusterFirst",
        "restartPolicy": "Always",
        "schedulerName": "default-scheduler",
    },
    "Probe": {"timeoutSeconds": 1, "periodSeconds": 10, "successThreshold": 1, "failureThreshold": 3},
    "RBDVolumeSource": {"pool": "rbd", "user": "admin", "keyring": "/etc/ceph/keyring"},
    "ScaleIOVolumeSource": {"storageMode": "ThinProvisioned", "fsType": "xfs"},
}
"""Defaults for a field that is missing, an empty string or zero."""

ALWAYS_OBJECTS: dict[str, dict[str, str]] = {
    "DaemonSet": {"metadata": "ObjectMeta", "spec": "DaemonSetSpec"},
    "DaemonSetSpec": {"template": "PodTemplateSpec", "updateStrategy": "DaemonSetUpdateStrategy"},
    "PersistentVolumeClaimTemplate": {"spec": "PersistentVolumeClaimSpec"},
    "PodSpec": {"securityContext": "PodSecurityContext"},
    "PodTemplateSpec": {"metadata": "ObjectMeta", "spec": "PodSpec"},
}
"""Objects that always exist; missing ones get their own defaults."""


def _pull_policy(container: Object) -> None:
    if not container.get("imagePullPolicy"):
        container["imagePullPolicy"] = pull_policy(container.get("image", ""))


def _volume(volume: Object) -> None:
    if not volume.keys() - {"name"}:
        volume["emptyDir"] = {}


def _image_volume(source: Object) -> None:
    if not source.get("pullPolicy"):
        source["pullPolicy"] = pull_policy(source.get("reference", ""))


def _service_account(pod: Object) -> None:
    name = pod.get("serviceAccountName") or pod.get("serviceAccount")
    if name:
        pod["serviceAccountName"] = pod["serviceAccount"] = name


def _update_strategy(strategy: Object) -> None:
    if not strategy.get("type"):
        strategy["type"] = "RollingUpdate"
    if strategy["type"] == "RollingUpdate":
        rolling = strategy.setdefault("rollingUpdate", {})
        rolling.setdefault("maxUnavailable", 1)
        rolling.setdefault("maxSurge", 0)


def _whole_milli(amounts: Object) -> None:
    for name, written in amounts.items():
        exact = nanos(written)
        if exact % MILLI:
            amounts[name] = f"{round_up(exact, MILLI) // MILLI}m"


def _resources(resources: Object) -> None:
    for side in ("limits", "requests"):
        if side in resources:
            _whole_milli(resources[side])


def _overhead(pod: Object) -> None:
    if "overhead" in pod:
        _whole_milli(pod["overhead"])


COMPUTED: dict[str, tuple[Filler, ...]] = {
    "Container": (_pull_policy,),
    "DaemonSetUpdateStrategy": (_update_strategy,),
    "EphemeralContainer": (_pull_policy,),
    "ImageVolumeSource": (_image_volume,),
    "PodSpec": (_service_account, _overhead),
    "ResourceRequirements": (_resources,),
    "Volume": (_volume,),
    "VolumeResourceRequirements": (_resources,),
}
"""Defaults that depend on other fields, and quantities rounded up to thousandths."""


@cache
def filler(kind: str) -> Filler | None:
    """Return the function that fills in the defaults of a decoded object, or None if it has none."""
    absent, empty = WHEN_ABSENT.get(kind), WHEN_EMPTY.get(kind)
    objects, computed = ALWAYS_OBJECTS.get(kind), COMPUTED.get(kind, ())
    if not (absent or empty or objects or computed):
        return None

    def fill(decoded: Object) -> None:
        for field, value in (absent or {}).items():
            decoded.setdefault(field, value)
        for field, value in (empty or {}).items():
            if not decoded.get(field):
                decoded[field] = value
        for field, inner in (objects or {}).items():
            if field not in decoded:
                decoded[field] = new(inner)
        for compute in computed:
            compute(decoded)

    return fill


def new(kind: str) -> Object:
    """Return an empty object with its defaults."""
    fresh: Object = {}
    fill = filler(kind)
    if fill is not None:
        fill(fresh)
    return fresh
