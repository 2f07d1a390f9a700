"""Default feature gates: the version from which a field or a rule applies.

The table has only gates that are off in at least one known version; every other gate of a DaemonSet is on in
all of them. Source: pkg/features/kube_features.go of the releases in `versions.RELEASES`.
"""

from __future__ import annotations

OPEN_SINCE: dict[str, int | None] = {
    "AtomicWriteVolumeUserFields": None,
    "ClusterTrustBundleProjection": 37,
    "ContainerRestartRules": 35,
    "ContainerStopSignals": None,
    "DynamicResourceAllocation": 34,
    "EmptyDirVolumeMode": None,
    "EnvFiles": 35,
    "EvictionRequestAPI": None,
    "GRPCContainerProbeTLS": None,
    "GenericWorkload": None,
    "H2CContainerProbe": None,
    "HostnameOverride": 35,
    "ImageVolume": 35,
    "InPlacePodLevelResourcesVerticalScaling": 36,
    "InPlacePodVerticalScaling": 33,
    "MatchLabelKeysInPodAffinity": 31,
    "PodCertificateRequest": 37,
    "PodLevelResources": 34,
    "PodLifecycleSleepAction": 30,
    "PodLifecycleSleepActionAllowZero": 33,
    "ProcMountType": 33,
    "RecursiveReadOnlyMounts": 31,
    "RelaxedDNSSearchValidation": 33,
    "RelaxedEnvironmentVariableValidation": 32,
    "RestartAllContainersOnContainerExits": 36,
    "SELinuxChangePolicy": 33,
    "SELinuxMount": 37,
    "SidecarContainers": 29,
    "StrictIPCIDRValidation": 36,
    "SupplementalGroupsPolicy": 33,
    "TaintTolerationComparisonOperators": None,
    "UserNamespacesHostNetworkSupport": None,
    "UserNamespacesSupport": 33,
    "VolumeBindMountOptions": None,
}
"""Gate -> the minor version (`35` is 1.35) that turns it on by default; None: off in every known version."""

GUARDS_SINCE = {"ContainerRestartRules": 34}
"""Gates that are newer than a field that they guard -> the minor version since which they guard it."""


def is_open(gate: str, minor: int) -> bool:
    """Whether a gate of the table above is on by default in Kubernetes 1.`minor`."""
    since = OPEN_SINCE[gate]
    return since is not None and minor >= since


FIELD_GATES: dict[tuple[str, str], tuple[str, ...]] = {
    ("ClusterTrustBundleProjection", "user"): ("AtomicWriteVolumeUserFields",),
    ("ConfigMapVolumeSource", "defaultUser"): ("AtomicWriteVolumeUserFields",),
    ("Container", "resizePolicy"): ("InPlacePodVerticalScaling",),
    ("Container", "restartPolicy"): ("SidecarContainers", "ContainerRestartRules"),
    ("Container", "restartPolicyRules"): ("ContainerRestartRules",),
    ("DownwardAPIVolumeFile", "user"): ("AtomicWriteVolumeUserFields",),
    ("DownwardAPIVolumeSource", "defaultUser"): ("AtomicWriteVolumeUserFields",),
    ("EmptyDirVolumeSource", "mode"): ("EmptyDirVolumeMode",),
    ("EnvVarSource", "fileKeyRef"): ("EnvFiles",),
    ("EphemeralContainer", "resizePolicy"): ("InPlacePodVerticalScaling",),
    ("EphemeralContainer", "restartPolicy"): ("ContainerRestartRules",),
    ("EphemeralContainer", "restartPolicyRules"): ("ContainerRestartRules",),
    ("GRPCAction", "mode"): ("GRPCContainerProbeTLS",),
    ("HTTPGetAction", "protocol"): ("H2CContainerProbe",),
    ("KeyToPath", "user"): ("AtomicWriteVolumeUserFields",),
    ("Lifecycle", "stopSignal"): ("ContainerStopSignals",),
    ("LifecycleHandler", "sleep"): ("PodLifecycleSleepAction",),
    ("PodAffinityTerm", "matchLabelKeys"): ("MatchLabelKeysInPodAffinity",),
    ("PodAffinityTerm", "mismatchLabelKeys"): ("MatchLabelKeysInPodAffinity",),
    ("PodCertificateProjection", "user"): ("AtomicWriteVolumeUserFields",),
    ("PodSecurityContext", "seLinuxChangePolicy"): ("SELinuxChangePolicy",),
    ("PodSecurityContext", "supplementalGroupsPolicy"): ("SupplementalGroupsPolicy",),
    ("PodSpec", "evictionResponders"): ("EvictionRequestAPI",),
    ("PodSpec", "hostUsers"): ("UserNamespacesSupport",),
    ("PodSpec", "hostnameOverride"): ("HostnameOverride",),
    ("PodSpec", "resourceClaims"): ("DynamicResourceAllocation",),
    ("PodSpec", "resources"): ("PodLevelResources",),
    ("PodSpec", "schedulingGroup"): ("GenericWorkload",),
    ("PodSpec", "workloadRef"): ("GenericWorkload",),
    ("ProjectedVolumeSource", "defaultUser"): ("AtomicWriteVolumeUserFields",),
    ("ResourceRequirements", "claims"): ("DynamicResourceAllocation",),
    ("SecretVolumeSource", "defaultUser"): ("AtomicWriteVolumeUserFields",),
    ("SecurityContext", "procMount"): ("ProcMountType",),
    ("ServiceAccountTokenProjection", "user"): ("AtomicWriteVolumeUserFields",),
    ("Volume", "image"): ("ImageVolume",),
    ("VolumeMount", "bindMountOptions"): ("VolumeBindMountOptions",),
    ("VolumeMount", "recursiveReadOnly"): ("RecursiveReadOnlyMounts",),
    ("VolumeProjection", "clusterTrustBundle"): ("ClusterTrustBundleProjection",),
    ("VolumeProjection", "podCertificate"): ("PodCertificateRequest",),
}
"""(object, field) -> the gates that must be open for the server to keep the field.

Source: dropDisabledFields in pkg/api/pod/util.go.
"""


def shut_gate(kind: str, field: str, minor: int) -> str:
    """Return the gate that is off by default in Kubernetes 1.`minor` and guards a field, or ""."""
    return next(
        (
            gate
            for gate in FIELD_GATES.get((kind, field), ())
            if minor >= GUARDS_SINCE.get(gate, 0) and not is_open(gate, minor)
        ),
        "",
    )
