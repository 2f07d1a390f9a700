"""Feature gates at their defaults: since which version a field or a rule is in force.

Only gates that are shut in at least one known version are listed; every other gate a DaemonSet
meets is open in all of them. Source: pkg/features/kube_features.go of Kubernetes 1.34.4, 1.35.4,
1.36.3 and 1.37.0.
"""

from __future__ import annotations

OPEN_SINCE: dict[str, int | None] = {
    "AtomicWriteVolumeUserFields": None,
    "ClusterTrustBundleProjection": 37,
    "ContainerRestartRules": 35,
    "ContainerStopSignals": None,
    "EmptyDirVolumeMode": None,
    "EnvFiles": 35,
    "EvictionRequestAPI": None,
    "GRPCContainerProbeTLS": None,
    "GenericWorkload": None,
    "H2CContainerProbe": None,
    "HostnameOverride": 35,
    "ImageVolume": 35,
    "InPlacePodLevelResourcesVerticalScaling": 36,
    "PodCertificateRequest": 37,
    "RestartAllContainersOnContainerExits": 36,
    "SELinuxMount": 37,
    "StrictIPCIDRValidation": 36,
    "TaintTolerationComparisonOperators": None,
    "UserNamespacesHostNetworkSupport": None,
    "VolumeBindMountOptions": None,
}
"""Gate -> the minor version (`35` is 1.35) whose default opens it; None: shut in every known version."""


def is_open(gate: str, minor: int) -> bool:
    """Whether a gate of the table above is open by default in Kubernetes 1.`minor`."""
    since = OPEN_SINCE[gate]
    return since is not None and minor >= since


FIELD_GATES: dict[tuple[str, str], str] = {
    ("ClusterTrustBundleProjection", "user"): "AtomicWriteVolumeUserFields",
    ("ConfigMapVolumeSource", "defaultUser"): "AtomicWriteVolumeUserFields",
    ("Container", "restartPolicy"): "ContainerRestartRules",
    ("Container", "restartPolicyRules"): "ContainerRestartRules",
    ("DownwardAPIVolumeFile", "user"): "AtomicWriteVolumeUserFields",
    ("DownwardAPIVolumeSource", "defaultUser"): "AtomicWriteVolumeUserFields",
    ("EmptyDirVolumeSource", "mode"): "EmptyDirVolumeMode",
    ("EnvVarSource", "fileKeyRef"): "EnvFiles",
    ("EphemeralContainer", "restartPolicy"): "ContainerRestartRules",
    ("EphemeralContainer", "restartPolicyRules"): "ContainerRestartRules",
    ("GRPCAction", "mode"): "GRPCContainerProbeTLS",
    ("HTTPGetAction", "protocol"): "H2CContainerProbe",
    ("KeyToPath", "user"): "AtomicWriteVolumeUserFields",
    ("Lifecycle", "stopSignal"): "ContainerStopSignals",
    ("PodCertificateProjection", "user"): "AtomicWriteVolumeUserFields",
    ("PodSpec", "evictionResponders"): "EvictionRequestAPI",
    ("PodSpec", "hostnameOverride"): "HostnameOverride",
    ("PodSpec", "schedulingGroup"): "GenericWorkload",
    ("PodSpec", "workloadRef"): "GenericWorkload",
    ("ProjectedVolumeSource", "defaultUser"): "AtomicWriteVolumeUserFields",
    ("SecretVolumeSource", "defaultUser"): "AtomicWriteVolumeUserFields",
    ("ServiceAccountTokenProjection", "user"): "AtomicWriteVolumeUserFields",
    ("Volume", "image"): "ImageVolume",
    ("VolumeMount", "bindMountOptions"): "VolumeBindMountOptions",
    ("VolumeProjection", "clusterTrustBundle"): "ClusterTrustBundleProjection",
    ("VolumeProjection", "podCertificate"): "PodCertificateRequest",
}
"""(object, field) -> the gate that must be open for the server to keep the field.

Source: dropDisabledFields in pkg/api/pod/util.go.
"""
