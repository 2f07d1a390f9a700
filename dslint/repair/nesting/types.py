"""The allowed structure of a DaemonSet: the field tables, and a few rules that nesting needs."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from dslint.kubernetes.fields import LIST, MAP, Table, table
from dslint.reader.nodes import Json
from dslint.values.typed import Final

FREE: Final = "anything"
_FREE_KEY = re.compile(r"(?:[fkvi]:.|\.\Z)")
"""The form of the keys of `fieldsV1`, the only field that accepts anything."""

NEEDED: Final[Mapping[str, frozenset[str]]] = {
    name: frozenset(fields.split())
    for name, fields in {
        "DaemonSet": "apiVersion kind metadata spec",
        "DaemonSetSpec": "selector template",
        "PodSpec": "containers",
        "Container": "name image",
        "ContainerPort": "containerPort",
        "EnvVar": "name",
        "Volume": "name",
        "VolumeMount": "name mountPath",
        "VolumeDevice": "name devicePath",
        "KeyToPath": "key path",
        "DownwardAPIVolumeFile": "path",
        "ConfigMapKeySelector": "key",
        "SecretKeySelector": "key",
        "ObjectFieldSelector": "fieldPath",
        "ResourceFieldSelector": "resource",
        "HostPathVolumeSource": "path",
        "NFSVolumeSource": "server path",
        "PersistentVolumeClaimVolumeSource": "claimName",
        "CSIVolumeSource": "driver",
        "HTTPGetAction": "port",
        "TCPSocketAction": "port",
        "HTTPHeader": "name",
        "HostAlias": "ip",
        "NodeSelector": "nodeSelectorTerms",
        "NodeSelectorRequirement": "key operator",
        "LabelSelectorRequirement": "key operator",
        "PodAffinityTerm": "topologyKey",
        "WeightedPodAffinityTerm": "weight podAffinityTerm",
        "PreferredSchedulingTerm": "weight",
        "TopologySpreadConstraint": "maxSkew topologyKey whenUnsatisfiable",
        "SeccompProfile": "type",
        "AppArmorProfile": "type",
        "Sysctl": "name",
        "ServiceAccountTokenProjection": "path",
        "PodReadinessGate": "conditionType",
        "PodSchedulingGate": "name",
        "PodResourceClaim": "name",
        "ResourceClaim": "name",
        "EvictionResponder": "name priority",
        "OwnerReference": "apiVersion kind name uid",
        "ContainerResizePolicy": "resourceName restartPolicy",
        "ContainerRestartRule": "action",
        "ContainerRestartRuleOnExitCodes": "operator",
        "FileKeySelector": "volumeName path key",
        "GRPCAction": "port",
        "SleepAction": "seconds",
        "PodOS": "name",
        "PersistentVolumeClaimSpec": "accessModes resources",
        "PodCertificateProjection": "signerName keyType",
        "ClusterTrustBundleProjection": "path",
        "ISCSIVolumeSource": "targetPortal iqn lun",
        "FlexVolumeSource": "driver",
        "GitRepoVolumeSource": "repository",
    }.items()
}
"""Fields without which the server rejects an object, or the API calls it incomplete: it cannot end without
them.
"""

_NUMBERS: Final = frozenset({"int32", "int64", "quantity", "int-or-string"})
_TEXTS: Final = frozenset({"string", "time", "int-or-string"})
_QUANTITY = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[KMGTPE]i|[numkMGTPE]|[eE][-+]?\d+)?\Z")

_LABEL_MAPS: Final = frozenset({"labels", "matchLabels", "nodeSelector"})
_LABEL_VALUE = re.compile(r"(?:[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?\Z")
_MAP_KEY = re.compile(r"(?:[A-Za-z0-9.-]{1,253}/)?[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?\Z")


def field_type(fields: Table, holder: str, key: str) -> str | None:
    """Return the type of a key inside a type, or None if the type has no such key."""
    if holder.startswith(MAP):
        return holder[len(MAP) :]
    if holder == FREE:
        return FREE if _FREE_KEY.match(key) else None
    return fields.get(holder, {}).get(key)


@cache
def field_names(version: str) -> frozenset[str]:
    """Return the names of all fields of all types."""
    return frozenset(name for fields in table(version).values() for name in fields)


def holds_keys(fields: Table, kind: str) -> bool:
    """Whether a value of the type is a mapping."""
    return kind.startswith(MAP) or kind in fields or kind == FREE


def takes(fields: Table, kind: str, value: Json) -> bool:
    """Whether the server could decode written data as the type; null is always accepted."""
    if value is None or kind == FREE:
        return True
    if isinstance(value, bool):
        return kind == "boolean"
    if isinstance(value, int | float):
        return kind in _NUMBERS
    if isinstance(value, str):
        return _QUANTITY.match(value) is not None if kind == "quantity" else kind in _TEXTS
    if isinstance(value, list):
        return kind.startswith(LIST) and all(takes(fields, kind[len(LIST) :], item) for item in value)
    return holds_keys(fields, kind) and all(
        (inner := field_type(fields, kind, key)) is not None and takes(fields, inner, item)
        for key, item in value.items()
    )


def entry_fits(holder: str, name: str, key: str, value: Json) -> bool:
    """Whether the server would accept an entry of a map: names and labels have rules for keys and values.

    `holder` is the type of the map, `name` the field it is under.
    """
    if holder != "{}string":
        return True
    if name == "annotations":
        return _MAP_KEY.match(key) is not None
    if name in _LABEL_MAPS:
        return _MAP_KEY.match(key) is not None and (value is None or _LABEL_VALUE.match(value) is not None)
    return True
