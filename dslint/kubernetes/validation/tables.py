"""Every field of a pod template that the API server checks on its own: format, words, range.

One table for each type of the API, under the name the API reference gives it. What a table does
not hold is either not checked at all or checked beside another field, in the module of that part.
What differs between versions is in the module of that part. Source: pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

from dslint.kubernetes.formats import names
from dslint.kubernetes.validation.value_checks import (
    at_least,
    between,
    file_mode,
    needed,
    one_of,
    optional,
    spelt,
    table,
    word,
)
from dslint.kubernetes.validation.volumes.formats import (
    absolute_path,
    forward_path,
    iscsi_name,
    relative_path,
    unreserved_path,
)

ID = between(0, 2**31 - 1)
"""User and group ids."""
PORT = between(1, 65535)
LABEL = spelt(names.dns_label)
NAME = spelt(names.dns_subdomain)
QUALIFIED = spelt(names.qualified_name)
PULL_POLICY = one_of("Always", "IfNotPresent", "Never")
OBJECT_NAME = "the name of the object it refers to"

# The pod

POD_SPEC = table(
    "pod-fields",
    serviceAccountName=optional(NAME),
    nodeName=optional(NAME),
    priorityClassName=optional(NAME),
    runtimeClassName=NAME,
    hostname=optional(LABEL),
    subdomain=optional(LABEL),
    activeDeadlineSeconds=between(1, 2**31 - 1),
    preemptionPolicy=word("PreemptLowerPriority", "Never"),
    dnsPolicy=optional(one_of("ClusterFirstWithHostNet", "ClusterFirst", "Default", "None")),
)
RESOURCE_CLAIM = table("resource-claims", resourceClaimName=NAME, resourceClaimTemplateName=NAME)
POD_SECURITY_CONTEXT = table(
    "pod-security-context",
    fsGroup=ID,
    runAsUser=ID,
    runAsGroup=ID,
    fsGroupChangePolicy=one_of("OnRootMismatch", "Always"),
    supplementalGroupsPolicy=one_of("Merge", "Strict"),
)

# Containers

CONTAINER = table(
    "container-fields",
    terminationMessagePolicy=one_of("File", "FallbackToLogsOnError"),
    imagePullPolicy=PULL_POLICY,
)
CONTAINER_PORT = table(
    "container-ports",
    name=optional(spelt(names.port_name)),
    containerPort=needed(PORT, "containerPort: 8080, or the port the container listens on"),
    hostPort=optional(PORT),
    protocol=one_of("TCP", "UDP", "SCTP"),
)
ENV_VAR = table(
    "container-env",
    name=needed(spelt(names.env_name), "a name for the variable"),
)
ENV_FROM_SOURCE = table("container-env", prefix=optional(spelt(names.env_name)))
ENV_SOURCE = table(
    "container-env",
    name=needed(spelt(lambda name: names.dns_subdomain(names.prefix_of_name(name))), OBJECT_NAME),
)
KEY_SELECTOR = table("container-env", key=needed(spelt(names.config_map_key), "the key to read"))
FILE_KEY_SELECTOR = table(
    "container-env",
    key=needed(spelt(names.env_name), "the variable to read from the file"),
    volumeName=needed(LABEL, "the name of the emptyDir volume that holds the file"),
    path=needed(spelt(forward_path), "the path of the file inside the volume"),
)
PROBE = table(
    "probe",
    initialDelaySeconds=at_least(0),
    timeoutSeconds=at_least(0),
    periodSeconds=at_least(0),
    successThreshold=at_least(0),
    failureThreshold=at_least(0),
    terminationGracePeriodSeconds=at_least(1),
)
HTTP_GET_ACTION = table("probe", scheme=one_of("HTTP", "HTTPS"))
RESTART_ALL_CONTAINERS = "RestartAllContainers"
RESTART_RULE_ACTIONS = {False: ("Restart",), True: ("Restart", RESTART_ALL_CONTAINERS)}
"""The actions, by whether the gate RestartAllContainers is on."""
CONTAINER_RESTART_POLICY = table("container-restart", restartPolicy=one_of("Always", "OnFailure", "Never"))
EXIT_CODES = table("container-restart", operator=one_of("In", "NotIn"))
PROFILE = table(
    "container-security-context",
    type=needed(
        one_of("Localhost", "RuntimeDefault", "Unconfined"), "type: RuntimeDefault, or another profile"
    ),
)
SECURITY_CONTEXT = table(
    "container-security-context",
    runAsUser=ID,
    runAsGroup=ID,
    procMount=one_of("Default", "Unmasked"),
)

# Scheduling

TOLERATION = table(
    "toleration-invalid",
    key=optional(QUALIFIED),
    effect=optional(one_of("NoSchedule", "PreferNoSchedule", "NoExecute")),
)
TOPOLOGY_SPREAD_CONSTRAINT = table(
    "topology-spread",
    topologyKey=needed(write="topologyKey: topology.kubernetes.io/zone, or another label of nodes"),
    nodeAffinityPolicy=one_of("Honor", "Ignore"),
    nodeTaintsPolicy=one_of("Honor", "Ignore"),
)

# Volumes, by the name of the source. Other sources have their own functions.

KEY_TO_PATH = table(
    "volume-source",
    key=needed(write="the key to read"),
    path=needed(spelt(unreserved_path), "path: the file's path inside the volume"),
    mode=file_mode,
    user=ID,
)
DOWNWARD_API_FILE = table(
    "volume-source",
    path=needed(spelt(unreserved_path), "path: the file's path inside the volume"),
    mode=file_mode,
    user=ID,
)
SECRET_REFERENCE = table("volume-source", name=needed(write=OBJECT_NAME))
VOLUME_SOURCES = {
    "gitRepo": table("volume-source", repository=needed(), directory=optional(spelt(relative_path))),
    "gcePersistentDisk": table("volume-source", pdName=needed(), partition=between(0, 255)),
    "awsElasticBlockStore": table("volume-source", volumeID=needed(), partition=between(0, 255)),
    "secret": table(
        "volume-source", secretName=needed(write=OBJECT_NAME), defaultMode=file_mode, defaultUser=ID
    ),
    "nfs": table(
        "volume-source",
        server=needed(write="server: the name or address of the NFS server"),
        path=needed(spelt(absolute_path), "path: /srv/share, or another exported path"),
    ),
    "iscsi": table(
        "volume-source",
        targetPortal=needed(write="targetPortal: address:port"),
        iqn=needed(spelt(iscsi_name), "iqn: iqn.2001-04.com.example:disk1"),
        lun=between(0, 255),
    ),
    "glusterfs": table("volume-source", endpoints=needed(), path=needed()),
    "persistentVolumeClaim": table(
        "volume-source", claimName=needed(write="claimName: the name of the claim")
    ),
    "rbd": table("volume-source", monitors=needed(), image=needed()),
    "cinder": table("volume-source", volumeID=needed()),
    "cephfs": table("volume-source", monitors=needed()),
    "downwardAPI": table("volume-source", defaultMode=file_mode, defaultUser=ID),
    "flexVolume": table("volume-source", driver=needed()),
    "configMap": table(
        "volume-source", name=needed(write=OBJECT_NAME), defaultMode=file_mode, defaultUser=ID
    ),
    "azureFile": table("volume-source", secretName=needed(write=OBJECT_NAME), shareName=needed()),
    "vsphereVolume": table("volume-source", volumePath=needed()),
    "photonPersistentDisk": table("volume-source", pdID=needed()),
    "portworxVolume": table("volume-source", volumeID=needed()),
    "azureDisk": table(
        "volume-source",
        diskName=needed(),
        diskURI=needed(),
        cachingMode=one_of("None", "ReadOnly", "ReadWrite"),
        kind=one_of("Shared", "Dedicated", "Managed"),
    ),
    "storageos": table("volume-source", volumeName=needed(LABEL), volumeNamespace=optional(LABEL)),
    "projected": table("volume-source", defaultMode=file_mode, defaultUser=ID),
    "scaleIO": table("volume-source", gateway=needed(), system=needed(), volumeName=needed()),
    "image": table("volume-source", pullPolicy=PULL_POLICY),
}
HOST_PATH_TYPE = table(
    "volume-source",
    type=optional(
        one_of(
            "DirectoryOrCreate",
            "Directory",
            "FileOrCreate",
            "File",
            "Socket",
            "CharDevice",
            "BlockDevice",
        )
    ),
)
SERVICE_ACCOUNT_TOKEN = table("volume-source", expirationSeconds=between(600, 2**32), user=ID)
PROJECTED_SOURCES = (
    "secret",
    "configMap",
    "downwardAPI",
    "serviceAccountToken",
    "clusterTrustBundle",
    "podCertificate",
)
CERTIFICATE_PATHS = ("credentialBundlePath", "keyPath", "certificateChainPath")
CLUSTER_TRUST_BUNDLE = table(
    "volume-source",
    path=needed(spelt(unreserved_path), "path: the file's path inside the volume"),
    user=ID,
)
POD_CERTIFICATE = table(
    "volume-source",
    keyType=one_of("RSA3072", "RSA4096", "ECDSAP256", "ECDSAP384", "ECDSAP521", "ED25519"),
    credentialBundlePath=optional(spelt(unreserved_path)),
    keyPath=optional(spelt(unreserved_path)),
    certificateChainPath=optional(spelt(unreserved_path)),
    user=ID,
)
PERSISTENT_VOLUME_CLAIM_SPEC = table(
    "volume-source",
    accessModes=needed(write="accessModes: [ReadWriteOnce]"),
    storageClassName=optional(NAME),
    volumeMode=one_of("Block", "Filesystem"),
)
TYPED_REFERENCE = table(
    "volume-source",
    kind=needed(),
    name=needed(write=OBJECT_NAME),
    namespace=optional(LABEL),
)
