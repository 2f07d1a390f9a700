"""Kinds of volumes that use a storage system directly; most of them are deprecated.

Source: validateISCSIVolumeSource, validateFlockerVolumeSource and their neighbours in
pkg/apis/core/validation/validation.go.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from dslint.kubernetes.validation.context import Context
from dslint.kubernetes.validation.problem_constructors import invalid, not_supported, required
from dslint.kubernetes.validation.value_checks import missing, shown
from dslint.kubernetes.validation.volumes.formats import iscsi_name
from dslint.values.path import FieldPath, MapKey, field_text
from dslint.values.problem import Problem, Related
from dslint.values.typed import Any

Data = Mapping[str, Any]

RULE = "volume-source"
LUN_LIMIT = 255
ISCSI_LIMIT = 64
TENANT_LIMIT = 64


def iscsi_problems(content: Data, path: FieldPath, _context: Context) -> Iterator[Problem]:
    """Judge an iSCSI volume."""
    asked = next((name for name in ("chapAuthDiscovery", "chapAuthSession") if content.get(name)), None)
    if asked and "secretRef" not in content:
        yield required(
            RULE,
            (*path, "secretRef"),
            f"`{asked}` needs a secret with the CHAP credentials, and `secretRef` is missing",
            write="secretRef: {name: the-secret}",
            related=(Related((*path, asked), "enables CHAP authentication", "key"),),
        )
    initiator = content.get("initiatorName")
    fault = iscsi_name(initiator) if initiator is not None else ""
    if fault:
        yield invalid(
            RULE,
            (*path, "initiatorName"),
            f"`initiatorName: {shown(initiator)}` {fault}",
            field=field_text((*path, "initiatorname")),
        )


def iscsi_name_problems(volume: Data, place: FieldPath) -> Iterator[Problem]:
    """Check the limit that the volume's own name and the portal share if there is an initiator name."""
    content, name = volume["iscsi"], volume.get("name", "")
    portal = content.get("targetPortal", "")
    if "initiatorName" in content and _size(f"{name}:{portal}") > ISCSI_LIMIT:
        yield invalid(
            "volume-name",
            (*place, "name"),
            "with `initiatorName`, the volume's name and `targetPortal` together are at most"
            f" {ISCSI_LIMIT - 1} characters long",
            related=(Related((*place, "iscsi", "targetPortal"), "the portal"),),
        )


def flocker_problems(content: Data, path: FieldPath, _context: Context) -> Iterator[Problem]:
    """Judge a Flocker volume."""
    name = content.get("datasetName", "")
    if name and content.get("datasetUUID"):
        yield invalid(RULE, path, "`datasetName` and `datasetUUID` are both set", write="one of the two")
    if not name and not content.get("datasetUUID"):
        yield required(RULE, path, "neither `datasetName` nor `datasetUUID` is set", write="one of the two")
    if "/" in name:
        yield invalid(RULE, (*path, "datasetName"), f"`datasetName: {shown(name)}` must not contain '/'")


def quobyte_problems(content: Data, path: FieldPath, _context: Context) -> Iterator[Problem]:
    """Judge a Quobyte volume."""
    registry, tenant = content.get("registry", ""), content.get("tenant", "")
    if not registry:
        yield missing(
            RULE, content, (*path, "registry"), "registry: host:port, or several separated by commas"
        )
    elif _size(tenant) > TENANT_LIMIT:
        yield required(
            RULE, (*path, "tenant"), f"`tenant: {shown(tenant)}` is longer than {TENANT_LIMIT} characters"
        )
    elif not all(map(_host_and_port, registry.split(","))):
        yield invalid(
            RULE,
            (*path, "registry"),
            f"`registry: {shown(registry)}` must be host:port, or several separated by commas",
        )
    if not content.get("volume"):
        yield missing(RULE, content, (*path, "volume"))


def _host_and_port(text: str) -> bool:
    """Whether Go's net.SplitHostPort accepts the text: one colon outside brackets, after the host."""
    host, colon, port = text.rpartition(":")
    if not colon:
        return False
    if host.startswith("["):
        return host.endswith("]") and not set("[]") & set(host[1:-1] + port)
    return not set(":[]") & set(host) and not set("[]") & set(port)


def fc_problems(content: Data, path: FieldPath, _context: Context) -> Iterator[Problem]:
    """Judge a Fibre Channel volume."""
    targets, lun = content.get("targetWWNs"), content.get("lun")
    if not targets and not content.get("wwids"):
        yield required(
            RULE, (*path, "targetWWNs"), "neither `targetWWNs` nor `wwids` is set", write="one of the two"
        )
    if not targets:
        return
    if content.get("wwids"):
        yield invalid(
            RULE,
            (*path, "targetWWNs"),
            "`targetWWNs` and `wwids` are both set",
            write="one of the two",
            related=(Related((*path, "wwids"), "also set", "key"),),
        )
    if lun is None:
        yield missing(RULE, content, (*path, "lun"), "lun: 0, or the number of the LUN")
    elif not 0 <= lun <= LUN_LIMIT:
        yield invalid(
            RULE, (*path, "lun"), f"`lun: {lun}` is out of range: it must be between 0 and {LUN_LIMIT}"
        )


def flex_volume_problems(content: Data, path: FieldPath, _context: Context) -> Iterator[Problem]:
    """Judge a FlexVolume: its options must not use domains of Kubernetes."""
    for key in content.get("options") or ():
        domain = "." + key.partition("/")[0].lower()
        if domain.endswith((".kubernetes.io", ".k8s.io")):
            yield invalid(
                RULE,
                (*path, "options", MapKey(key)),
                f"the option `{shown(key)}` uses a domain that is reserved for Kubernetes",
                write="a domain of your own",
                anchor="key",
            )


def azure_disk_problems(content: Data, path: FieldPath, _context: Context) -> Iterator[Problem]:
    """Judge an Azure disk: its kind decides how its address begins."""
    uri, kind = content.get("diskURI", ""), content.get("kind")
    if kind is None:
        return
    start = "/subscriptions/" if kind == "Managed" else "https://"
    if not uri.startswith(start):
        yield not_supported(
            RULE,
            (*path, "diskURI"),
            f"`diskURI: {shown(uri)}` does not match `kind: {shown(kind)}`: it must begin with {start}",
            related=(Related((*path, "kind"), "the kind of the disk"),),
        )


def _size(text: str) -> int:
    return len(text.encode())


JUDGES = {
    "iscsi": iscsi_problems,
    "flocker": flocker_problems,
    "quobyte": quobyte_problems,
    "fc": fc_problems,
    "flexVolume": flex_volume_problems,
    "azureDisk": azure_disk_problems,
}
"""Field of a volume -> its validating function."""
